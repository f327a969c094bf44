"""Words to lines: what stands on one baseline, parted where wide gaps part columns; footnote marks left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.readers import markers
from ingest.readers.pdf.pages import Word

_SMALL = 0.8
_RAISED = 0.12
_REACH = 0.6
_SAME_LINE = 0.3
_TOUCH = 0.1
"""Of the size: words nearer than this are parts of one word, set in different type."""
_GAP = 1.6
"""Of the size: a wider gap than this between two words parts segments."""
_CLOSING = ",.;:)]”’"
_NOTE_MARK = re.compile(r"^[\[(]?(?:\d{1,3}(?:,\d{1,3})*|[*†‡§¶]+|[a-z])[\])]?$")
_UNIT = re.compile(r"(?:^|\d)(?:[kcm]?m|CO|ft|in)$")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on one baseline without a wide gap."""

    words: tuple[Word, ...]
    noted: bool = False
    """Whether it begins with a raised number, as a footnote does."""

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def y(self) -> float:
        return self.words[0].y

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return _usual_size(self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def _usual_size(words: Sequence[Word]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    return sizes.most_common(1)[0][0]


Line = tuple[Segment, ...]
"""The segments that stand on one baseline, from left to right."""


def lines(words: Iterable[Word]) -> list[Line]:
    """The lines of a page or of a part of it, from top to bottom."""
    found = sorted(words, key=lambda word: (word.y, word.x0))
    if not found:
        return []
    usual = median(word.size for word in found)
    rows = _rows([word for word in found if word.size >= _SMALL * usual])
    _attach([word for word in found if word.size < _SMALL * usual], rows)
    rows.sort(key=lambda row: row[0].y)
    return [line for row in rows if (line := tuple(_segments(sorted(row, key=lambda word: word.x0))))]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in words:
        if rows and abs(word.y - rows[-1][0].y) <= _SAME_LINE * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _attach(small: Sequence[Word], rows: list[list[Word]]) -> None:
    """Put small raised words on the line that they hang on; the others make lines of their own."""
    tops = [row[0].y for row in rows]
    alone: list[Word] = []
    for word in small:
        place = bisect_left(tops, word.y - _SAME_LINE * word.size)
        near = rows[place : place + 2]
        row = next((row for row in near if _hangs_on(word, row)), None)
        if row is None:
            alone.append(word)
        else:
            row.append(word)
    rows += _rows(alone)


def _hangs_on(word: Word, row: Sequence[Word]) -> bool:
    base = row[0]
    if not -_SAME_LINE * base.size <= base.y - word.y <= _REACH * base.size:
        return False
    if abs(base.y - word.y) <= _RAISED * base.size:
        return True
    return any(abs(word.x0 - other.x1) < other.size or abs(other.x0 - word.x1) < other.size for other in row)


def _segments(row: Sequence[Word]) -> list[Segment]:
    groups: list[list[Word]] = []
    noted = dropped = False
    usual = _usual_size(row)
    base = next(word for word in row if word.size == usual)
    for index, word in enumerate(row):
        raised = word.size < _SMALL * base.size and base.y - word.y > _RAISED * base.size
        before = groups[-1][-1] if groups else None
        if raised and _NOTE_MARK.match(word.text) and not (before and _UNIT.search(before.text)):
            noted, dropped = noted or index == 0, True
            continue
        goes_on = dropped and word.text[0] in _CLOSING
        if before and (goes_on or _touch(before, word) or (raised and word.x0 - before.x1 < word.size)):
            groups[-1][-1] = replace(before, text=before.text + word.text, x1=word.x1)
        elif before and word.x0 - before.x1 <= _GAP * base.size:
            groups[-1].append(word)
        else:
            groups.append([word])
        dropped = False
    return [Segment(tuple(group), noted and not index) for index, group in enumerate(_with_markers(groups))]


def _touch(before: Word, word: Word) -> bool:
    """Whether two words stand so close that they are one, set in different type."""
    return abs(word.x0 - before.x1) < _TOUCH * word.size and not (word.symbol or before.symbol)


def _with_markers(groups: list[list[Word]]) -> list[list[Word]]:
    """A number or bullet stands apart from its text by a tab; it belongs to it all the same."""
    joined: list[list[Word]] = []
    for group in groups:
        if joined and is_marker(joined[-1]) and not (len(joined) > 1 and is_marker(joined[-2])):
            joined[-1] = joined[-1] + group
        else:
            joined.append(group)
    return joined


def is_marker(words: Sequence[Word]) -> bool:
    """Whether the words are nothing but a printed number or a bullet."""
    if len(words) != 1:
        return False
    if words[0].symbol or markers.bullet(words[0].text) == "":
        return True
    return words[0].text == "o" or markers.split(f"{words[0].text} x") == (words[0].text.rstrip(":"), "x")
