"""The body of a Word file in reading order: passages and tables, numbered as Word numbers them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from ingest.readers import markers
from ingest.readers.docx.numbering import Level, Numbering
from ingest.readers.docx.properties import Indent, number, value
from ingest.readers.docx.styles import Styles
from ingest.readers.docx.text import Run, Words, boxes, is_contents_list
from ingest.readers.passages import Passage, Piece, Table, marked
from ingest.readers.reading import cleaned

_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_RUN_IN_WORDS = 8
_ENDS = (".", "?", "!")
_PAGED = re.compile(r"\S.*\t\s*(\d{1,4}|[ivxlc]{1,6})$", re.DOTALL)


@dataclass(slots=True)
class Body:
    """Reads block after block; numbering and fields count through the whole document."""

    styles: Styles
    numbering: Numbering
    words: Words

    def pieces(self, parent: etree._Element) -> Iterator[Piece]:
        """The passages and tables under an element, in order; empty paragraphs count and are left out."""
        carried: list[Run] = []
        for block in _blocks(parent):
            if block.tag == qn("w:tbl"):
                yield self._table(block)
                continue
            style = value(block.find(qn("w:pPr")), "pStyle")
            runs = carried + self.words.runs(block, style)
            carried = runs if _mark_is_deleted(block) else []
            if carried or (_mark_is_deleted(block) and not runs):
                continue
            if not self.styles.is_contents(style):
                yield from self._passages(block, style, runs)
            for box in boxes(block):
                yield from self.pieces(box)

    def _passages(self, paragraph: etree._Element, style: str | None, runs: list[Run]) -> Iterator[Passage]:
        """One paragraph; several where line breaks part numbered lines or a bold opening line from its text."""
        if _is_hidden(paragraph, self.styles, style) and not runs:
            return
        properties = paragraph.find(qn("w:pPr"))
        num_id, list_level = self._numbering_of(properties, style)
        level = self.numbering.level(num_id, list_level) if num_id else None
        marker = self.numbering.next(num_id, list_level) if num_id else None
        first, *others = _lines(runs, listed=level is not None)
        template = self._template(properties, style, level, marker, list_level)
        opening = _passage(first, template)
        if opening.text:
            yield opening
        rest = Passage("", left=template.indent, indent=template.indent, level=template.level)
        for line in others:
            passage = _passage(line, rest)
            if passage.text:
                yield passage

    def _template(
        self, properties: etree._Element | None, style: str | None, level: Level | None, marker: str | None, depth: int
    ) -> Passage:
        indent = Indent.of(properties)
        from_style = self.styles.indent(style)
        indent = indent.over(level.indent.over(from_style) if level else from_style)
        text = indent.text or 0.0
        return Passage(
            "",
            marker=marker,
            bullet=level is not None and level.is_bullet,
            left=text + (indent.first or 0.0),
            indent=text,
            level=self.styles.heading_level(style, properties),
            depth=depth,
        )

    def _numbering_of(self, properties: etree._Element | None, style: str | None) -> tuple[str | None, int]:
        """The list a paragraph is in and its level, said by itself or its style; numId 0 takes it out of any list."""
        direct = None if properties is None else properties.find(qn("w:numPr"))
        num_id, said = value(direct, "numId"), value(direct, "ilvl")
        styled, levels = self.styles.numbering(style)
        level = 0 if said is None else number(said)
        if num_id is None and styled is not None:
            num_id = styled
            level = level if said is not None else self._level_of(styled, levels)
        return (None if num_id == "0" else num_id), level

    def _level_of(self, num_id: str, levels: list[tuple[str, int | None]]) -> int:
        """The level of the nearest style that the list is tied to, or that names a level itself."""
        tied = [(self.numbering.level_of_style(num_id, style), said) for style, said in levels]
        found = [said if level is None else level for level, said in tied]
        return next((level for level in found if level is not None), 0)

    def _table(self, table: etree._Element) -> Table:
        rows: list[tuple[tuple[Passage, ...], ...]] = []
        above: dict[int, tuple[Passage, ...]] = {}
        head = 0
        for row in _rows(table):
            cells: list[tuple[Passage, ...]] = []
            column = _skipped(row)
            for cell in _cells(row):
                properties = cell.find(qn("w:tcPr"))
                merged = None if properties is None else properties.find(qn("w:vMerge"))
                own = tuple(passage for piece in self.pieces(cell) for passage in _flat(piece))
                if merged is not None and merged.get(qn("w:val"), "continue") == "continue":
                    own = above.get(column, own)
                above[column] = own
                cells.append(own)
                column += number(value(properties, "gridSpan"), 1)
            if _is_header(row) and head == len(rows):
                head += 1
            rows.append(tuple(cells))
        return Table(tuple(rows), head)


def _is_header(row: etree._Element) -> bool:
    """Whether a row is repeated as a heading on every page."""
    said = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    return said is not None and said.get(qn("w:val")) not in ("0", "false", "off")


def _skipped(row: etree._Element) -> int:
    return number(value(row.find(qn("w:trPr")), "gridBefore"))


def _flat(piece: Piece) -> Iterator[Passage]:
    """The passages of a cell, those of a table within it included."""
    if isinstance(piece, Passage):
        yield piece
        return
    for row in piece.rows:
        for cell in row:
            yield from cell


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, those in content controls and insertions included, contents lists left out."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _WRAPPERS and not is_contents_list(child):
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == qn("w:tr") and child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    """A deleted paragraph mark joins the paragraph to the next."""
    place = f"{qn('w:pPr')}/{qn('w:rPr')}/"
    return any(paragraph.find(place + qn(f"w:{name}")) is not None for name in ("del", "moveFrom"))


def _is_hidden(paragraph: etree._Element, styles: Styles, style: str | None) -> bool:
    return styles.switched("vanish", paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}"), style)


def _lines(runs: list[Run], *, listed: bool) -> list[list[Run]]:
    """A paragraph's runs, parted at line breaks only where a reader sees several paragraphs."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(Run(first, run.bold, run.size))
        lines += [[Run(part, run.bold, run.size)] for part in others]
    lines = [line for line in lines if cleaned("".join(run.text for run in line))]
    texts = [cleaned("".join(run.text for run in line)) for line in lines]
    if len(lines) > 1 and (_sentences(texts, listed=listed) or _several_listed(texts) or _opens_with_heading(lines)):
        return lines
    return [[run for line in lines for run in (*line, Run(" ", line[-1].bold, 0.0))]]


