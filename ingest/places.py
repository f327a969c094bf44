"""Where each clause stands: its number as printed, or, where none is printed, as docs/clauses.md counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers import markers
from ingest.readers.markers import Style
from ingest.readers.reading import CELL, Block, Heading, Item, Paragraph, Row
from ingest.sections import Section, running_on, sections

_LABEL_WORDS = 5
_AHEAD = 40
"""Blocks looked at for the next marker of a kind, to tell the letter i from the Roman one."""
_VERB = re.compile(
    r"\b(must|may|might|shall|should|will|would|can|can't|can’t|cannot|could|is|are|was|were|be|been|has|have|had|do|does"
    r"|don't|don’t|need|needs|include|includes|apply|applies|mean|means|if|you|we|they|it|who|when|that)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:always|never|please|ask|tell|contact|report|check|ensure|make|take|keep|use|avoid|send|give|write|remember|"
    r"follow|wear|bring|consider|choose|complete|email|call|ring)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A clause's number in its document, where a colleague finds it, and what leads to it.

    `printed` says that the number is the document's own, every part of it.
    """

    number: str
    position: str
    section_path: tuple[str, ...]
    lead_in: str
    printed: bool


@dataclass(frozen=True, slots=True)
class _Level:
    """A clause that further ones may stand under. `depth` is None outside lists; `reading` None for a bullet."""

    place: Place
    words: str
    shape: str = ""
    reading: markers.Reading | None = None
    depth: int | None = None

    @property
    def is_bullet(self) -> bool:
        return self.depth is not None and self.reading is None


def places(blocks: Sequence[Block]) -> list[Place | None]:
    """One place a block; None for headings and for labels over a list."""
    walk = _Walk(blocks)
    return [walk.place(index, block) for index, block in enumerate(blocks)]


