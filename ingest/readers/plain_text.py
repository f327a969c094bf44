"""Plain text: blocks told apart by the shape of their lines, whether a line is a block or blocks are wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from ingest.readers import hyphens, markers, metadata
from ingest.readers.columns import spans_of, table_at
from ingest.readers.finishing import finished, is_title_like
from ingest.readers.html import read_html
from ingest.readers.printed_lines import Gap, Line, printed_lines, width_of
from ingest.readers.reading import Block, Heading, Item, Paragraph, Reading

_TAGGED = re.compile(r"^<(h[1-6]|p|li|tr)\b[^>]*>.*</\1>\s*$", re.MULTILINE)
_MARKED_UP = re.compile(r"^\s*(?:<!doctype html|<html)", re.IGNORECASE)
_FEW = 3
_SENTENCE_END = (".", ";", ":", "?", "!")
_LIST_END = re.compile(r"(?:[.;:?!,]|\b(?:and|or))$")
_NAMED = re.compile(
    r"^(?!.*\bthis\b).*\b(?:polic(?:y|ies)|procedures?|guid(?:e|ance|elines?)|code|handbook|charter|standards?|rules|"
    r"agreement|protocol|manual|framework|scheme)\b",
    re.IGNORECASE,
)
_HEADING_WORDS = 12
_SLACK = 2
_MOST = 0.6
_SPACED = 6
_SOON = 9
_NAMES = re.compile(r"^(?:[A-Z][\w’' -]{0,30}: |[\"“‘'][^\"”]{1,40}[\"”’'] )")


def read_plain_text(file: Path, text: str) -> Reading:
    """Headings, paragraphs, list items and table rows; a page of tagged lines is read as the HTML it is."""
    if _MARKED_UP.match(text):
        return read_html(file, text)
    if len(_TAGGED.findall(text[:100_000])) >= _FEW:
        title, _, body = text.lstrip().partition("\n")
        return read_html(file, text) if _TAGGED.match(title) else read_html(file, body, title.strip())
    blocks = _Text(printed_lines(text)).blocks()
    return finished(file, _titled(blocks))


def _titled(blocks: list[Block]) -> list[Block]:
    """The document's name among the headings at the top becomes its title; the employer's above it goes."""
    told = len(list(takewhile(lambda block: isinstance(block, Paragraph) and _is_told(block.text), blocks)))
    top = list(takewhile(lambda block: isinstance(block, Heading), blocks[told:]))
    if not top:
        return blocks
    place = next((i for i, block in enumerate(top) if _NAMED.search(block.text)), 0)
    return [Heading(1, top[place].text), *blocks[:told], *blocks[told + place + 1 :]]


class _Text:
    """Walks lines, gathering those that make one block."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._width = width_of(lines)
        self._is_spaced = bool(self._width) and sum(line.gap is Gap.BLANK for line in lines) > len(lines) // _SPACED
        """Whether empty lines part the blocks, so that lines without one between them belong together."""
        self._used = hyphens.words_in(" ".join(line.text for line in lines))
        self._blocks: list[Block] = []
        self._open: list[int] = []
        """Indents of the clauses that are open, the first that of a numbered paragraph where `_over` is 1."""
        self._over = 0
        self._ranks = _ranks(lines)

    def blocks(self) -> list[Block]:
        index = 0
        while index < len(self._lines):
            rows, end = table_at(self._lines, index)
            told = [text for text, _, _ in spans_of(self._lines[index])]
            if len(told) > 1 and metadata.from_lines(told, sure=True) is not None:
                end = index + 1
                self._blocks.extend(Paragraph(text) for text in told)
            elif rows:
                self._blocks.extend(rows)
            elif (level := self._heading_level(index)) is not None:
                end = index + 1
                self._blocks.append(Heading(level, self._lines[index].text))
                self._open, self._over = [], 0
            else:
                end = self._end(index)
                self._add(index, end)
            index = end
        return self._blocks

    def _heading_level(self, index: int) -> int | None:
        """The level of the heading that a line is, or None."""
        line = self._lines[index]
        text = line.text
        if line.underline and len(text.split()) <= _HEADING_WORDS:
            return self._ranks.get(line.underline, 2)
        marker, words = markers.split(text)
        if not words or markers.bullet(text) is not None or metadata.from_line(text) is not None:
            return None
        depth = markers.depth(marker) if marker else 0
        if _is_capitals(words) and not (marker or "").startswith("("):
            return self._ranks.get("caps", 2) + depth
        if marker or not is_title_like(text) or (index and _is_named_value(text)) or self._is_wrapped(index):
            return None
        return self._ranks.get("plain", 2) if self._stands_over(index) else None

    def _is_wrapped(self, index: int) -> bool:
        """Whether a line goes on in the next or continues the one before."""
        line = self._lines[index]
        following = self._lines[index + 1] if index + 1 < len(self._lines) else None
        before = self._lines[index - 1] if index else None
        if before is not None and line.gap is not Gap.BLANK and self._continues(before, line):
            return True
        return following is not None and following.gap is Gap.NONE and self._continues(line, following)

    def _stands_over(self, index: int) -> bool:
        """Whether something other than a line of its kind follows; several in a row are a list, not headings."""
        line = self._lines[index]
        following = self._lines[index + 1] if index + 1 < len(self._lines) else None
        before = self._lines[index - 1] if index else None
        if following is None:
            return False
        if self._width is None:
            return True
        beside = [other for other in (before if line.gap is Gap.NONE else None,
                                      following if following.gap is Gap.NONE else None) if other]  # fmt: skip
        alone = line.gap is Gap.BLANK and following.gap is Gap.BLANK
        return (alone or line.indent <= following.indent + _SLACK) and not any(
            is_title_like(other.text) and not other.underline and not _is_capitals(other.text) for other in beside
        )

    def _end(self, start: int) -> int:
        """The line after the block that begins at a line."""
        end = start + 1
        if markers.bullet(self._lines[start].text) == "" and end < len(self._lines):
            end += 1
        while end < len(self._lines) and self._goes_on(start, end):
            end += 1
        return end

    def _goes_on(self, start: int, index: int) -> bool:
        before, line = self._lines[index - 1], self._lines[index]
        if line.gap is Gap.BLANK or line.underline or before.underline:
            return False
        if self._begins(before, index):
            return False
        if "|" in line.text and table_at(self._lines, index)[0]:
            return False
        if line.gap is Gap.PAGE:
            return self._crosses(before, line)
        if index == start + 1 and self._is_over(before, line):
            return False
        if _is_told(before.text) and (_is_told(line.text) or not self._is_full(before, line)):
            return False
        if _NAMES.match(line.text) and before.text.endswith(_SENTENCE_END):
            alike = _NAMES.match(self._lines[start].text)
            if alike or not self._is_full(before, line):
                return False
        hanging = self._width is not None and line.indent > self._lines[start].indent and self._is_marked(start)
        return hanging or self._continues(before, line) or (self._is_spaced and not _is_told(line.text))

    def _is_over(self, before: Line, line: Line) -> bool:
        """Whether a short numbered line ("4.2 Smoking") stands over the text that begins right under it."""
        marker, words = markers.split(before.text)
        headed = marker is not None and marker[0].isdecimal() and is_title_like(words)
        return headed and line.text[0].isupper() and not self._is_full(before, line)

    def _crosses(self, before: Line, line: Line) -> bool:
        """Whether a block goes on over the page: its last line ends no sentence, or is full and the next is small."""
        return not before.text.endswith(_SENTENCE_END) and (line.text[0].islower() or self._is_full(before, line))

    def _is_marked(self, index: int) -> bool:
        text = self._lines[index].text
        return markers.bullet(text) is not None or markers.split(text)[0] is not None

    def _begins(self, before: Line, index: int) -> bool:
        """Whether a marked line begins a block, rather than going on with "section / 3.2 of …"."""
        line = self._lines[index]
        text = line.text
        bulleted = markers.bullet(text) is not None
        marker, _ = markers.split(text)
        if not bulleted and marker is None:
            return False
        if marker and marker[0].isdecimal() and self._breaks_off(before):
            return False
        if marker and (line.indent > _column(before) + 1 or self._is_followed(index, marker)):
            return True
        return bool(_LIST_END.search(before.text)) or not self._is_full(before, line) or bulleted

    def _is_followed(self, index: int, marker: str) -> bool:
        """Whether the marker that counts on from this one begins a line soon after, under it."""
        if markers.is_dotted(marker):
            return False
        line, counted = self._lines[index], markers.readings(marker)
        for other in self._lines[index + 1 : index + _SOON]:
            later = markers.split(other.text)[0]
            if later and not markers.is_dotted(later) and abs(other.indent - line.indent) <= 1:
                return any(markers.follows(one, before) for one in markers.readings(later) for before in counted)
        return False

    def _breaks_off(self, line: Line) -> bool:
        """Whether a line is much of a sentence without its end, so that a number in the next is a part of it."""
        long_enough = self._width is not None and len(line.raw) > _MOST * self._width
        return long_enough and not line.text.endswith((*_SENTENCE_END, ",", "; and", "; or", ", and", ", or"))

    def _continues(self, before: Line, line: Line) -> bool:
        """Whether a line is the rest of the one before: that one was full, or breaks off before a small letter."""
        if self._width is None:
            return False
        if self._is_full(before, line):
            return True
        return line.text[0].islower() and not before.text.endswith(_SENTENCE_END)

    def _is_full(self, before: Line, line: Line) -> bool:
        """Whether the line's first word would not have fitted on the line before."""
        if self._width is None:
            return False
        first = line.text.split(maxsplit=1)[0]
        return len(before.raw) + 1 + len(first) > self._width - _SLACK

    def _add(self, start: int, end: int) -> None:
        text = self._lines[start].text
        for line in self._lines[start + 1 : end]:
            text = hyphens.joined(text, line.text, self._used)
        first = self._lines[start]
        bulleted = markers.bullet(text)
        marker, words = (None, bulleted) if bulleted is not None else markers.split(text)
        if bulleted is not None or (marker and not markers.is_dotted(marker)):
            if words:
                self._blocks.append(Item(words, marker, self._depth(first.indent)))
        elif marker:
            self._blocks.append(Paragraph(words, marker))
            self._open, self._over = [first.indent], 1
        elif not self._belongs(first, text):
            self._blocks.append(Paragraph(text))
            self._open, self._over = [], 0

    def _depth(self, indent: int) -> int:
        """How deep an item stands, by its indent among those that are open."""
        while self._open and self._open[-1] >= indent:
            self._open.pop()
        if not self._open:
            self._over = 0
        self._open.append(indent)
        return len(self._open) - 1 - self._over

    def _belongs(self, line: Line, text: str) -> bool:
        """Whether an indented paragraph is a further one of the clause before it, to which it is then joined."""
        last = self._blocks[-1] if self._blocks else None
        if not self._open or line.indent <= self._open[-1] or not isinstance(last, Item | Paragraph):
            return False
        numbered = last.marker is not None and last.marker[0].isdecimal()
        if is_title_like(last.text) and (isinstance(last, Paragraph) or numbered):
            return False
        self._blocks[-1] = replace(last, text=f"{last.text} {text}")
        return True


