"""Tables drawn with ruling lines: rows and cells from the lines, merged cells where a line between them is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.pages import Rule, Word

_TOUCH = 3.0
_SAME = 4.0
_MAX_RULES = 4_000
_COVER = 0.6


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table's frame and the words of each cell, row by row; a merged cell's words stand in each row it spans."""

    y0: float
    y1: float
    x0: float
    x1: float
    rows: tuple[tuple[tuple[Word, ...], ...], ...]


def ruled(rules: Sequence[Rule], words: Sequence[Word]) -> list[Ruled]:
    """The tables of a page that have at least two columns and a row, from top to bottom."""
    found = []
    for group in _touching(rules[:_MAX_RULES]):
        table = _table(group, words)
        if table:
            found.append(table)
    return sorted(found, key=lambda table: table.y0)


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch or cross, one way or another, belong together."""
    parents = list(range(len(rules)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    order = sorted(range(len(rules)), key=lambda i: rules[i].y0)
    open_: list[int] = []
    for i in order:
        open_ = [j for j in open_ if rules[j].y1 + _TOUCH >= rules[i].y0]
        for j in open_:
            if rules[j].x0 - _TOUCH <= rules[i].x1 and rules[i].x0 - _TOUCH <= rules[j].x1:
                parents[root(j)] = root(i)
        open_.append(i)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for i in range(len(rules)):
        groups[root(i)].append(rules[i])
    return list(groups.values())


def _table(rules: Sequence[Rule], words: Sequence[Word]) -> Ruled | None:
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    if not upright or len(level) < 2:
        return None
    xs = _distinct([*((r.x0 + r.x1) / 2 for r in upright), min(r.x0 for r in rules), max(r.x1 for r in rules)])
    ys = _distinct([*((r.y0 + r.y1) / 2 for r in level), min(r.y0 for r in rules), max(r.y1 for r in rules)])
    if len(xs) < 3 or len(ys) < 2:
        return None
    inside = [w for w in words if xs[0] <= (w.x0 + w.x1) / 2 <= xs[-1] and ys[0] <= w.y - w.size / 4 <= ys[-1]]
    cells = _cells(xs, ys, level, upright)
    held: dict[int, list[Word]] = defaultdict(list)
    for word in inside:
        row = min(bisect_right(ys, word.y - word.size / 4), len(ys) - 1) - 1
        column = min(bisect_right(xs, (word.x0 + word.x1) / 2), len(xs) - 1) - 1
        held[cells[row][column]].append(word)
    rows = tuple(tuple(tuple(held[cell]) for cell in dict.fromkeys(row)) for row in cells)
    return Ruled(ys[0], ys[-1], xs[0], xs[-1], rows) if any(len(row) > 1 for row in rows) else None


def _distinct(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


def _cells(xs: Sequence[float], ys: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]) -> list[list[int]]:
    """A number for every field of the grid; fields without a line between them have one number."""
    columns, rows = len(xs) - 1, len(ys) - 1
    numbers = list(range(columns * rows))

    def merge(old: int, new: int) -> None:
        for index, number in enumerate(numbers):
            if number == old:
                numbers[index] = new

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column and not _covered(upright, xs[column], ys[row], ys[row + 1], level=False):
                merge(numbers[here], numbers[here - 1])
            if row and not _covered(level, ys[row], xs[column], xs[column + 1], level=True):
                merge(numbers[here], numbers[here - columns])
    return [numbers[row * columns : (row + 1) * columns] for row in range(rows)]


def _covered(rules: Sequence[Rule], at: float, start: float, end: float, *, level: bool) -> bool:
    """Whether lines at a place cover most of a stretch."""
    covered = 0.0
    for rule in rules:
        place = (rule.y0 + rule.y1) / 2 if level else (rule.x0 + rule.x1) / 2
        if abs(place - at) <= _SAME:
            low, high = (rule.x0, rule.x1) if level else (rule.y0, rule.y1)
            covered += max(0.0, min(high, end) - max(low, start))
    return covered >= _COVER * (end - start)
