"""Exact, dependency-free implementations of the ports: for tests, and the measure that Chroma is held to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from knowledge.model import Match, Vector, Vectors


class MemoryIndex:
    """Exact cosine search over vectors held in memory; what will be asked, where known, is compared all at once."""

    def __init__(self, keys: Sequence[str], vectors: Vectors, expected: Vectors | None = None) -> None:
        """`expected` are vectors that will be asked about: compared all at once, in a fraction of the time."""
        self._keys = list(keys)
        self._vectors = vectors
        compared = () if expected is None else zip(expected, expected @ vectors.T, strict=True)
        self._foreseen = {vector.tobytes(): scores for vector, scores in compared}

    def nearest(self, vector: Vector, limit: int) -> list[Match]:
        foreseen = self._foreseen.get(vector.tobytes())
        scores = self._vectors @ vector if foreseen is None else foreseen
        limit = min(limit, len(self._keys))
        if limit == 0:
            return []
        worst = np.partition(scores, -limit)[-limit]
        rows = np.flatnonzero(scores >= worst)
        near = zip((-scores[rows]).tolist(), (self._keys[row] for row in rows.tolist()), strict=True)
        return [Match(key, -score) for score, key in sorted(near)[:limit]]

    def count(self) -> int:
        return len(self._keys)


class MemoryEncoder:
    """Hashes character trigrams into unit vectors: no model, the same answer everywhere."""

    fingerprint = "trigrams-1"

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            padded = f"  {text.casefold()} "
            for i in range(len(padded) - 2):
                digest = hashlib.blake2b(padded[i : i + 3].encode(), digest_size=4).digest()
                vectors[row, int.from_bytes(digest) % self.dimension] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
