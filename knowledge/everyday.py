"""Everyday words: what people at work say, tied to what policies write (`everyday.txt`).

A question is reworded as the documents at hand may put it: only words that they hold count. Nothing is taken from the
question: it is searched for as it stands, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from knowledge.lexical import COMMON, WORD, stems, words

SHIPPED = Path(__file__).with_name("everyday.txt")
SHORTEST = 5
"""Letters from which an unknown word may be a known one mistyped."""
FAMILIAR = 0.25
"""What other wordings count for where the documents use the very words that were said."""
Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the lexicon. `replaced` says that what is written takes the place of what is said."""

    said: tuple[str, ...]
    written: tuple[str, ...]
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Something said, its stems and those of every other way in which the documents may write it; what these count."""

    stems: frozenset[str]
    written: tuple[Stems, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Rewording:
    """A question in the documents' words, and each thing in it that they may write otherwise."""

    text: str
    said: tuple[Said, ...]


def entries(lines: Iterable[str]) -> list[Entry]:
    """The entries of a lexicon, as `everyday.txt` explains at its top."""
    found = []
    for line in lines:
        text = line.strip()
        if text and not text.startswith("#"):
            mark = "=" if "=" in text else ":"
            said, _, written = text.partition(mark)
            found.append(Entry(_listed(said), _listed(written), mark == "="))
    return found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@cache
def shipped() -> Everyday:
    """The lexicon that comes with Clausewise."""
    return Everyday(entries(SHIPPED.read_text(encoding="utf-8").splitlines()))


class Everyday:
    """A lexicon, looked up by words as they stand, else by their stems."""

    def __init__(self, lexicon: Iterable[Entry]) -> None:
        self._written: dict[Stems, tuple[str, ...]] = {}
        self._replaced: dict[str, str] = {}
        known: list[str] = []
        for entry in lexicon:
            for said in entry.said:
                if entry.replaced:
                    self._replaced[said.casefold()] = " ".join(entry.written)
                else:
                    self._add(said, entry.written)
                    known += [*WORD.findall(said), *(word for phrase in entry.written for word in WORD.findall(phrase))]
        self._surface = dict(zip(stems(" ".join(known)), known, strict=True))
        self._longest = max(map(len, self._written), default=0)

    def _add(self, said: str, written: tuple[str, ...]) -> None:
        """A stem that is a common word ("canned") is known by the word itself alone."""
        plain = tuple(word.casefold() for word in WORD.findall(said))
        stemmed = tuple(stems(said))
        for key in {plain, plain if COMMON.issuperset(stemmed) else stemmed}:
            known = self._written.get(key, ())
            self._written[key] = (*known, *(other for other in written if other not in known))

    def reworded(self, question: str, vocabulary: AbstractSet[str]) -> Rewording:
        """Shorthand spelt out, typing errors put right, and sayings put as documents of this vocabulary write them."""
        text = WORD.sub(lambda word: self._replaced.get(word[0].casefold(), word[0]), question)
        text = WORD.sub(lambda word: self._spelling(word[0], vocabulary), text)
        own = set(words(text))
        parts, written, last = [], [], 0
        for start, end, phrases in self._sayings(text):
            known = [phrase for phrase in phrases if set(words(phrase)) <= vocabulary]
            if known:
                parts += [text[last:start], known[0]]
                last = end
            others = [tuple(stem for stem in dict.fromkeys(words(phrase)) if stem not in own) for phrase in phrases]
            held = tuple(other for other in others if not vocabulary.isdisjoint(other))
            if held:
                said = frozenset(words(text[start:end]))
                written.append(Said(said, held, FAMILIAR if said and said <= vocabulary else 1.0))
        return Rewording("".join([*parts, text[last:]]), tuple(written))

    def _spelling(self, word: str, vocabulary: AbstractSet[str]) -> str:
        """The one known word that this one is if a single letter was mistyped; else the word itself."""
        stem = stems(word)[0]
        if len(stem) < SHORTEST or stem in vocabulary or stem in self._surface or not word.isalpha():
            return word
        from rapidfuzz.distance import OSA

        likely = {known for known in chain(vocabulary, self._surface) if known[:1] == stem[:1]}
        near = [known for known in likely if OSA.distance(stem, known, score_cutoff=1) <= 1]
        return self._surface.get(*near, *near) if len(near) == 1 else word

    def _sayings(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Where something is said that policies write otherwise; of two that overlap the first and longest."""
        found = list(WORD.finditer(text))
        plain, stemmed = [word[0].casefold() for word in found], stems(text)
        start = 0
        while start < len(found):
            end, written = self._longest_at(start, plain, stemmed)
            if written:
                yield found[start].start(), found[end - 1].end(), written
            start = end

    def _longest_at(self, start: int, plain: Sequence[str], stemmed: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        for end in range(min(start + self._longest, len(plain)), start, -1):
            for form in (plain, stemmed):
                written = self._written.get(tuple(form[start:end]))
                if written:
                    return end, written
        return start + 1, ()
