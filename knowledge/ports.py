"""What knowledge needs from the outside world, in its own types. Fakes that ship: `knowledge.adapters.memory`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from knowledge.model import Match, Vector, Vectors
from knowledge.trained import Judged, Opinion


class Encoder(Protocol):
    """Turns texts into unit vectors; the same text always gives the same vector."""

    @property
    def fingerprint(self) -> str:
        """Names the model's exact bytes; vectors of two fingerprints are never compared."""
        ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), float32, rows of unit length."""
        ...


class Trained(Protocol):
    """A model trained on the owner's examples; the same question always gets the same probabilities."""

    def judge(self, question: str) -> Judged:
        """For each head a probability a label, adding up to 1."""
        ...


class TrainedEncoder(Trained, Encoder, Protocol):
    """A trained model whose vectors are of use, too."""


class DraftNetwork(Encoder, Protocol):
    """A network trained to read drafts, and what encodes their sentences; the same text always gets the same."""

    def opinion(self, text: str) -> Opinion:
        """What it says of a draft, or of a stretch of one."""
        ...


class VectorIndex(Protocol):
    """Nearest stored keys to a vector by cosine similarity. Read-only once built."""

    def nearest(self, vector: Vector, limit: int) -> list[Match]:
        """At most `limit` matches, best first; ties broken by key."""
        ...

    def count(self) -> int: ...
