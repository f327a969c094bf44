"""Pages of a PDF, read by a bounded process of their own: words and ruling lines with their places."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import Problem, Rejected
from ingest.readers.pdf.extract import ARTIFACT, BOLD, INVISIBLE, LIGHT, MAX_PAGES, SECONDS, SYMBOL

_PROGRAM = Path(__file__).with_name("extract.py")
_REASONS = {
    "password": "is protected by a password. Open it, save or print it as a PDF without one and try again.",
    "damaged": "is damaged or not a PDF file. Save it as PDF anew and try again.",
    "pages": f"is longer than {MAX_PAGES:,} pages. Split it into several documents.",
}
_UNBOUNDED = "took too long or too much memory to read, as no policy does. Save it as PDF anew and try again."
_SCANNED = "is a scan without text. Have its text recognised (OCR), or use the file that it was printed from."
_UNREADABLE = "has fonts that don't say which letters they show. Use the file that it was made from, or print it anew."
_FEW = 25
_MOST = 0.7
_MAX_DOTS = 500
_MIDDLE, _REACH = 0.33, 2.5
"""Of the size: how far a bullet's middle stands above the baseline, and how far from the text at most."""
_WATERMARK = 1.6
"""From this many times the text's size on, faint words are a watermark."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place: `y` is its baseline's distance from the top of the page, in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    symbol: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, upright or level."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF's pages and the title in its properties."""

    title: str
    pages: tuple[Page, ...]


def printed(file: Path, raw: bytes) -> Printed:
    """Read a PDF's pages; raises `Rejected` for one that is damaged, locked, a scan, or made to do harm."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the file on its standard input
            [sys.executable, "-I", str(_PROGRAM)], input=raw, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Rejected([Problem(file, _UNBOUNDED)]) from error
    if done.returncode:
        raise Rejected([Problem(file, _UNBOUNDED if b"MemoryError" in done.stderr else _REASONS["damaged"])])
    found: dict[str, Any] = json.loads(done.stdout)
    if "error" in found:
        raise Rejected([Problem(file, _REASONS[found["error"]])])
    if found["unread"] > (1 - _MOST) * max(found["seen"], 1):
        raise Rejected([Problem(file, _UNREADABLE)])
    pages = found["pages"]
    words = [word for page in pages for word in page["words"]]
    if sum(len(word[0]) for word in words) < _FEW:
        raise Rejected([Problem(file, _SCANNED)])
    left_out = _left_out(words)
    size = _usual_size(words)
    return Printed(found["title"], tuple(_page(page, left_out, size) for page in pages))


def _left_out(words: list[list[Any]]) -> int:
    """The flags of words that aren't read, unless nearly all are such: a scan's recognised text is all invisible."""
    total = sum(len(word[0]) for word in words)
    counts: Counter[int] = Counter()
    for word in words:
        for flag in (ARTIFACT, INVISIBLE):
            counts[flag] += len(word[0]) if word[5] & flag else 0
    return sum(flag for flag, count in counts.items() if count < _MOST * total)


def _usual_size(words: list[list[Any]]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word[4]] += len(word[0])
    return sizes.most_common(1)[0][0]


def _page(page: dict[str, Any], left_out: int, size: float) -> Page:
    words = tuple(
        Word(text, x0, x1, y, letters, bool(flags & BOLD), bool(flags & SYMBOL))
        for text, x0, x1, y, letters, flags in page["words"]
        if not flags & left_out and not (flags & LIGHT and letters > _WATERMARK * size)
    )
    dots = [bullet for dot in page["dots"][:_MAX_DOTS] if (bullet := _bullet(dot, words))]
    return Page(page["width"], page["height"], (*words, *dots), tuple(Rule(*rule) for rule in page["rules"]))


def _bullet(dot: list[float], words: Sequence[Word]) -> Word | None:
    """A drawn dot as a bullet, where a line begins just right of it."""
    x0, y0, x1, y1 = dot
    middle = (y0 + y1) / 2
    beside = [word for word in words if abs(word.y - _MIDDLE * word.size - middle) < _MIDDLE * word.size]
    first = min(beside, key=lambda word: abs(word.x0 - x1), default=None)
    if (
        first is None
        or not 0 < first.x0 - x1 < _REACH * first.size
        or any(0 < x0 - word.x1 < first.size for word in beside)
    ):
        return None
    return Word("•", x0, x1, first.y, first.size, bold=False, symbol=True)
