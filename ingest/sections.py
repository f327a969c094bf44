"""The sections of a document: the numbers its headings print, or their order where they print none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers import markers
from ingest.readers.markers import Style
from ingest.readers.reading import Block, Heading, Item, Row

_BARE = re.compile(r"^(\d{1,3})\s+\D")


@dataclass(frozen=True, slots=True)
class Section:
    """A section's number, whether the document prints it, and the headings it stands under, itself included."""

    number: str
    printed: bool
    path: tuple[str, ...]


def sections(blocks: Sequence[Block]) -> dict[int, Section]:
    """The section that each heading opens, by the heading's index."""
    printed = _printed(blocks)
    found: dict[int, Section] = {}
    above: list[tuple[Heading, str]] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        above = [(heading, number) for heading, number in above if heading.level < block.level]
        inherited = above[-1][1] if above else ""
        number = printed.get(index) or inherited
        above.append((block, number))
        path = tuple(heading.text for heading, _ in above)
        found[index] = Section(number if printed else str(len(found) + 1), bool(number), path)
    return found


def _printed(blocks: Sequence[Block]) -> dict[int, str]:
    """The number of each heading that prints one, or whose own clauses say it ("3.1" under "Leave")."""
    headings = {index: block.text for index, block in enumerate(blocks) if isinstance(block, Heading)}
    bare = {match[1] for text in headings.values() if (match := _BARE.match(text))}
    numbers: dict[int, str] = {}
    for index, text in headings.items():
        number = markers.heading_number(text)
        if number and _BARE.match(text) and not _is_counted(int(number), bare):
            number = None
        number = number or _told_by_clauses(blocks, index)
        if number:
            numbers[index] = number
    return numbers


def _is_counted(number: int, others: set[str]) -> bool:
    """Whether "3 Leave" is a number: one before it or, for the first, one after it is printed too."""
    return str(number - 1) in others or (number == 1 and "2" in others)


def _told_by_clauses(blocks: Sequence[Block], index: int) -> str | None:
    for block in blocks[index + 1 :]:
        if isinstance(block, Heading):
            return None
        marker = None if isinstance(block, Row) else block.marker
        if marker and markers.is_dotted(marker):
            return marker.rstrip(".)").rsplit(".", 1)[0] if "(" not in marker else None
    return None


def running_on(blocks: Sequence[Block], found: Mapping[int, Section]) -> set[int]:
    """The sections, by their heading's index, whose "1.", "2." … go on from the section before, or are gone on with.

    -1 stands for what comes before the first heading.
    """
    spans: dict[int, tuple[int, int]] = {}
    section = -1
    for index, block in enumerate(blocks):
        section = index if index in found else section
        if (value := _counted(block)) is not None:
            first, _ = spans.get(section, (value, value))
            spans[section] = (first, value)
    together: set[int] = set()
    for (before, (_, last)), (after, (first, _)) in pairwise(spans.items()):
        if first == last + 1:
            together |= {before, after}
    return together


def _counted(block: Block) -> int | None:
    """The number that a block outside inner lists is counted by."""
    if isinstance(block, Heading | Row) or not block.marker or markers.is_dotted(block.marker):
        return None
    if (isinstance(block, Item) and block.depth) or block.marker.startswith("("):
        return None
    reading = markers.readings(block.marker)[0]
    return reading.value if reading.style is Style.NUMBER else None
