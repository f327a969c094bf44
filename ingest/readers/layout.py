"""From passages as they look to blocks: the title, headings by look, list depth, and what tables hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.readers import markers, metadata
from ingest.readers.finishing import finished
from ingest.readers.forms import without_forms
from ingest.readers.headings import Headings
from ingest.readers.passages import Passage, Piece, Table
from ingest.readers.reading import Block, Heading, Item, Paragraph, Reading, Row, cleaned
from ingest.readers.tables import Cell, rows_of
from ingest.readers.titles import cover, names_a_policy

_CONTENTS = re.compile(r"^(?:table of )?contents:?$", re.IGNORECASE)
_ENDS = (".", ";", ":")
_NAME_WORDS = 8
_CLOSE = 5.0
"""Points within which two indents are one."""


def laid_out(
    file: Path, pieces: Iterable[Piece], title: str = "", margins: Iterable[str] = (), remarks: Sequence[str] = ()
) -> Reading:
    """A reading of what a file shows; `title` is its properties' and `margins` are its running heads and feet.

    Raises `Rejected` where the document's metadata can't be used.
    """
    parts = _without_contents([part for piece in pieces for part in _parts(piece)])
    margins = list(dict.fromkeys(margins))
    named, parts = cover(parts, title)
    named = named or next((line for line in margins if names_a_policy(line)), "")
    parts = without_forms(parts)
    top = [Heading(1, named)] if named else []
    beside = [Paragraph(line) for line in margins if metadata.from_line(line)]
    return finished(file, [*top, *_blocks(parts), *beside], remarks=remarks)


def _without_contents(parts: Sequence[Passage | Block]) -> list[Passage | Block]:
    """Leave out the lines under "Contents" that end with a page number set apart, and "Contents" over none."""
    kept: list[Passage | Block] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        index += 1
        if not isinstance(part, Passage) or not _CONTENTS.match(part.text):
            kept.append(part)
            continue
        start = index
        while index < len(parts) and getattr(parts[index], "tail", None) is not None:
            index += 1
        after = parts[index] if index < len(parts) else None
        headed = isinstance(after, Passage) and (after.level is not None or (after.bold and part.bold))
        if index == start and not headed:
            kept.append(part)
    return kept


def _parts(piece: Piece) -> Iterator[Passage | Block]:
    """A table's rows; or its passages, where it only sets out text."""
    if isinstance(piece, Passage):
        yield piece
        return
    rows = [row for row in piece.rows if any(row)]
    if _is_form(rows):
        return
    if len(rows) == 1 or all(len(row) == 1 for row in rows):
        yield from _either(piece, rows)
    else:
        head = piece.head or int(_names_columns(rows))
        yield from rows_of([[_cell(cell, index < head) for cell in row] for index, row in enumerate(rows)])


def _is_form(rows: Sequence[Sequence[Sequence[Passage]]]) -> bool:
    """Whether a table is there to be filled in: labels, each beside an empty cell, and no sentence."""
    cells = [cell for row in rows for cell in row]
    open_rows = all(len(row) > 1 and not all(row) for row in rows)
    sentences = any(_text(cell).endswith((".", ";")) for cell in cells if cell)
    return bool(cells) and open_rows and 2 * sum(not cell for cell in cells) >= len(cells) and not sentences


def _names_columns(rows: Sequence[Sequence[Sequence[Passage]]]) -> bool:
    """Whether the first of several columns' rows, none of it set apart, holds words and no values."""
    names = [_text(cell) for cell in rows[0]]
    plain = not any(passage.bold for row in rows for cell in row for passage in cell)
    worded = all(name[:1].isalpha() and len(name.split()) <= _NAME_WORDS and not name.endswith(_ENDS) for name in names)
    return plain and len(names) > 2 and worded


def _either(piece: Table, rows: Sequence[Sequence[Sequence[Passage]]]) -> Iterator[Passage | Block]:
    """The passages of a box or of columns made with a table; a lone row of names and values stays a row."""
    texts = tuple(_text(cell) for row in rows for cell in row)
    pairs = list(zip(texts[::2], texts[1::2], strict=False))
    if len(rows) == 1 and len(texts) % 2 == 0 and metadata.from_pairs(pairs) is not None:
        yield Row(texts)
    else:
        yield from (passage for row in piece.rows for cell in row for passage in cell)


def _cell(cell: Sequence[Passage], declared: bool) -> Cell:  # noqa: FBT001 - a fact of the row
    return Cell(_text(cell), head=declared or (bool(cell) and all(passage.bold for passage in cell)))


def _text(cell: Sequence[Passage]) -> str:
    return cleaned(" ".join(passage.printed for passage in cell))


def _blocks(parts: Sequence[Passage | Block]) -> list[Block]:
    headings = Headings(parts)
    blocks: list[Block] = []
    shelf = _Shelf()
    for index, part in enumerate(parts):
        if not isinstance(part, Passage):
            shelf.clear()
            blocks.append(part)
        elif index in headings.found:
            shelf.clear()
            blocks.append(Heading(headings.level(index), part.printed))
        elif shelf.continues(part) and isinstance(blocks[-1], Item | Paragraph):
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {part.text}")
        else:
            blocks.append(shelf.placed(part))
    return blocks


class _Shelf:
    """The list items that are open, to tell depth and what belongs to an item."""

    def __init__(self) -> None:
        self._open: list[Passage] = []
        self._last: Passage | None = None

    def clear(self) -> None:
        self._open, self._last = [], None

    def continues(self, passage: Passage) -> bool:
        """Whether an unmarked passage stands under the text of the item before it, to the right of its marker."""
        last = self._last
        if last is None or passage.listed or passage.level is not None:
            return False
        return passage.left > last.left + _CLOSE and abs(passage.left - last.indent) <= _CLOSE

    def placed(self, passage: Passage) -> Block:
        """The passage as a block; numbers that say their whole place are paragraphs, other marked ones items."""
        if not passage.listed:
            self.clear()
            return Paragraph(passage.text)
        self._last = passage
        if passage.marker and markers.is_dotted(passage.marker):
            self._open = []
            return Paragraph(passage.text, passage.marker)
        while self._open and not _is_under(passage, self._open[-1]):
            self._open.pop()
        self._open.append(passage)
        return Item(passage.text, passage.marker, len(self._open) - 1)


def _is_under(passage: Passage, above: Passage) -> bool:
    further = passage.left - above.left
    return further > _CLOSE or (abs(further) <= _CLOSE and passage.depth > above.depth)