def _column(line: Line) -> int:
    """Where a line's words begin, its marker aside."""
    words = markers.split(line.text)[1]
    return max(line.indent, line.raw.find(words.split(maxsplit=1)[0], line.indent)) if words else line.indent


def _is_told(line: str) -> bool:
    """Whether a line says something of the document, as such lines do one under the other."""
    return metadata.from_line(line, among_others=True) is not None


def _is_named_value(text: str) -> bool:
    """A line such as "HR helpdesk: extension 200", unlike "Section 3: Leave"."""
    return ": " in text and markers.heading_number(text) is None


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return (
        len(letters) > 2
        and all(letter.isupper() for letter in letters)
        and len(text.split()) <= _HEADING_WORDS
        and not text.endswith((".", ";", ","))
        and " | " not in text
    )


def _ranks(lines: Sequence[Line]) -> dict[str, int]:
    """The level of each look of heading: those underlined with "=", then capitals, then "-", then plain ones."""
    found = [line.underline for line in lines if line.underline]
    looks = [look for look in "=*#━═" if look in found]
    if any(_is_capitals(markers.split(line.text)[1]) for line in lines[1:]):
        looks.append("caps")
    looks += [look for look in "-~_─" if look in found]
    return {look: 2 + place for place, look in enumerate([*looks, "plain"])}