class _Walk:
    """Goes through a document from top to bottom, knowing what is open above each block."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._sections = sections(blocks)
        self._running_on = running_on(blocks, self._sections)
        self._runs_on = -1 in self._running_on
        self._section = Section("", printed=False, path=())
        self._paragraphs: Counter[str] = Counter()
        self._children: Counter[str] = Counter()
        self._rows = 0
        self._levels: list[_Level] = []
        self._interrupted = 0
        """How many levels were open when a paragraph came between: bullets and tables don't stand under those."""
        self._label: str | None = None
        self._lead = ""

    def place(self, index: int, block: Block) -> Place | None:
        self._rows = self._rows + 1 if isinstance(block, Row) else 0
        if isinstance(block, Heading):
            self._section = self._sections[index]
            self._runs_on = index in self._running_on
            self._levels, self._interrupted, self._label, self._lead = [], 0, None, ""
            return None
        if isinstance(block, Row):
            return self._row(block)
        if block.marker and markers.is_dotted(block.marker):
            return self._dotted(block, block.marker)
        if block.marker:
            return self._relative(index, block, block.marker)
        return self._paragraph(index, block) if isinstance(block, Paragraph) else self._bullet(block)

    def _paragraph(self, index: int, block: Paragraph) -> Place | None:
        while self._levels and self._levels[-1].is_bullet:
            self._levels.pop()
        self._interrupted = len(self._levels)
        opens = block.text.endswith(":") and self._is_listed(index + 1)
        self._label = block.text.rstrip(":") if opens and is_label(block.text) else None
        self._lead = block.text if opens and not self._label else ""
        if self._label:
            return None
        number = self._section.number
        self._paragraphs[number] += 1
        count = self._paragraphs[number]
        return self._made(f"{number}{markers.letters(count)}", f"paragraph {count}", "", printed=False)

    def _is_listed(self, index: int) -> bool:
        following = self._blocks[index] if index < len(self._blocks) else None
        return isinstance(following, Item | Row) or (isinstance(following, Paragraph) and bool(following.marker))

    def _bullet(self, block: Item) -> Place:
        while self._levels and self._is_over(self._levels[-1], block.depth):
            self._levels.pop()
        parent = self._parent()
        place = self._counted(parent, "point")
        self._levels.append(_Level(place, _joined(place.lead_in, block.text), depth=block.depth))
        return place

    @staticmethod
    def _is_over(level: _Level, depth: int) -> bool:
        """Whether a level ends where a bullet of this depth begins."""
        if level.depth is None or level.depth < depth:
            return False
        return level.depth > depth or level.is_bullet or not level.words.endswith(":")

    def _row(self, block: Row) -> Place:
        while self._levels and self._levels[-1].is_bullet:
            self._levels.pop()
        place = self._counted(self._parent(), "row")
        return replace(place, lead_in=_joined(place.lead_in, block.caption, CELL.join(filter(None, block.headings))))

    def _parent(self) -> _Level | None:
        self._interrupted = min(self._interrupted, len(self._levels))
        return self._levels[-1] if len(self._levels) > self._interrupted else None

    def _counted(self, parent: _Level | None, word: str) -> Place:
        """The next point or row under its parent, or in the section."""
        above = parent.place.number if parent else self._section.number
        self._children[above] += 1
        count = str(self._children[above])
        shown = count if word == "point" else str(self._rows)
        number = f"{above}.{count}" if above else count
        if parent is None:
            return self._made(number, f"{word} {shown}", self._lead, printed=False)
        nested = parent.is_bullet and word == "point"
        position = f"{parent.place.position}.{shown}" if nested else f"{parent.place.position}, {word} {shown}"
        return self._made(number, position, parent.words, printed=False)

    def _dotted(self, block: Paragraph | Item, marker: str) -> Place:
        number = marker.rstrip(".") if "(" in marker else marker.rstrip(".)")
        while self._levels and not _stands_under(number, self._levels[-1].place.number):
            self._levels.pop()
        base, bracket, last = number.rpartition("(")
        if bracket and not any(level.place.number == base for level in self._levels):
            counted = markers.Reading(Style.NUMBER, int(base)) if base.isdecimal() else None
            self._open(_Level(self._made(base, base, self._lead, printed=True), self._lead, "%.", counted))
        lead_in = self._levels[-1].words if self._levels else self._lead
        place = self._made(number, number, lead_in, printed=True)
        reading = markers.readings(last)[0] if bracket and markers.readings(last) else None
        self._open(_Level(place, _joined(lead_in, block.text), "(%)" if bracket else "", reading))
        return place

    def _relative(self, index: int, block: Paragraph | Item, marker: str) -> Place:
        depth = block.depth if isinstance(block, Item) else None
        while self._levels and depth is not None and self._levels[-1].is_bullet:
            if self._levels[-1].depth < depth:  # type: ignore[operator]
                break
            self._levels.pop()
        while self._levels and depth is not None and (self._levels[-1].depth or 0) > depth:
            self._levels.pop()
        shape = _shape(marker)
        reading = self._read(index, marker, shape)
        self._close_for(reading, shape, depth)
        parent = self._levels[-1] if self._levels else None
        place = self._labelled(parent, markers.label(marker), reading)
        self._open(_Level(place, _joined(place.lead_in, block.text), shape, reading, depth))
        return place

    def _read(self, index: int, marker: str, shape: str) -> markers.Reading:
        """The reading of a marker that its neighbours bear out."""
        following = self._next(index, shape)

        def borne_out(reading: markers.Reading) -> int:
            before = any(lv.shape == shape and markers.follows(reading, lv.reading) for lv in self._levels)
            after = any(markers.follows(later, reading) for later in following)
            return 2 * before + 2 * after + (reading.value == 1)

        return max(markers.readings(marker), key=borne_out)

    def _next(self, index: int, shape: str) -> list[markers.Reading]:
        for block in self._blocks[index + 1 : index + 1 + _AHEAD]:
            if isinstance(block, Heading):
                break
            marker = None if isinstance(block, Row) else block.marker
            if marker and markers.is_dotted(marker):
                break
            if marker and _shape(marker) == shape:
                return markers.readings(marker)
        return []

    def _close_for(self, reading: markers.Reading, shape: str, depth: int | None) -> None:
        """Close what doesn't stand above a marker: its forerunner, or the list that a new one comes after."""
        alike = [
            place
            for place, level in enumerate(self._levels)
            if level.shape == shape and level.reading and level.reading.style == reading.style
        ]
        before = [place for place in alike if markers.follows(reading, self._levels[place].reading)]
        if before:
            del self._levels[before[-1] :]
            return
        restarted = [place for place in alike if depth is None or self._levels[place].depth in (None, depth)]
        if restarted:
            del self._levels[restarted[-1] :]
        elif len(self._levels) == self._interrupted:
            while self._levels and self._levels[-1].depth is not None:
                self._levels.pop()

    def _labelled(self, parent: _Level | None, label: str, reading: markers.Reading) -> Place:
        if parent:
            number = f"{parent.place.number}{label}"
            return self._made(number, f"{parent.place.position}{label}", parent.words, printed=parent.place.printed)
        section = self._section
        bare = label.lstrip(".")
        counts_on = self._runs_on and reading.style is Style.NUMBER
        if section.printed and not counts_on:
            number = f"{section.number}{label}"
            return self._made(number, number, self._lead, printed=True)
        position = bare if bare.startswith("(") else f"point {bare}"
        if not section.number or counts_on:
            return self._made(bare, position, self._lead, printed=True)
        return self._made(f"{section.number}{label}", position, self._lead, printed=False)

    def _open(self, level: _Level) -> None:
        self._levels.append(level)
        self._interrupted = 0

    def _made(self, number: str, position: str, lead_in: str, *, printed: bool) -> Place:
        path = (*self._section.path, self._label) if self._label else self._section.path
        return Place(number, position, path, lead_in, printed)


def is_label(text: str) -> bool:
    """A short "Key points covered:" names its list; "Colleagues must:" is a sentence that its items end."""
    return len(text.split()) <= _LABEL_WORDS and not _VERB.search(text) and not _ASKS.match(text) and ". " not in text


def _shape(marker: str) -> str:
    """The punctuation around a marker, which tells its list from others."""
    return re.sub(r"\w+", "%", marker)


def _stands_under(number: str, above: str) -> bool:
    return number.startswith(above) and number[len(above) : len(above) + 1] in (".", "(")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
