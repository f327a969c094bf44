"""Small things read off Word's markup: values, switches, indents."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

TWIPS = 20.0
"""Twentieths of a point: the unit of indents."""
_FALSE = ("0", "false", "off", "none")


def value(element: etree._Element | None, name: str, *, own: bool = False) -> str | None:
    """The `w:val` of a child, or with `own` the element's attribute of that name."""
    if element is None:
        return None
    if own:
        found = element.get(qn(f"w:{name}"))
    else:
        child = element.find(qn(f"w:{name}"))
        found = None if child is None else child.get(qn("w:val"))
    return None if found is None else str(found)


def switch(element: etree._Element | None, name: str) -> bool | None:
    """Whether an on-off property is on; None where it isn't said."""
    child = None if element is None else element.find(qn(f"w:{name}"))
    return None if child is None else child.get(qn("w:val"), "true") not in _FALSE


def number(text: str | None, default: int = 0) -> int:
    """A whole number as Word writes it, else the default."""
    try:
        return int(float(text)) if text is not None else default
    except (ValueError, OverflowError):
        return default


@dataclass(frozen=True, slots=True)
class Indent:
    """Where a paragraph's text begins and how far its first line stands out from it, in points; None where unsaid."""

    text: float | None = None
    first: float | None = None

    @classmethod
    def of(cls, properties: etree._Element | None) -> Indent:
        """The indent that paragraph properties state."""
        found = None if properties is None else properties.find(qn("w:ind"))
        if found is None:
            return cls()
        left = found.get(qn("w:left"), found.get(qn("w:start")))
        hanging, first = found.get(qn("w:hanging")), found.get(qn("w:firstLine"))
        moved = -number(hanging) / TWIPS if hanging is not None else number(first) / TWIPS
        return cls(None if left is None else number(left) / TWIPS, None if hanging is None and first is None else moved)

    def over(self, other: Indent) -> Indent:
        """The indent, filled up with another where it says nothing."""
        return Indent(other.text if self.text is None else self.text, other.first if self.first is None else self.first)
