"""Search by words: BM25 (bm25s) over stemmed words, saved in the generation and read back as it was."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.model import Match

if TYPE_CHECKING:
    import bm25s
    import Stemmer

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
COMMON = frozenset(
    """
    a about am an and any are as at be been but by can could did do does for from get got had has have he her him his
    how i if in into is it its just like me my no not of off on or our out she should so some that the their them then
    there they this to up us was we were what when where which who will with would you your
    """.split()
)


def stems(text: str) -> list[str]:
    """The stems of all words of a text, in order."""
    return list(_stemmer().stemWords([word.casefold().replace("’", "'") for word in WORD.findall(text)]))


def words(text: str) -> list[str]:
    """The stems of a text's words, in order, everyday words left out."""
    found = (word.casefold().replace("’", "'") for word in WORD.findall(text))
    return list(_stemmer().stemWords([word for word in found if word not in COMMON]))


def _bm25s() -> ModuleType:
    """The library, kept from importing scipy, which it would do where scipy is installed and doesn't need here.

    That import is a sixth of the time to a first answer.
    """
    hidden = "scipy.sparse" not in sys.modules
    if hidden:
        sys.modules["scipy.sparse"] = None  # type: ignore[assignment]  # how Python spells "not to be had"
    try:
        return importlib.import_module("bm25s")
    finally:
        if hidden:
            del sys.modules["scipy.sparse"]


@cache
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer

    return Stemmer.Stemmer("english")


class LexicalIndex:
    """BM25 over a fixed list of keys."""

    def __init__(self, keys: Sequence[str], index: bm25s.BM25 | None) -> None:
        self._keys = list(keys)
        self._index = index

    @classmethod
    def build(cls, keys: Sequence[str], texts: Sequence[str]) -> LexicalIndex:
        """Index one text a key; texts without any word are never found."""
        bm25s = _bm25s()
        tokens = [words(text) for text in texts]
        if not any(tokens):
            return cls(keys, None)
        index = bm25s.BM25()
        index.index(tokens, show_progress=False)
        return cls(keys, index)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self._index is not None:
            self._index.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, keys: Sequence[str]) -> LexicalIndex:
        """`keys` must be the ones it was built with, in the same order."""
        bm25s = _bm25s()
        saved = (folder / "params.index.json").exists()
        return cls(keys, bm25s.BM25.load(str(folder), show_progress=False) if saved else None)

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self._keys)

    @property
    def vocabulary(self) -> AbstractSet[str]:
        """The stems of all words indexed."""
        return self._index.vocab_dict.keys() if self._index is not None else frozenset()

    def nearest(self, question: str, limit: int) -> list[Match]:
        """At most `limit` keys that share a word with the question, best first; ties broken by position."""
        if self._index is None:
            return []
        known = [word for word in words(question) if word in self._index.vocab_dict]
        if not known:
            return []
        scores = np.asarray(self._index.get_scores(known))
        found = np.flatnonzero(scores > 0)
        if len(found) > limit:
            found = found[scores[found] >= np.partition(scores[found], -limit)[-limit]]
        best = found[np.argsort(-scores[found], kind="stable")][:limit]
        return [Match(self._keys[row], float(scores[row])) for row in best.tolist()]

    def postings(self, word: str) -> tuple[float, NDArray[np.int64], NDArray[np.float64]]:
        """A stem's inverse document frequency, the positions of the texts that hold it, and its score in each."""
        position = self._index.vocab_dict.get(word) if self._index is not None else None
        if self._index is None or position is None:
            return float(np.log1p((len(self._keys) + 0.5) / 0.5)), np.zeros(0, np.int64), np.zeros(0)
        start, end = self._index.scores["indptr"][position : position + 2]
        found = np.asarray(self._index.scores["indices"][start:end], dtype=np.int64)
        rarity = float(np.log1p((len(self._keys) - len(found) + 0.5) / (len(found) + 0.5)))
        return rarity, found, np.asarray(self._index.scores["data"][start:end], dtype=np.float64)

    def rarity(self, word: str) -> float:
        """How telling a stem is: 0 for one that every text has, about 1 for one that none has."""
        if self._index is None or word not in self._index.vocab_dict:
            return 1.0
        position = self._index.vocab_dict[word]
        pointers = self._index.scores["indptr"]
        holding = int(pointers[position + 1] - pointers[position])
        return float(np.log(len(self._keys) / max(holding, 1) + 1e-9) / np.log(len(self._keys) + 1))