def _sentences(texts: list[str], *, listed: bool) -> bool:
    """Whether each line is a sentence of its own, outside a list."""
    return not listed and not marked(Passage(texts[0])).listed and all(text.endswith(_ENDS) for text in texts)


def _several_listed(texts: list[str]) -> bool:
    return sum(markers.split(text)[0] is not None or bool(markers.bullet(text)) for text in texts) > 1


def _opens_with_heading(lines: list[list[Run]]) -> bool:
    opening = cleaned("".join(run.text for run in lines[0]))
    rest = [run for line in lines[1:] for run in line if run.text.strip()]
    return (
        all(run.bold for run in lines[0] if run.text.strip())
        and not all(run.bold for run in rest)
        and len(opening.split()) <= _RUN_IN_WORDS
    )


def _passage(runs: list[Run], template: Passage) -> Passage:
    visible = [run for run in runs if run.text.strip()]
    text = "".join(run.text for run in runs)
    paged = _PAGED.search(text.rstrip())
    return marked(
        Passage(
            text,
            marker=template.marker,
            bullet=template.bullet,
            left=template.left,
            indent=template.indent,
            size=max((run.size for run in visible), default=10.0),
            bold=bool(visible) and all(run.bold for run in visible),
            level=template.level,
            tail=paged[1] if paged else None,
            depth=template.depth,
        )
    )
