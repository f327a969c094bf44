"""The lines of a text as it was printed: page furniture out, each line with its indent and the gap before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from ingest.readers.reading import cleaned

_PAGE = re.compile(r"\bpage\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\b", re.IGNORECASE)
_ONLY_PAGE = re.compile(r"^[\s\-–—|\[(]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[\s\-–—|\])]*$", re.IGNORECASE)
_DECORATED = re.compile(r"page|\bof\b|/|^[\s]*[-–—\[(|]", re.IGNORECASE)
_RULE = re.compile(r"^[\s=\-_~*+|:.#─━═]{3,}$")
_FURNITURE_LENGTH = 130
_EDGE = 3
"""Lines at the top and at the bottom of a page that may be its header and footer."""
_NEAR = 8
_TITLE_WORDS = 12
_LONGEST_WRAPPED = 115


class Gap(IntEnum):
    """What stands between a line and the one before it."""

    NONE = 0
    PAGE = 1
    BLANK = 2


@dataclass(slots=True)
class Line:
    """`raw` keeps the spaces within; `underline` is the character that a rule under it is drawn with."""

    raw: str
    text: str
    indent: int
    gap: Gap
    underline: str = ""


def printed_lines(text: str) -> list[Line]:
    """The lines that carry text, in order."""
    pages = [[_indented(line) for line in page.splitlines()] for page in text.split("\f")]
    furniture = _furniture(pages)
    lines: list[Line] = []
    gap = Gap.BLANK
    seen: set[str] = set()
    for number, page in enumerate(pages):
        gap = max(gap, Gap.PAGE) if number and gap is Gap.NONE else gap
        if number:
            gap = Gap.PAGE
        for raw in page:
            text, key = cleaned(raw), _key(raw)
            if not text:
                gap = gap if gap is Gap.PAGE else Gap.BLANK
            elif key in furniture and not (key not in seen and not lines and _is_title(page, raw)):
                gap = Gap.PAGE
            elif _RULE.match(raw):
                gap = _ruled(lines, raw, gap)
            else:
                lines.append(Line(raw, text, len(raw) - len(raw.lstrip()), gap))
                gap = Gap.NONE
            seen.add(key)
    return lines


def _is_title(page: Sequence[str], header: str) -> bool:
    """Whether a running header's first printing is the title too: nothing like one follows it."""
    if re.search(r"\S\s{3,}\S", header):
        return False
    following = next(
        (cleaned(raw) for raw in page[page.index(header) + 1 :] if cleaned(raw) and not _RULE.match(raw)), ""
    )
    short = len(following.split()) < _TITLE_WORDS and following[-1:] not in ".:;," and ": " not in following
    return not (following and short and following[0].isupper())


def _indented(line: str) -> str:
    """A line whose indent is written in spaces; tabs within it may part the columns of a table."""
    words = line.lstrip()
    return line[: len(line) - len(words)].expandtabs(8) + words.rstrip()


def _ruled(lines: Sequence[Line], raw: str, gap: Gap) -> Gap:
    """A rule just under a line underlines it; it parts what stands around it."""
    if lines and gap is Gap.NONE:
        lines[-1].underline = raw.strip()[0]
    return Gap.BLANK


def _key(raw: str) -> str:
    return re.sub(r"\d+", "#", cleaned(raw).casefold())


def _furniture(pages: Sequence[Sequence[str]]) -> set[str]:
    """The keys of running headers and footers and of page numbers."""
    filled = [[raw for raw in page if raw.strip()] for page in pages]
    found = {_key(raw) for page in filled for raw in page if _is_page_number(raw)}
    found |= _lone_numbers(pages)
    edges: Counter[str] = Counter()
    for page in filled:
        top, bottom = page[:_EDGE], page[_EDGE:][-_EDGE:]
        edges.update({_key(raw) for raw in (*top, *bottom)})
    if len(filled) > 1:
        found |= {key for key, count in edges.items() if count > 1 and count * 2 >= len(filled) and len(key) < _NEAR**3}
    beside: Counter[str] = Counter()
    for page in filled:
        for index, raw in enumerate(page):
            if _key(raw) in found:
                beside.update({_key(other) for other in page[max(0, index - 2) : index + 3] if other != raw})
    opening = {_key(raw) for raw in (filled[0] if filled else ())[:_EDGE]}
    return found | {
        key for key, count in beside.items() if (count > 2 and _count(filled, key) <= count) or key in opening
    }


def _count(pages: Sequence[Sequence[str]], key: str) -> int:
    return sum(_key(raw) == key for page in pages for raw in page)


def _is_page_number(raw: str) -> bool:
    """A line that says its page, alone or beside the document's name."""
    text = cleaned(raw)
    if _ONLY_PAGE.match(text):
        return bool(_DECORATED.search(text))
    found = _PAGE.search(text)
    if not found or len(raw) > _FURNITURE_LENGTH:
        return False
    at_end = found.end() == len(text) or (
        found.start() == 0 and bool(re.match(r"\s*[-–—|·]|\s{3,}", raw[found.end() :]))
    )
    numbered = " of " in found[0].casefold() or "/" in found[0]
    return at_end and (numbered or bool(re.search(r"\s{3,}page\s+\d+$|[|·–—-]\s*page\s+\d+$", raw, re.IGNORECASE)))


def _lone_numbers(pages: Sequence[Sequence[str]]) -> set[str]:
    """Numbers alone between empty lines that count up, or at the foot of pages, are page numbers."""
    feet = [next((raw.strip() for raw in reversed(page) if raw.strip()), "") for page in pages]
    if len(pages) > 1 and any(foot.isdecimal() and len(foot) <= _EDGE for foot in feet):
        return {"#"}
    alone = []
    for page in pages:
        for index, raw in enumerate(page):
            before = index == 0 or not page[index - 1].strip()
            after = index + 1 == len(page) or not page[index + 1].strip()
            if before and after and raw.strip().isdecimal():
                alone.append(int(raw))
    counts_up = len(alone) > 1 and all(b == a + 1 for a, b in pairwise(alone))
    return {"#"} if counts_up else set()


def width_of(lines: Sequence[Line]) -> int | None:
    """The width that a text was wrapped at, in characters; None where a line is a block."""
    lengths = sorted((len(line.raw) for line in lines), reverse=True)
    if not lengths or lengths[len(lengths) // 50] > _LONGEST_WRAPPED:
        return None
    wrapped = sum(_goes_on(before, after) for before, after in pairwise(lines))
    if wrapped < max(1, len(lines) // 12):
        return None
    near = (length for i, length in enumerate(lengths) if len(lengths) < i + 3 or length - lengths[i + 2] <= _NEAR)
    return next(near, lengths[0])


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a line plainly goes on in the next: no end of a sentence, then a small letter."""
    return (
        following.gap is Gap.NONE
        and len(line.raw) > 35
        and not line.text.endswith((".", ":", ";", "?", "!"))
        and following.text[0].islower()
    )
