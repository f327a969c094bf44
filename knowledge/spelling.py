"""Typing errors put right: a word that nobody knows is read as the likeliest one that the documents and examples hold.

Only words are touched that neither the documents and examples nor an English dictionary know; and none that is short,
holds a digit or an apostrophe, or looks like a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from functools import cache, cached_property, lru_cache

SHORTEST = 4
"""Letters from which an unknown word may be a known one mistyped."""
LONG = 8
"""Letters from which two of them may be wrong."""
OFTEN = 5
"""Times that colleagues must have written a word before it counts as one: examples hold typing errors, too."""
CLEARLY = 3.0
"""How much likelier than the next a word must be to be chosen."""
SWAPPED, OTHER_BEGINNING = 4.0, 0.1
"""How much likelier two letters are to be swapped, and the first to be wrong, than another slip."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def english() -> AbstractSet[str]:
    """Words of an English dictionary (pyspellchecker's), American spellings for the most part. Takes a moment."""
    from spellchecker import SpellChecker

    return frozenset(SpellChecker().word_frequency.words())


class Spelling:
    """Puts questions right by what is written how often. Reads its texts at the first word that isn't a common one."""

    def __init__(
        self,
        official: Iterable[str],
        asked: Iterable[str],
        common: Callable[[], AbstractSet[str]],
        dictionary: Callable[[], AbstractSet[str]] = english,
    ) -> None:
        """`official` texts are taken at their word, those `asked` where several agree.

        `common` words are known without a look at the texts; those of the `dictionary` are looked up last.
        """
        self._official, self._asked = official, asked
        self._common, self._dictionary = common, dictionary
        self._likeliest = lru_cache(maxsize=4096)(self._read)

    @cached_property
    def _times(self) -> dict[str, int]:
        """How often each word is written that may be meant."""
        written = Counter(word for text in self._official for word in _words(text))
        typed = Counter(word for text in self._asked for word in _words(text))
        agreed = {word for word, times in typed.items() if times >= OFTEN or word in self._common()}
        return {word: written[word] + typed[word] for word in sorted(agreed | set(written)) if len(word) >= SHORTEST}

    def corrected(self, question: str) -> str:
        """The question with its typing errors put right, as far as it is clear what was meant."""
        return _WORD.sub(self._put_right, question)

    def _put_right(self, found: re.Match[str]) -> str:
        word = found[0]
        begins = found.string[: found.start()].rstrip()[-1:] in ("", ".", "!", "?")
        plain = word.isalpha() and (word.islower() or (begins and word[1:].islower()))
        meant = self._likeliest(word.lower()) if plain and len(word) >= SHORTEST else None
        return meant.capitalize() if meant and word[0].isupper() else meant or word

    def _read(self, word: str) -> str | None:
        """What an unknown word most likely stands for; None where it is known, or nothing is clearly likelier."""
        if word in self._common() or word in self._times or word in self._dictionary():
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 2 if len(word) >= LONG else 1
        near = process.extract(word, [*self._times], scorer=OSA.distance, score_cutoff=most, limit=None)
        least = min((distance for _, distance, _ in near), default=0)
        likely = sorted(
            ((self._likelihood(word, known), known) for known, away, _ in near if away == least), reverse=True
        )
        clear = likely and (len(likely) == 1 or likely[0][0] >= CLEARLY * likely[1][0])
        return likely[0][1] if clear else None

    def _likelihood(self, word: str, known: str) -> float:
        swapped = SWAPPED if sorted(word) == sorted(known) else 1.0
        return self._times[known] * swapped * (1.0 if word[0] == known[0] else OTHER_BEGINNING)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
