"""Styles and what they inherit: headings, numbering, weight, size, hidden text."""

from __future__ import annotations

import re

from docx.oxml.ns import qn
from lxml import etree

from ingest.readers.docx.properties import Indent, number, switch, value

_HEADING = re.compile(r"^heading ([1-9])$")
_CONTENTS = re.compile(r"^(?:toc\b|table of (?:figures|authorities)|contents? heading|contents? [1-9]$|index [1-9]$)")
_DEEPEST = 9


class Styles:
    """Looks up what a style says, along the styles it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = [] if root is None else root.findall(qn("w:style"))
        self._styles = {style.get(qn("w:styleId"), ""): style for style in styles}
        self._default = next((s.get(qn("w:styleId")) for s in styles if _is_default(s)), None)
        self._run_defaults = (
            None if root is None else root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        )

    def chain(self, style: str | None) -> list[etree._Element]:
        """A style and those it is based on, nearest first; the default paragraph style where none is named."""
        found: list[etree._Element] = []
        current = style if style in self._styles else self._default
        while current in self._styles and self._styles[current] not in found:
            found.append(self._styles[current])
            current = value(found[-1], "basedOn")
        return found

    def heading_level(self, style: str | None, properties: etree._Element | None) -> int | None:
        """1 for the title, 2 for Word's first heading level; None for running text."""
        outline = value(properties, "outlineLvl")
        for element in self.chain(style):
            name = (value(element, "name") or "").casefold()
            if name == "title":
                return 1
            if heading := _HEADING.match(name):
                return int(heading[1]) + 1
            outline = outline if outline is not None else value(element.find(qn("w:pPr")), "outlineLvl")
        level = number(outline, _DEEPEST)
        return level + 2 if 0 <= level < _DEEPEST else None

    def is_contents(self, style: str | None) -> bool:
        """Whether a style is one of those that contents lists are set in."""
        return any(_CONTENTS.match((value(element, "name") or "").casefold()) for element in self.chain(style)[:2])

    def numbering(self, style: str | None) -> tuple[str | None, list[tuple[str, int | None]]]:
        """The list a style brings, and the level that it and each style it is based on says, nearest first."""
        num_id: str | None = None
        levels: list[tuple[str, int | None]] = []
        for element in self.chain(style):
            found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            said = value(found, "ilvl")
            levels.append((element.get(qn("w:styleId"), ""), None if said is None else number(said)))
            num_id = num_id if num_id is not None else value(found, "numId")
        return num_id, levels

    def indent(self, style: str | None) -> Indent:
        found = Indent()
        for element in self.chain(style):
            found = found.over(Indent.of(element.find(qn("w:pPr"))))
        return found

    def switched(self, name: str, run: etree._Element | None, style: str | None) -> bool:
        """Whether a run's on-off property holds: said by the run, its own style or the paragraph's."""
        direct = switch(run, name)
        if direct is not None:
            return direct
        own = value(run, "rStyle")
        for element in (*(self.chain(own) if own in self._styles else ()), *self.chain(style)):
            said = switch(element.find(qn("w:rPr")), name)
            if said is not None:
                return said
        return bool(switch(self._run_defaults, name))

    def size(self, run: etree._Element | None, style: str | None) -> float:
        """A run's size in points."""
        own = value(run, "rStyle")
        places = [
            run,
            *(e.find(qn("w:rPr")) for e in (*(self.chain(own) if own in self._styles else ()), *self.chain(style))),
        ]
        for place in (*places, self._run_defaults):
            said = value(place, "sz")
            if said is not None:
                return number(said, 20) / 2
        return 10.0


def _is_default(style: etree._Element) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on")
