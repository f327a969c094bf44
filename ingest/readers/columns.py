"""Tables in plain text: drawn with pipes, or set in columns by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers import markers
from ingest.readers.printed_lines import Gap, Line
from ingest.readers.reading import Block, Row, cleaned
from ingest.readers.tables import Cell, rows_of

_APART = re.compile(r"\S+(?: \S+)*")
_OFF = 2
"""Characters by which a column's cells may be off."""
_LEADERS = re.compile(r"\.{4,}")
_TO_PAGE = re.compile(r"\.{4,}\s*\d{1,3}$")
_FEWEST = 3
_WIDEST = 2000
"""Characters of a line that may be a row."""
_TAB = 1000
"""Characters that a tab is taken to move on by."""
_LONGEST = 500
"""Lines of one table."""


def table_at(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """The table that begins at a line, and the line after it; ([], start) where none does."""
    if len(lines[start].raw) > _WIDEST:
        return [], start
    for reader in (_flattened, _piped, _aligned):
        blocks, end = reader(lines, start)
        if blocks:
            return blocks, end
    return [], start


def _flattened(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    """A table saved as text with one cell a line, each closed by a pipe."""
    end = start
    while end < len(lines) and lines[end].text.endswith("|") and "|" not in lines[end].text[:-1]:
        end += 1
    cells = [line.text.rstrip("| ") for line in lines[start:end]]
    if len(cells) < 4 or len(cells) % 2:
        return [], start
    return [Row(pair) for pair in zip(cells[::2], cells[1::2], strict=True)], end


def _piped(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    rows: list[list[Cell]] = []
    end = start
    width = 0
    while end < len(lines) and "|" in lines[end].text:
        line = lines[end]
        cells = [cleaned(cell) for cell in line.text.strip("|").split("|")]
        if (
            len(cells) < 2
            or (width and len(cells) != width)
            or (rows and line.gap is Gap.BLANK and not lines[end - 1].underline)
        ):
            break
        width = len(cells)
        rows.append([Cell(cell, head=bool(line.underline) and not rows) for cell in cells])
        end += 1
    return (rows_of(rows), end) if len(rows) > 1 else ([], start)


def _aligned(lines: Sequence[Line], start: int) -> tuple[list[Block], int]:
    first = spans_of(lines[start])
    if len(first) < 2:
        return [], start
    columns = list(first)
    rows = [[Cell(text, head=bool(lines[start].underline)) for text, _, _ in first]]
    whole = 1
    end = start + 1
    while end < min(len(lines), start + _LONGEST) and (lines[end].gap is not Gap.BLANK or lines[end - 1].underline):
        spans = spans_of(lines[end])
        places = _places(spans, columns)
        if places is None:
            break
        if 0 in places and not _goes_on(rows, spans):
            whole += len(spans) == len(columns)
            rows.append([Cell("")] * len(columns))
            columns = [
                _wider(column, spans[places.index(i)]) if i in places else column for i, column in enumerate(columns)
            ]
        for place, (text, _, _) in zip(places, spans, strict=True):
            above = rows[-1][place]
            rows[-1][place] = Cell(f"{above.text} {text}".strip(), head=above.head)
        end += 1
    flush = rows[0][0].head or len(columns) > 2 or _starts(lines[start]) == _starts(lines[end - 1])
    enough = whole >= (2 if flush else _FEWEST)
    return (rows_of(rows), end) if enough and whole * 2 >= end - start else ([], start)


def _starts(line: Line) -> list[int]:
    return [start for _, start, _ in spans_of(line)]


def _goes_on(rows: Sequence[Sequence[Cell]], spans: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a line of cells is the rest of the row above, its first cell going on in a small letter."""
    return len(rows) > 1 and spans[0][0][0].islower() and rows[-1][0].text[:1].isupper()


def spans_of(line: Line) -> list[tuple[str, int, int]]:
    """The parts of a line that two spaces or more keep apart, each with where it begins and ends."""
    if "\t" in line.raw.strip():
        cells = [cell.strip() for cell in re.split(r"\t+", line.raw.strip())]
        spans = [(cell, place * _TAB, place * _TAB) for place, cell in enumerate(cells) if cell]
    else:
        spans = [(found[0], found.start(), found.end()) for found in _APART.finditer(_without_leaders(line.raw))]
    if len(spans) == 2 and (markers.bullet(f"{spans[0][0]} x") == "x" or markers.split(f"{spans[0][0]} x")[1] == "x"):
        return spans[1:]
    return spans


def _without_leaders(raw: str) -> str:
    """Dots that lead the eye to a value become spaces; those that lead to a page number stay, for what they are."""
    return raw if _TO_PAGE.search(raw) else _LEADERS.sub(lambda dots: " " * len(dots[0]), raw)


def _wider(column: tuple[str, int, int], span: tuple[str, int, int]) -> tuple[str, int, int]:
    return column[0], min(column[1], span[1]), max(column[2], span[2])


def _places(spans: Sequence[tuple[str, int, int]], columns: Sequence[tuple[str, int, int]]) -> list[int] | None:
    """The column of each span: flush with its left or its right side, or within it; None where one fits none."""
    places: list[int] = []
    for _, start, end in spans:
        fits = [
            i
            for i, (_, left, right) in enumerate(columns)
            if i not in places
            and (abs(start - left) <= _OFF or abs(end - right) <= _OFF or (start >= left and end <= right))
        ]
        if not fits:
            return None
        places.append(fits[0])
    return places if places == sorted(places) and places else None
