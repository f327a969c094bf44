"""Running heads and feet, page numbers and footnotes: what stands around the text of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.pages import Page

_EDGE_LINES = 4
_ZONE = 0.17
"""Of the page's height, at its top and its foot."""
_APART = 4.0
_SHARE = 0.4
_FIGURES = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE = re.compile(
    r"^(?:page|p\.?|pg\.?)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?$"
    r"|\bpage\s+\d{1,4}\s*(?:of|/)\s*\d{1,4}\b|[|–—]\s*page\s+\d{1,4}$|^page\s+\d{1,4}\s*[|–—]",
    re.IGNORECASE,
)
_LOWER_PART = 0.5
_SMALLER = 0.93
_NUMBERED = re.compile(r"^(?:\d{1,2}|[*†‡])[.)]?\s")


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of each page that are its text, those around it, and whether footnotes were left out."""

    pages: list[list[Line]]
    margins: list[str]
    has_notes: bool


def text_of(line: Line) -> str:
    """A line's words; what stands apart is parted by tabs."""
    return "\t".join(segment.text for segment in line)


def body(pages: Sequence[Page], lines: Sequence[list[Line]]) -> Body:
    """Part the text of pages from what repeats around it."""
    repeated = _repeated(pages, lines)
    usual = _usual_size(lines)
    kept: list[list[Line]] = []
    margins: list[str] = []
    noted = False
    for page, found in zip(pages, lines, strict=True):
        around = [i for i in _edges(page, found) if _key(page, found[i]) in repeated or _PAGE.search(text_of(found[i]))]
        margins += [text_of(found[i]) for i in around]
        rest = [line for i, line in enumerate(found) if i not in around]
        notes = _notes(page, rest, usual)
        noted = noted or notes < len(rest)
        kept.append(rest[:notes])
    return Body(kept, list(dict.fromkeys(margins)), noted)


def _edges(page: Page, lines: Sequence[Line]) -> list[int]:
    """The lines near the top and the foot of a page, where running heads and feet stand."""
    top = [i for i, line in enumerate(lines[:_EDGE_LINES]) if line[0].y < _ZONE * page.height]
    start = max(len(lines) - _EDGE_LINES, 0)
    foot = [i for i, line in enumerate(lines[start:], start) if line[0].y > (1 - _ZONE) * page.height]
    return sorted({*top, *foot})


def _key(page: Page, line: Line) -> tuple[str, int, bool]:
    """What a running line keeps from page to page: its words without figures, and its height on the page."""
    is_top = line[0].y < page.height / 2
    place = line[0].y if is_top else page.height - line[0].y
    return _FIGURES.sub("#", text_of(line).casefold()), round(place / _APART), is_top


def _repeated(pages: Sequence[Page], lines: Sequence[list[Line]]) -> set[tuple[str, int, bool]]:
    counts: Counter[tuple[str, int, bool]] = Counter()
    for page, found in zip(pages, lines, strict=True):
        keys = {_key(page, found[i]) for i in _edges(page, found)}
        counts.update({(text, place + off, top) for text, place, top in keys for off in (-1, 0, 1)})
    needed = max(2, _SHARE * len(pages) / 2 if len(pages) > 4 else 2)
    return {key for key, count in counts.items() if count >= needed}


def _usual_size(lines: Sequence[list[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for page in lines:
        for line in page:
            sizes[line[0].size] += sum(len(segment.text) for segment in line)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _notes(page: Page, lines: Sequence[Line], usual: float) -> int:
    """Where the footnotes of a page begin: at a raised number, or where small numbered print goes on to the foot."""
    small = len(lines)
    while small and lines[small - 1][0].size <= _SMALLER * usual:
        small -= 1
    for index, line in enumerate(lines):
        if line[0].y <= _LOWER_PART * page.height:
            continue
        if line[0].noted or (index >= small and _NUMBERED.match(line[0].text)):
            return index
    return len(lines)
