"""Lines to paragraphs: by spacing, indents, markers, and whether a line ended before it had to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers import markers
from ingest.readers.passages import Passage, marked
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.pages import Word
from ingest.readers.pdf.sequence import Counting
from ingest.readers.reading import cleaned

_WIDER = 1.22
_INDENT = 4.0
_SIZES = 0.08
_HEADING = 1.15
_SLACK = 2.0
_WELL_SHORT = 0.2
"""Of the column's width: where space parts paragraphs, a line that ends nearer to the edge ends none by that."""
_SHORT = 0.7
_ENDS = re.compile(r"[.:;?!][\"'”’)\]]*$")
_LISTS = re.compile(r"(?:[.:;?!,—–-][\"'”’)\]]*|\band|\bor)$")
_TAIL = re.compile(r"^[. …]*(\d{1,4}|[ivxlc]{1,6})$", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}")
_HYPHENS = ("-", "‐")
_PREFIXES = frozenset("self non well part full long short co ex semi half cross year end".split())


@dataclass(slots=True)
class _Laid:
    """A line in its flow: `right` is the edge it may run to, `jumps` whether it begins a page or a column."""

    line: Line
    left: float
    right: float
    jumps: bool

    @property
    def words(self) -> list[Word]:
        return [word for segment in self.line for word in segment.words]

    @property
    def x0(self) -> float:
        return self.line[0].x0 - self.left

    @property
    def x1(self) -> float:
        return max(segment.x1 for segment in self.line)

    @property
    def y(self) -> float:
        return self.line[0].y

    @property
    def size(self) -> float:
        return max(self.line, key=lambda segment: len(segment.text)).size

    @property
    def text(self) -> str:
        return "\t".join(_shown(segment.words) for segment in self.line)

    @property
    def bold(self) -> bool:
        words = self.words
        unmarked = words[1:] if len(words) > 1 and markers.split(f"{words[0].text} x")[1] == "x" else words
        return all(word.bold for word in unmarked)

    @property
    def tail(self) -> str | None:
        """A page number that stands apart at the end, as in a contents list."""
        if len(self.line) < 2 and not _LEADER.search(self.text):
            return None
        match = _TAIL.match(self.line[-1].text if len(self.line) > 1 else self.words[-1].text)
        return match[1] if match else None


def _shown(words: Iterable[Word]) -> str:
    return " ".join("•" if word.symbol and len(word.text) == 1 else word.text for word in words)


