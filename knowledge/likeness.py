"""What a text is by its likeness to labelled ones: kernel ridge regression over words, meaning and cues.

Words (with their pairs and the letters inside them) count by how rare they are; meaning is an encoder's vector; cues
are those of `knowledge.draft_cues`. The three kernels are added up, so one set of coefficients serves them all, and the
part over words folds into one weight a term.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import draft_cues
from knowledge.model import Vectors

Floats = NDArray[np.float32]

WORDS, MEANING, CUES = 4.0, 2.0, 1.0
"""What each kernel counts in the sum."""
NEARNESS = 3.0
"""How fast likeness of meaning falls off with the angle between two vectors."""
CUE_NEARNESS = 0.5
RARELY = 0.05
"""Added to a cue's spread, so that one that hardly ever occurs doesn't outweigh the rest."""
_LETTERS = range(2, 6)
_WORD_WEIGHT = 2.0
"""What a word counts against the groups of letters inside it."""
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[!?£@#%]|[\U0001f300-\U0001faff]")


def counted(text: str) -> Counter[str]:
    """How often each term occurs: words, pairs of words, and groups of two to five letters, these marked with "#"."""
    plain = text.casefold().replace("’", "'")
    words = _TOKEN.findall(plain)
    found = Counter(words + [f"{one} {other}" for one, other in pairwise(words)])
    for word, times in Counter(plain.split()).items():
        padded = f" {word} "
        for size in _LETTERS:
            for start in range(len(padded) - size + 1):
                found[f"#{padded[start : start + size]}"] += times
    return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms with their rows, and how rare each is (inverse document frequency)."""

    rows: dict[str, int]
    rarity: Floats

    def weigh(self, text: str) -> tuple[NDArray[np.intp], Floats]:
        """Rows of a text's known terms and their weights, of unit length together."""
        known = [(self.rows[term], term, times) for term, times in counted(text).items() if term in self.rows]
        rows = np.array([row for row, _, _ in known], dtype=np.intp)
        kinds = np.array([1.0 if term.startswith("#") else _WORD_WEIGHT for _, term, _ in known], dtype=np.float32)
        often = 1 + np.log(np.array([times for _, _, times in known], dtype=np.float32))
        weights = kinds * often * self.rarity[rows]
        return rows, weights / max(float(np.linalg.norm(weights)), 1e-9)


@dataclass(frozen=True)
class Likeness:
    """Gives a text a score a label by its likeness to the examples it was fitted on.

    `base` (labels,) is what is said of a text like none of them; `coefficients` (examples, labels) what each example
    adds; `term_weights` (terms, labels); `vectors` (examples, dimension) and `cues` (examples, cues) of the examples.
    """

    labels: tuple[str, ...]
    base: Floats
    coefficients: Floats
    vocabulary: Vocabulary
    term_weights: Floats
    vectors: NDArray[np.float16]
    cues: Floats

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """One row a text and one column a label: near 1 where it holds, near 0 where it doesn't."""
        found = np.tile(self.base, (len(texts), 1))
        found += MEANING * self._meant.kernel(vectors) @ self.coefficients
        found += CUES * self._cued.kernel(np.array([draft_cues.read(text) for text in texts])) @ self.coefficients
        for row, text in enumerate(texts):
            terms, weights = self.vocabulary.weigh(text)
            found[row] += weights @ self.term_weights[terms]
        return found

    @cached_property
    def _meant(self) -> Angles:
        return Angles(self.vectors.astype(np.float32))

    @cached_property
    def _cued(self) -> Distances:
        return Distances(self.cues)

    def packed(self, name: str) -> dict[str, Any]:
        """Arrays to keep, each under a name that begins with this one."""
        return {
            f"{name}.labels": np.array(self.labels),
            f"{name}.base": self.base,
            f"{name}.coefficients": self.coefficients,
            f"{name}.terms": np.frombuffer("\n".join(self.vocabulary.rows).encode(), dtype=np.uint8),
            f"{name}.rarity": self.vocabulary.rarity,
            f"{name}.term_weights": self.term_weights.astype(np.float16),
            f"{name}.vectors": self.vectors,
            f"{name}.cues": self.cues.astype(np.float16),
        }

    @classmethod
    def unpacked(cls, arrays: Mapping[str, Any], name: str) -> Likeness:
        """What `packed` gave."""
        terms = arrays[f"{name}.terms"].tobytes().decode().split("\n")
        vocabulary = {term: row for row, term in enumerate(terms)}
        return cls(
            tuple(arrays[f"{name}.labels"].tolist()),
            arrays[f"{name}.base"],
            arrays[f"{name}.coefficients"],
            Vocabulary(vocabulary, arrays[f"{name}.rarity"]),
            arrays[f"{name}.term_weights"].astype(np.float32),
            arrays[f"{name}.vectors"],
            arrays[f"{name}.cues"].astype(np.float32),
        )


class Angles:
    """Likeness of meaning: how near the directions of two vectors are, seen from the middle of the examples."""

    def __init__(self, vectors: Floats) -> None:
        self._middle = vectors.mean(axis=0)
        self._examples = self._directions(vectors)

    def kernel(self, vectors: Floats) -> Floats:
        """Between 0 and 1, for each vector (rows) and example (columns)."""
        angles = self._directions(vectors) @ self._examples.T
        return np.asarray(np.exp(NEARNESS * (angles - 1)), dtype=np.float32)

    def _directions(self, vectors: Floats) -> Floats:
        centred = vectors - self._middle
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        return np.asarray(centred / np.maximum(lengths, 1e-9), dtype=np.float32)


class Distances:
    """Likeness in cues: how far apart two texts are in them, each cue counted by how much it varies."""

    def __init__(self, found: Floats) -> None:
        self._middle = found.mean(axis=0)
        self._spread = (found.std(axis=0) + RARELY) * np.sqrt(found.shape[1])
        self._examples = (found - self._middle) / self._spread

    def kernel(self, found: Floats) -> Floats:
        """Between 0 and 1, for each text (rows) and example (columns)."""
        placed = (found - self._middle) / self._spread
        apart = (placed**2).sum(axis=1)[:, None] + (self._examples**2).sum(axis=1) - 2 * placed @ self._examples.T
        return np.asarray(np.exp(-CUE_NEARNESS * apart), dtype=np.float32)
