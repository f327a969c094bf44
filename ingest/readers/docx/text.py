"""A paragraph's visible words: insertions in, deletions, comments, hidden text and field codes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml import etree

from ingest.readers.docx.properties import value
from ingest.readers.docx.styles import Styles

_OUT = {qn(f"w:{name}") for name in ("del", "moveFrom", "rPr", "pPr", "sdtPr", "sdtEndPr", "commentReference")}
_BOXED = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CONTENTS_FIELD = re.compile(r"^\s*(?:TOC|TOA|INDEX)\b")
_PLAIN = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Words set alike."""

    text: str
    bold: bool
    size: float


@dataclass(slots=True)
class _Field:
    code: str = ""
    result: bool = False


@dataclass(slots=True)
class Words:
    """Reads runs in document order; fields may reach over paragraphs, so one `Words` reads a whole document."""

    styles: Styles
    revised: bool = False
    notes: int = 0
    _fields: list[_Field] = field(default_factory=list)

    def runs(self, paragraph: etree._Element, style: str | None) -> list[Run]:
        r"""The visible runs of a paragraph in reading order; line breaks are "\n", tabs "\t"."""
        return [run for run in self._runs(paragraph, style) if run.text]

    def _runs(self, parent: etree._Element, style: str | None) -> Iterator[Run]:
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            if child.tag == qn("w:r"):
                yield from self._run(child, style)
            elif child.tag in _OUT:
                self.revised = self.revised or child.tag in (qn("w:del"), qn("w:moveFrom"))
            elif child.tag == qn("w:fldSimple"):
                if not _CONTENTS_FIELD.match(child.get(qn("w:instr"), "")):
                    yield from self._runs(child, style)
            elif child.tag == _MATHS:
                yield Run(child.text or "", bold=False, size=0.0)
            elif child.tag not in (_FALLBACK, _BOXED, qn("w:p"), qn("w:tbl")):
                self.revised = self.revised or child.tag in (qn("w:ins"), qn("w:moveTo"))
                yield from self._runs(child, style)

    def _run(self, run: etree._Element, style: str | None) -> Iterator[Run]:
        properties = run.find(qn("w:rPr"))
        hidden = self.styles.switched("vanish", properties, style)
        bold = self.styles.switched("b", properties, style)
        size = self.styles.size(properties, style)
        for child in run:
            if child.tag == qn("w:fldChar"):
                self._turn(child.get(qn("w:fldCharType")))
            elif child.tag == qn("w:instrText") and self._fields and not self._fields[-1].result:
                self._fields[-1].code += child.text or ""
            elif child.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                self.notes += 1
            elif not hidden and self._shown():
                yield Run(_text(child), bold, size)

    def _turn(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _shown(self) -> bool:
        """Within a field only its result is seen, and of a contents list nothing is read."""
        return all(part.result and not _CONTENTS_FIELD.match(part.code) for part in self._fields)


def _text(child: etree._Element) -> str:
    if child.tag == qn("w:t"):
        return child.text or ""
    if child.tag == qn("w:br"):
        return "\n" if child.get(qn("w:type"), "textWrapping") == "textWrapping" else " "
    if child.tag == qn("w:sym"):
        code = int(child.get(qn("w:char"), "0"), 16)
        return chr(code) if 0x20 < code < 0xE000 else ""
    return _PLAIN.get(child.tag, "")


def boxes(paragraph: etree._Element) -> list[etree._Element]:
    """The text boxes that are anchored in a paragraph, each once."""
    return [
        box
        for box in paragraph.iter(_BOXED)
        if not any(above.tag in (_FALLBACK, _BOXED) for above in box.iterancestors())
    ]


def is_contents_list(block: etree._Element) -> bool:
    """Whether a content control holds the table of contents that Word makes."""
    gallery = value(block.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}"), "docPartGallery") or ""
    return gallery.startswith(("Table of Contents", "Bibliograph"))
