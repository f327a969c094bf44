"""Word files (.docx), read with python-docx: what a reader of the printed document sees, numbers included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docx.oxml.ns import qn
from lxml import etree

from ingest.readers.docx.body import Body
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.package import opened
from ingest.readers.docx.properties import value
from ingest.readers.docx.styles import Styles
from ingest.readers.docx.text import Words
from ingest.readers.layout import laid_out
from ingest.readers.reading import Reading, cleaned

_REVISED = (
    "has tracked changes: insertions are read, deletions aren't. Accept or reject them to be sure of the wording."
)
_NOTES = "has footnotes, which aren't read as clauses."


def read_docx(file: Path, raw: bytes) -> Reading:
    """Paragraphs and tables in order; raises `Rejected` where the file is damaged or made to do harm."""
    package = opened(file, raw)
    styles = Styles(package.styles)
    words = Words(styles)
    pieces = list(Body(styles, Numbering(package.numbering), words).pieces(package.body))
    remarks = [text for text, holds in ((_REVISED, words.revised), (_NOTES, words.notes)) if holds]
    margins = [text for part in package.margins for text in _texts(part, styles)]
    return laid_out(file, pieces, package.title, margins, remarks)


def _texts(element: etree._Element, styles: Styles) -> Iterator[str]:
    """The lines of a header or footer, parted at tabs."""
    words = Words(styles)
    for paragraph in element.iter(qn("w:p")):
        runs = words.runs(paragraph, value(paragraph.find(qn("w:pPr")), "pStyle"))
        yield from (cleaned(part) for part in "".join(run.text for run in runs).split("\t"))
