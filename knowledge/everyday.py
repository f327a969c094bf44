"""Everyday words: what people at work say, tied to what policies write (`everyday.txt`).

A question is reworded as the documents at hand may put it: only words that they hold count. Nothing is taken from the
question: it is searched for as it stands, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from knowledge.lexical import COMMON, WORD, stems, words
from knowledge.model import Saying

SHIPPED = Path(__file__).with_name("everyday.txt")
FAMILIAR = 0.25
"""What other wordings count for where the documents use the very words that were said."""
Stems = tuple[str, ...]


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


def sayings(lines: Iterable[str]) -> Iterator[tuple[int, Saying]]:
    """The lines of a lexicon with their numbers, as `everyday.txt` explains at its top."""
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text and not text.startswith("#"):
            mark = "=" if "=" in text else ":"
            said, _, written = text.partition(mark)
            yield number, Saying(_listed(said), _listed(written), mark == "=")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@cache
def lexicon(own: tuple[Saying, ...] = ()) -> Everyday:
    """The lexicon that comes with Clausewise and an owner's own, which decides about everything said in both."""
    decided = {phrase.casefold() for saying in own for phrase in saying.said}
    shipped = (saying for _, saying in sayings(SHIPPED.read_text(encoding="utf-8").splitlines()))
    kept = (replace(s, said=tuple(p for p in s.said if p.casefold() not in decided)) for s in shipped)
    return Everyday([*(saying for saying in kept if saying.said), *own])


class Everyday:
    """A lexicon, looked up by words as they stand, else by their stems."""

    def __init__(self, lexicon: Sequence[Saying]) -> None:
        """Sets `shorthand`, what each short form stands for, and `phrases`, all that is said or written in full."""
        self._written: dict[Stems, tuple[str, ...]] = {}
        self.shorthand: dict[str, str] = {}
        self.phrases = tuple(phrase for s in lexicon for phrase in (s.written if s.replaced else (*s.said, *s.written)))
        for saying in lexicon:
            for said in saying.said:
                if saying.replaced:
                    self.shorthand[said.casefold()] = " ".join(saying.written)
                else:
                    self._add(said, saying.written)
        self._longest = max(map(len, self._written), default=0)

    def _add(self, said: str, written: tuple[str, ...]) -> None:
        """A stem that is a common word ("canned") is known by the word itself alone."""
        plain = tuple(word.casefold() for word in WORD.findall(said))
        stemmed = tuple(stems(said))
        for key in {plain, plain if COMMON.issuperset(stemmed) else stemmed}:
            known = self._written.get(key, ())
            self._written[key] = (*known, *(other for other in written if other not in known))

    def spelt_out(self, question: str) -> str:
        """The question with its shorthand read as what it stands for, unless that leaves nothing.

        Capitals among small letters are an abbreviation: a CD is no "could".
        """
        shouted = question.isupper()

        def read(word: re.Match[str]) -> str:
            abbreviated = word[0].isupper() and len(word[0]) > 1 and not shouted
            return word[0] if abbreviated else self.shorthand.get(word[0].casefold(), word[0])

        text = WORD.sub(read, question)
        return text if text == question else " ".join(text.split()) or question

    def reworded(self, question: str, vocabulary: AbstractSet[str]) -> Rewording:
        """A question put as documents of this vocabulary write what is said in it."""
        own = set(words(question))
        parts, written, last = [], [], 0
        for start, end, phrases in self._sayings(question):
            known = [phrase for phrase in phrases if set(words(phrase)) <= vocabulary]
            if known:
                parts += [question[last:start], known[0]]
                last = end
            others = [tuple(stem for stem in dict.fromkeys(words(phrase)) if stem not in own) for phrase in phrases]
            held = tuple(other for other in others if not vocabulary.isdisjoint(other))
            if held:
                said = frozenset(words(question[start:end]))
                written.append(Said(said, held, FAMILIAR if said and said <= vocabulary else 1.0))
        return Rewording("".join([*parts, question[last:]]), tuple(written))

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
