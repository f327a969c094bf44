"""PDF files: lines put together as a reader sees them, without what repeats around the text of each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers import markers
from ingest.readers.layout import laid_out
from ingest.readers.passages import Passage, Piece, Table
from ingest.readers.pdf.aligned import Aligned, aligned
from ingest.readers.pdf.columns import flows
from ingest.readers.pdf.lines import Line, lines
from ingest.readers.pdf.pages import Page, printed
from ingest.readers.pdf.paragraphs import Paragraphs, is_spaced, pitches, vocabulary
from ingest.readers.pdf.ruled import Ruled, ruled
from ingest.readers.pdf.running import body, text_of
from ingest.readers.reading import Reading

_NOTES = "has footnotes, which aren't read as clauses."
_SAME = 6.0
_COVER_WORDS = 80
_LARGER = 1.12


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a page in reading order: lines that flow, or a table."""

    lines: tuple[Line, ...] = ()
    left: float = 0.0
    right: float = 0.0
    grid: tuple[tuple[tuple[Line, ...], ...], ...] = ()


def read_pdf(file: Path, raw: bytes) -> Reading:
    """Text, tables and headings of a PDF; raises `Rejected` where it is damaged, locked, or a scan without text."""
    document = printed(file, raw)
    tables = [ruled(page.rules, page.words) for page in document.pages]
    free = [_outside(page, found) for page, found in zip(document.pages, tables, strict=True)]
    text = body(document.pages, free)
    left_out = _strip_cover(text.pages)
    stretches = [part for found, page in zip(tables, text.pages, strict=True) for part in _stretches(page, found)]
    pieces = list(_joined(_pieces(stretches)))
    margins = [part.strip() for margin in [*text.margins, *left_out] for part in margin.split("\t")]
    return laid_out(file, pieces, document.title, margins, [_NOTES] if text.has_notes else [])


def _outside(page: Page, tables: Sequence[Ruled]) -> list[Line]:
    """The lines of a page that stand in none of its ruled tables."""
    inside = {id(word) for table in tables for row in table.rows for cell in row for word in cell}
    return lines(word for word in page.words if id(word) not in inside)


def _strip_cover(pages: list[list[Line]]) -> list[str]:
    """Take the small print off a cover page, which holds no sentence; give its lines."""
    first = pages[0]
    texts = [text_of(line) for line in first]
    if len(pages) < 2 or sum(len(text.split()) for text in texts) > _COVER_WORDS or any(map(_reads_on, texts)):
        return []
    sizes = Counter(segment.size for page in pages[1:] for line in page for segment in line)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    small = [line for line in first if len(line) == 1 and line[0].size <= _LARGER * usual and not _is_bold(line)]
    pages[0] = [line for line in first if line not in small]
    return [text_of(line) for line in small]


def _reads_on(text: str) -> bool:
    return text.endswith((".", ":", ";", "?")) or markers.split(text)[0] is not None


def _is_bold(line: Line) -> bool:
    return all(word.bold for segment in line for word in segment.words)


def _stretches(page: Sequence[Line], tables: Sequence[Ruled]) -> Iterator[_Stretch]:
    """A page's lines and tables from top to bottom."""
    waiting = list(page)
    for table in tables:
        above = [line for line in waiting if line[0].y < table.y1]
        waiting = [line for line in waiting if line[0].y >= table.y1]
        yield from _flowing(above)
        yield _Stretch(grid=tuple(tuple(tuple(lines(cell)) for cell in row) for row in table.rows))
    yield from _flowing(waiting)


def _flowing(page: Sequence[Line]) -> Iterator[_Stretch]:
    for flow in flows(page):
        start = 0
        for table in aligned(flow.lines):
            if table.start > start:
                yield _Stretch(flow.lines[start : table.start], flow.left, flow.right)
            yield _Stretch(grid=_grid(table))
            start = table.end
        if start < len(flow.lines):
            yield _Stretch(flow.lines[start:], flow.left, flow.right)


def _grid(table: Aligned) -> tuple[tuple[tuple[Line, ...], ...], ...]:
    return tuple(tuple(tuple((segment,) for segment in cell) for cell in row) for row in table.rows)


def _pieces(stretches: Sequence[_Stretch]) -> Iterator[Piece]:
    """Paragraphs, put together over pages and columns, and tables."""
    running = [part.lines for part in stretches if part.lines]
    within = [line for part in stretches for row in part.grid for cell in row for line in cell]
    words = vocabulary([*(line for found in running for line in found), *within])
    usual = pitches(running)
    paragraphs = Paragraphs(words, usual, is_spaced(running, usual))
    right = _edges(stretches)
    for part in stretches:
        if part.grid:
            yield from paragraphs.finish()
            yield Table(tuple(tuple(paragraphs.cell(cell) for cell in row) for row in part.grid))
        else:
            yield from paragraphs.add(part.lines, part.left, right[part.left, part.right])
    yield from paragraphs.finish()


def _edges(stretches: Sequence[_Stretch]) -> dict[tuple[float, float], float]:
    """The right edge of each column: the furthest that any column begun at the same place reaches."""
    edges = {(part.left, part.right): part.right for part in stretches if part.lines}
    return {
        (left, right): max(
            other for start, other in edges if abs(start - left) <= _SAME or (start, other) == (left, right)
        )
        for left, right in edges
    }


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Tables in a row with as many columns are one, parted by a page; its repeated heading is left out."""
    last: Table | None = None
    for piece in pieces:
        if isinstance(piece, Passage):
            if last:
                yield last
            last = None
            yield piece
        elif last and _width(last) == _width(piece):
            again = _texts(piece.rows[0]) == _texts(last.rows[0])
            last = Table((*last.rows, *piece.rows[again:]), last.head)
        else:
            if last:
                yield last
            last = piece
    if last:
        yield last


def _width(table: Table) -> int:
    return max(map(len, table.rows))


def _texts(row: Sequence[Sequence[Passage]]) -> list[str]:
    return [passage.text for cell in row for passage in cell]
