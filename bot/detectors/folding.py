"""A draft as detectors read it: without tricks of Unicode and with digits for number words, every place still known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_DIGITS = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero|oh|nought|naught", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split("|")
}
_REPEATS = {"double": 2, "treble": 3, "triple": 3}
_ONE = rf"(?:(?:{'|'.join(_REPEATS)})[ -]{{1,3}})?(?:{'|'.join(_DIGITS)}|\d)"
_SPOKEN = re.compile(rf"\b{_ONE}(?:[ ,-]{{1,3}}{_ONE}){{3,40}}\b", re.IGNORECASE)
_UNUSUAL = re.compile(r"[^\n\t -~]")
_KEYCAP = "\u20e3"
_SELECTORS = "\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class Folded:
    """Text to search in; character i of `text` stands at `starts[i]` to `ends[i]` of the draft."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, not empty, stands in the draft."""
        return self.starts[start], self.ends[end - 1]


def fold(draft: str) -> Folded:
    """Plain digits, spaces, hyphens and quotes; nothing invisible; "double oh seven" and its like as digits."""
    if not _UNUSUAL.search(draft):
        return _digits(Folded(draft, range(len(draft)), range(1, len(draft) + 1)))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(draft):
        plain = _plain(character)
        if not plain and character in _KEYCAP + _SELECTORS and ends:
            ends[-1] = place + 1  # a keycap is part of its digit
        for letter in plain:
            letters.append(letter)
            starts.append(place)
            ends.append(place + 1)
    return _digits(Folded("".join(letters), tuple(starts), tuple(ends)))


@lru_cache(4096)
def _plain(character: str) -> str:
    """What is read for one character; "" for what nobody sees."""
    if character in "\n\t" or " " <= character <= "~":
        return character
    category = unicodedata.category(character)
    if character in _KEYCAP + _SELECTORS or category in {"Cf", "Cc"}:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Zs", "Zl", "Zp"}:
        return " " if category == "Zs" else "\n"
    if category == "Pd" or character == "−":
        return "-"
    if category in {"Pi", "Pf"}:
        return '"' if character in "“”„«»‟" else "'"
    return unicodedata.normalize("NFKC", character)


def _digits(folded: Folded) -> Folded:
    """Number words of four digits or more as digits; each digit stands where its word does."""
    runs = [m for m in _SPOKEN.finditer(folded.text) if any(c.isalpha() for c in m.group())]
    if not runs:
        return folded
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    after = 0
    for run in [*runs, None]:
        upto = run.start() if run else len(folded.text)
        text.append(folded.text[after:upto])
        starts.extend(folded.starts[after:upto])
        ends.extend(folded.ends[after:upto])
        if run:
            after = run.end()
            for digit, start, end in _spoken(run):
                text.append(digit)
                first, last = folded.span(start, end)
                starts.append(first)
                ends.append(last)
    return Folded("".join(text), tuple(starts), tuple(ends))


def _spoken(run: re.Match[str]) -> list[tuple[str, int, int]]:
    """Each digit of a run of number words, with its place in the text."""
    found: list[tuple[str, int, int]] = []
    words = list(re.finditer(r"[A-Za-z]+|\d", run.group()))
    for before, word in pairwise([None, *words]):
        if word is None or word.group().lower() in _REPEATS:
            continue
        times = _REPEATS.get(before.group().lower(), 1) if before else 1
        digit = _DIGITS.get(word.group().lower(), word.group())
        found += [(digit, run.start() + word.start(), run.start() + word.end())] * times
    return found