@dataclass(slots=True)
class Paragraphs:
    """Puts the lines of a document together.

    `vocabulary` are its words, to judge hyphens at line ends by; `spaced` says that space parts its paragraphs.
    """

    vocabulary: Counter[str]
    pitches: dict[float, float]
    spaced: bool
    _lines: list[_Laid] = field(default_factory=list)
    _order: Counting = field(default_factory=Counting)

    def add(self, lines: Sequence[Line], left: float, right: float) -> list[Passage]:
        """Take a flow's lines; give the paragraphs that are complete by now. The last may go on in the next flow."""
        done: list[Passage] = []
        for index, line in enumerate(lines):
            laid = _Laid(line, left, right, jumps=index == 0)
            if self._lines and self._breaks(self._lines[-1], laid):
                done.append(self._taken())
            self._lines.append(laid)
            marker = self._marker(laid)
            if marker and len(self._lines) == 1:
                self._order.take(marker)
        return done

    def finish(self) -> list[Passage]:
        """The paragraph that is still open, if any: a table follows, or the end."""
        return [self._taken()] if self._lines else []

    @staticmethod
    def _marker(laid: _Laid) -> str | None:
        return markers.split(cleaned(laid.text))[0]

    def _breaks(self, above: _Laid, below: _Laid) -> bool:
        if above.tail is not None or abs(above.size - below.size) > _SIZES * max(above.size, below.size):
            return True
        if self._begins(above, below):
            return True
        if below.jumps:
            return self._breaks_over_jump(above, below)
        pitch = self.pitches.get(round(above.size), above.size * 1.2)
        if below.y - above.y > max(_WIDER * pitch, pitch + 2):
            return True
        full = _is_full(above, below)
        if above.bold != below.bold and not full:
            return True
        if above.bold and above.size >= _HEADING * self._usual and below.bold:
            return False
        if self._is_indented_anew(below, full=full):
            return True
        if self.spaced and above.x1 > above.right - _WELL_SHORT * (above.right - above.left):
            return False
        short = above.x1 - above.left < _SHORT * (above.right - above.left)
        return not full and (bool(_ENDS.search(above.text)) or (short and not below.text[:1].islower()))

    @property
    def _usual(self) -> float:
        return max(self.pitches, default=11.0)

    def _begins(self, above: _Laid, below: _Laid) -> bool:
        """Whether a line begins with a bullet, or with a number that it is the turn of."""
        text = cleaned(below.text)
        if markers.bullet(text) is not None and below.words[0].text not in ("-", "–", "—"):
            return True
        if markers.bullet(text) is not None:
            return not _is_full(above, below) or below.x0 != self._indent
        marker = markers.split(text)[0]
        if marker is None or (self._wraps_to(above, below) and not _LISTS.search(above.text)):
            return False
        return self._order.expects(marker) or not _is_full(above, below)

    def _wraps_to(self, above: _Laid, below: _Laid) -> bool:
        """Whether a line stands where the paragraph's next line would, the one above being full."""
        return _is_full(above, below) and not below.jumps and abs(below.x0 - self._indent) <= _INDENT

    def _breaks_over_jump(self, above: _Laid, below: _Laid) -> bool:
        if above.bold != below.bold:
            return True
        ended = bool(_ENDS.search(above.text))
        return ended or (not _is_full(above, below) and not below.text[:1].islower())

    @property
    def _indent(self) -> float:
        """Where the open paragraph's text stands: its second line, or what follows its marker."""
        if len(self._lines) > 1:
            return self._lines[1].x0
        first = self._lines[0]
        marked_ = len(first.words) > 1 and (self._marker(first) or markers.bullet(cleaned(first.text)) is not None)
        return first.words[1].x0 - first.left if marked_ else first.x0

    def _is_indented_anew(self, below: _Laid, *, full: bool) -> bool:
        if len(self._lines) > 1:
            return abs(below.x0 - self._indent) > _INDENT
        first = self._lines[0]
        hangs = self._indent > first.x0 + _INDENT
        return hangs and below.x0 < (first.x0 - _INDENT if full else self._indent - _INDENT)

    def _taken(self) -> Passage:
        laid, indent = self._lines, self._indent
        self._lines = []
        text = self._joined([line.text for line in laid])
        sizes: Counter[float] = Counter()
        for line in laid:
            sizes[line.size] += len(line.text)
        passage = Passage(
            text,
            left=laid[0].x0,
            indent=indent,
            size=sizes.most_common(1)[0][0],
            bold=all(line.bold for line in laid),
            tail=laid[-1].tail if len(laid) == 1 else None,
        )
        return marked(passage)

    def cell(self, lines: Sequence[Line]) -> tuple[Passage, ...]:
        """The passage that a table's cell holds; none where it is empty."""
        texts = [_shown(word for segment in line for word in segment.words) for line in lines]
        if not texts:
            return ()
        bold = all(word.bold for line in lines for segment in line for word in segment.words)
        return (Passage(cleaned(self._joined(texts)), bold=bold, size=lines[0][0].size),)

    def _joined(self, texts: Sequence[str]) -> str:
        whole = texts[0]
        for text in texts[1:]:
            if whole.endswith(_HYPHENS) and whole[-2:-1].isalnum() and text[:1].isalnum():
                whole = whole[:-1] + ("-" if self._keeps_hyphen(whole, text) else "") + text
            elif whole.endswith(("/", "—")) and not text[:1].isspace():
                whole += text
            else:
                whole += " " + text
        return whole

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether a hyphen at a line's end belongs to the word: the document's other words tell."""
        first = re.split(r"[^\w-]", before[:-1])[-1].casefold()
        second = re.split(r"[^\w-]", after, maxsplit=1)[0].casefold()
        if not after[0].islower():
            return True
        if self.vocabulary[f"{first}-{second}"]:
            return True
        if self.vocabulary[first + second]:
            return False
        last = first.rsplit("-", 1)[-1]
        both_are_words = self.vocabulary[last] and self.vocabulary[second.split("-")[0]]
        return len(last) == 1 or last in _PREFIXES or bool(both_are_words)


def _is_full(above: _Laid, below: _Laid) -> bool:
    """Whether the first word of the line below would not have fitted on the line above."""
    first = below.words[0]
    space = 0.25 * above.size
    return above.x1 + space + (first.x1 - first.x0) > above.right - _SLACK


def vocabulary(lines: Iterable[Line]) -> Counter[str]:
    """The words of a document, but for those parted at a line's end."""
    found: Counter[str] = Counter()
    for line in lines:
        words = [word.text for segment in line for word in segment.words]
        whole = words[1:-1] if words and words[-1].endswith(_HYPHENS) else words[1:]
        for word in whole:
            found[word.strip(".,;:!?()[]\"'“”‘’").casefold()] += 1
    return found


def pitches(flows: Iterable[Sequence[Line]]) -> dict[float, float]:
    """The distance from line to line within paragraphs, by size: the least that is common."""
    gaps: dict[float, Counter[float]] = {}
    for lines in flows:
        for above, below in pairwise(lines):
            if abs(above[0].size - below[0].size) < _SIZES * above[0].size:
                gap = round((below[0].y - above[0].y) * 2) / 2
                if gap < 3 * above[0].size:
                    gaps.setdefault(round(above[0].size), Counter())[gap] += 1
    found = {}
    for size, counts in gaps.items():
        common = [gap for gap, count in counts.items() if count >= 0.12 * sum(counts.values()) and gap >= 0.9 * size]
        if common:
            found[size] = min(common)
    return found


def is_spaced(flows: Iterable[Sequence[Line]], usual: dict[float, float]) -> bool:
    """Whether most lines that end a sentence well before the edge have more space below them than lines have."""
    parted = together = 0
    for lines in flows:
        right = max((segment.x1 for line in lines for segment in line), default=0.0)
        for above, below in pairwise(lines):
            end = above[-1].x1 - above[0].x0 < _SHORT * (right - above[0].x0)
            if not end or not _ENDS.search(above[-1].text) or below[0].x0 > above[0].x0 + _INDENT:
                continue
            pitch = usual.get(round(above[0].size), above[0].size * 1.2)
            wide = below[0].y - above[0].y > max(_WIDER * pitch, pitch + 2)
            parted, together = parted + wide, together + (not wide)
    return parted > 2 and parted > 3 * together
