"""Word files (.docx), read with python-docx: what a reader of the printed document sees, numbers included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docx.oxml.ns import qn
from lxml import etree

from ingest.readers.docx.body import Body
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.package import Package, opened
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
    pieces = list(Body(styles, Numbering(package.numbering), words).pieces(package.document.element.body))
    remarks = [text for text, holds in ((_REVISED, words.revised), (_NOTES, words.notes)) if holds]
    title = package.document.core_properties.title or ""
    return laid_out(file, pieces, title, _margins(package, styles), remarks)


def _margins(package: Package, styles: Styles) -> Iterator[str]:
    """The lines of headers and footers, parted at tabs."""
    for section in package.document.sections:
        for margin in (section.first_page_header, section.header, section.first_page_footer, section.footer):
            if not margin.is_linked_to_previous:
                yield from _texts(margin._element, styles)  # noqa: SLF001 - python-docx offers the text only


def _texts(element: etree._Element, styles: Styles) -> Iterator[str]:
    words = Words(styles)
    for paragraph in element.iter(qn("w:p")):
        runs = words.runs(paragraph, value(paragraph.find(qn("w:pPr")), "pStyle"))
        yield from (cleaned(part) for part in "".join(run.text for run in runs).split("\t"))
