"""Tables without ruling lines: lines whose parts begin at the same places, cells wrapped over lines put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.lines import Line, Segment

_SAME = 5.0
_LEAST_ROWS = 3
_NEAR = 4.5
"""Of the size: lines further apart than this belong to different tables."""
_CLOSE = 1.35
_TEXT_WORDS = 3
_FULL = 0.75
_GO_ON = 0.4


@dataclass(frozen=True, slots=True)
class Aligned:
    """A run of lines, from `start` up to `end`, and the segments of each cell, row by row."""

    start: int
    end: int
    rows: tuple[tuple[tuple[Segment, ...], ...], ...]


def aligned(lines: Sequence[Line]) -> list[Aligned]:
    """The runs of at least three lines that stand in the same columns."""
    found: list[Aligned] = []
    start = 0
    while start < len(lines):
        end, columns = _run(lines, start)
        rows = _rows(lines[start:end], columns) if columns else []
        if len(rows) >= _LEAST_ROWS and not _is_contents(lines[start:end]) and not _is_running(rows):
            found.append(Aligned(start, end, tuple(rows)))
            start = end
        else:
            start += 1
    return found


def _run(lines: Sequence[Line], start: int) -> tuple[int, list[float]]:
    columns = [segment.x0 for segment in lines[start]]
    if len(columns) < 2:
        return start, []
    end = start + 1
    while end < len(lines) and lines[end][0].y - lines[end - 1][0].y <= _NEAR * lines[end][0].size:
        if not all(_column(segment, columns) is not None for segment in lines[end]):
            break
        if len(lines[end]) == 1 and _column(lines[end][0], columns) == 0 and not _wraps(lines, end, columns):
            break
        end += 1
    return end, columns


def _column(segment: Segment, columns: Sequence[float]) -> int | None:
    return next((i for i, x in enumerate(columns) if abs(segment.x0 - x) <= _SAME), None)


def _wraps(lines: Sequence[Line], index: int, columns: Sequence[float]) -> bool:
    """Whether a lone first cell goes on with the one above: it is close below it and inside its column."""
    line, above = lines[index], lines[index - 1]
    return line[0].x1 < columns[1] and line[0].y - above[0].y <= _CLOSE * line[0].size


def _rows(lines: Sequence[Line], columns: Sequence[float]) -> list[tuple[tuple[Segment, ...], ...]]:
    rows: list[list[list[Segment]]] = []
    for index, line in enumerate(lines):
        if not rows or not _goes_on(lines, index, columns):
            rows.append([[] for _ in columns])
        for segment in line:
            column = _column(segment, columns)
            if column is not None:
                rows[-1][column].append(segment)
    return [tuple(tuple(cell) for cell in row) for row in rows]


def _goes_on(lines: Sequence[Line], index: int, columns: Sequence[float]) -> bool:
    """Whether a line goes on with the row above: it is close below it, and begins no new first cell."""
    line = lines[index]
    begins = _column(line[0], columns) == 0
    if index == 0 or (begins and (len(line) > 1 or not _wraps(lines, index, columns))):
        return False
    nearest = min(b[0].y - a[0].y for a, b in pairwise(lines))
    return line[0].y - lines[index - 1][0].y <= _CLOSE * nearest


def _is_running(rows: Sequence[Sequence[Sequence[Segment]]]) -> bool:
    """Whether the columns are running text, justified or set around a picture: it goes on from row to row."""
    openings = [row[0][0].text[:1] for row in rows[1:] if row[0]]
    if sum(map(str.islower, openings)) >= _GO_ON * max(len(openings), 1):
        return True
    return all(_is_full(column) for column in zip(*rows, strict=True))


def _is_full(column: Sequence[Sequence[Segment]]) -> bool:
    segments = [segment for cell in column for segment in cell]
    widest = max((segment.x1 - segment.x0 for segment in segments), default=0.0)
    if not widest or median(len(segment.words) for segment in segments) < _TEXT_WORDS:
        return False
    return median((segment.x1 - segment.x0) / widest for segment in segments) >= _FULL


def _is_contents(lines: Sequence[Line]) -> bool:
    """A contents list stands in columns too: titles and page numbers."""
    last = [line[-1].text for line in lines if len(line) > 1]
    return len(lines[0]) == 2 and sum(text.strip(". ").isdigit() for text in last) >= 0.8 * len(last)
