"""Small models learned at ingest from the owner's examples: linear heads over question vectors, and the gate."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.model import Vector

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """Multinomial logistic regression: `weights` (labels, dimension), `bias` (labels,)."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def probabilities(self, vector: Vector) -> dict[str, float]:
        """One probability a label, adding up to 1."""
        logits = self.weights @ vector + self.bias
        odds = np.exp(logits - logits.max())
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Gate:
    """How sure we are that the clauses found answer a question: a logistic model over named signals."""

    weights: dict[str, float]
    bias: float
    answer_from: float
    closest_from: float

    def confidence(self, signals: dict[str, float]) -> float:
        """A probability between 0 and 1; signals that the gate doesn't know are ignored."""
        score = self.bias + sum(weight * signals.get(name, 0.0) for name, weight in self.weights.items())
        return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything learned from examples; empty where a document has none."""

    gate: Gate
    heads: dict[str, Head] = field(default_factory=dict)

    def probabilities(self, head: str, vector: Vector) -> dict[str, float]:
        """What a head says of a question, or nothing where it was not learned."""
        found = self.heads.get(head)
        return found.probabilities(vector) if found else {}


UNTAUGHT_GATE = Gate(
    weights={"dense": 11.2, "coverage": 3.8},
    bias=-6.4,
    answer_from=0.75,
    closest_from=0.45,
)
"""For documents without examples: fitted on public policies and chatter that no policy answers (docs/measurements.md)."""
