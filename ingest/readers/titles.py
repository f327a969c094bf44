"""The title that a document prints, and the rest of what stands on its cover."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from ingest.readers.headings import Headings, could_be, look
from ingest.readers.passages import Passage
from ingest.readers.reading import Block

_NAMED = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|guid(?:e|ance|elines?)|code|handbook|charter|standards?|rules|agreement|"
    r"directive|process|protocol|terms|plan|manual|statement|framework|scheme)\b",
    re.IGNORECASE,
)
_ALIKE = 88
_JUNK = re.compile(r"^microsoft word|\.docx?$|\.pdf$|^untitled|^document\d*$|^title$|template|^\W*$", re.IGNORECASE)
_EDITION = re.compile(r"\b(?:19|20)\d\d\b|^(?:version|v|issue|revision|rev)\.?\s*\d", re.IGNORECASE)
_EDITION_WORDS = 6
_WORDS = 20
_PLAIN_WORDS = 10
_NEARLY = 0.8


def cover(parts: Sequence[Passage | Block], property_title: str) -> tuple[str, list[Passage | Block]]:
    """The title and the parts after the cover; "" where the document prints none and its properties none of use."""
    headings = Headings(parts)
    lines = _top(parts, headings)
    chosen = _chosen(lines, headings, property_title)
    title = chosen.text if chosen else _usable(property_title, parts)
    kept = [
        part
        for index, part in enumerate(parts)
        if index >= len(lines)
        or not (part is chosen or part.text.casefold() == title.casefold() or _is_cover(index, lines, headings))
    ]
    return title, kept


def names_a_policy(text: str) -> bool:
    """Whether a short line says what a document is: "… Policy", "… Procedure"."""
    return len(text.split()) <= _PLAIN_WORDS and bool(_NAMED.search(text)) and not text.endswith((".", ":"))


def is_edition(part: Passage) -> bool:
    """Whether a line gives a date or a version, and nothing else of note: "Final, June 2023", "v1.2"."""
    short = len(part.text.split()) <= _EDITION_WORDS and not part.text.endswith((".", ":", ";"))
    return short and bool(_EDITION.search(part.text))


def _top(parts: Sequence[Passage | Block], headings: Headings) -> list[Passage]:
    """The lines that the text begins after: headings, and a plain short line that names a policy."""
    lines: list[Passage] = []
    for index, part in enumerate(parts):
        if not isinstance(part, Passage) or part.listed:
            break
        plain = not lines and could_be(part) and names_a_policy(part.text)
        if index not in headings.found and not plain and not is_edition(part):
            break
        lines.append(part)
    return lines


def _chosen(lines: Sequence[Passage], headings: Headings, property_title: str) -> Passage | None:
    """The line that is the title: declared, as the file's properties say, named as policies are, or the largest."""
    declared = [line for line in lines if line.level == 1]
    if declared:
        return declared[0]
    alike = [line for line in lines if fuzz.ratio(line.text.casefold(), property_title.casefold()) >= _ALIKE]
    if alike or not lines:
        return alike[0] if alike else None
    largest = max(line.size for line in lines)
    named = [line for line in lines if _NAMED.search(line.text)]
    best = max(named, key=lambda line: line.size, default=None)
    if best and (best is lines[0] or best.size >= _NEARLY * largest):
        return best
    first = next(index for index, line in enumerate(lines) if line.size == largest)
    shared = sum(look(other) == look(lines[first]) for other in headings.found.values()) > 1
    return None if shared and first + 1 == len(lines) else lines[first]


def _is_cover(index: int, lines: Sequence[Passage], headings: Headings) -> bool:
    """A line of the cover, such as the employer's name or a date: it heads nothing, and no heading below is like it."""
    if index not in headings.found:
        return is_edition(lines[index])
    like = look(lines[index])
    below = [heading for place, heading in headings.found.items() if place >= len(lines)]
    if index + 1 in headings.found:
        over = headings.level(index) < headings.level(index + 1)
        return not (over and any(look(heading) == like for heading in below))
    beside = any(look(line) == like for place, line in enumerate(lines) if place != index)
    return beside and not any(look(heading) == like for heading in below)


def _usable(title: str, parts: Sequence[Passage | Block]) -> str:
    """A title from the file's properties, where it isn't what a program or a template put there."""
    if _JUNK.search(title.strip()) or len(title.split()) > _WORDS:
        return ""
    words = {word for part in parts[:15] for word in re.findall(r"\w+", part.text.casefold())}
    own = re.findall(r"\w+", title.casefold())
    return title.strip() if own and sum(word in words for word in own) * 2 >= len(own) else ""
