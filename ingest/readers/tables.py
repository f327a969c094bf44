"""From the cells of a table to rows under their column headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers import markers
from ingest.readers.reading import Block, Item, Paragraph, Row

_HEADING_WORDS = 6
_VALUE = re.compile(r"[\d£$€@%]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words; `head` where it is set as a heading; how many columns and rows it takes."""

    text: str
    head: bool = False
    across: int = 1
    down: int = 1


def rows_of(rows: Sequence[Sequence[Cell]], caption: str = "") -> list[Block]:
    """The rows of the table's body; numbered rows of a table that only sets out clauses are those clauses."""
    grid = _filled([row for row in rows if any(cell.text for cell in row)])
    width = max((len(row) for row in grid), default=0)
    head = _head(grid)
    headings = tuple(
        " ".join(dict.fromkeys(filter(None, column))) for column in zip(*_padded(grid[:head], width), strict=True)
    )
    if not head and (numbered := _numbered(grid)):
        return numbered
    blocks: list[Block] = []
    for row in grid[head:]:
        texts = [cell.text for cell in row]
        if width > 1 and sum(map(bool, texts)) == 1 and row[0].text and (row[0].head or row[0].across >= width):
            if row[0].text.endswith("."):
                blocks.append(Paragraph(row[0].text))
            else:
                caption = row[0].text
            continue
        blocks.append(Row(tuple(texts), headings, caption))
    return blocks


def _filled(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows with the cells that reach down into them from above."""
    reaching: dict[int, tuple[Cell, int]] = {}
    grid: list[list[Cell]] = []
    for row in rows:
        filled: list[Cell] = []
        waiting = list(row)
        while waiting or len(filled) in reaching:
            place = len(filled)
            if place in reaching:
                cell, left = reaching.pop(place)
                if left > 1:
                    reaching[place] = (cell, left - 1)
            else:
                cell = waiting.pop(0)
                if cell.down > 1:
                    reaching[place] = (cell, cell.down - 1)
            filled.append(cell)
        grid.append(filled)
    return grid


def _padded(rows: Sequence[Sequence[Cell]], width: int) -> list[list[str]]:
    padded = []
    for row in rows:
        texts = [text for cell in row for text in [cell.text] * min(cell.across, width)]
        padded.append([*texts, *[""] * width][:width])
    return padded


def _head(grid: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top name the columns."""
    set_as = 0
    for row in grid[:-1]:
        if not all(cell.head for cell in row if cell.text):
            break
        set_as += 1
    if set_as or len(grid) < 2 or any(cell.head for row in grid for cell in row):
        return min(set_as, 2)
    return int(_reads_as_head(grid))


def _reads_as_head(grid: Sequence[Sequence[Cell]]) -> bool:
    """Whether a first row that isn't set apart names the columns: short words without values, over values."""
    first, body = grid[0], grid[1:]
    if any(
        len(cell.text.split()) > _HEADING_WORDS or _VALUE.search(cell.text) or cell.text.endswith((".", ":"))
        for cell in first
    ):
        return False
    if len(first) < 2:
        return False
    for column, heading in enumerate(first):
        cells = [row[column].text for row in body if column < len(row) and row[column].text]
        valued = sum(
            bool(_VALUE.search(text)) or len(text.split()) > 2 * len(heading.text.split()) + 1 for text in cells
        )
        if cells and (valued * 2 > len(cells) if column else valued == len(cells) > 1):
            return True
    return len(first) > 2


def _numbered(grid: Sequence[Sequence[Cell]]) -> list[Block] | None:
    """The clauses of a table of two columns whose first holds nothing but their printed numbers."""
    blocks: list[Block] = []
    for row in grid:
        if len(row) != 2 or not row[1].text:
            return None
        marker, rest = markers.split(f"{row[0].text} x")
        if marker is None or rest != "x":
            return None
        dotted = markers.is_dotted(marker)
        blocks.append(Paragraph(row[1].text, marker) if dotted else Item(row[1].text, marker))
    return blocks or None
