"""Small models learned at ingest from the owner's examples: heads over meaning, heads over words, and the gate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.model import Vector

Floats = NDArray[np.float32]
WORD_SHARPNESS = 0.2
"""Words of a question are far from independent, so naive Bayes is far too sure; this takes it back."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


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
class WordHead:
    """Naive Bayes over a question's words and pairs of words: `weights` (labels, terms) are log likelihoods."""

    labels: tuple[str, ...]
    weights: Floats

    def probabilities(self, terms: Sequence[int]) -> dict[str, float]:
        """One probability a label, adding up to 1; even for all where no term is known."""
        logits = self.weights[:, terms].sum(axis=1) * WORD_SHARPNESS
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
class Judge:
    """A decision between labels: multinomial logistic regression over named signals.

    `weights` holds signals by label and `bias` one number a label; `sure` names the least probabilities to act on, set
    where held-out examples showed the share of wrong ones to stay within a bound. One that has learned nothing is
    empty, and false.
    """

    weights: dict[str, dict[str, float]] = field(default_factory=dict)
    bias: dict[str, float] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.weights)

    def probabilities(self, signals: dict[str, float]) -> dict[str, float]:
        """One probability a label, adding up to 1; signals that the judge doesn't know are ignored."""
        scores = {
            label: self.bias[label] + sum(weight * signals.get(name, 0.0) for name, weight in named.items())
            for label, named in self.weights.items()
        }
        odds = {label: float(np.exp(score - max(scores.values()))) for label, score in scores.items()}
        return {label: odd / sum(odds.values()) for label, odd in odds.items()}


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything learned from examples; empty where a document has none."""

    gate: Gate
    heads: dict[str, Head] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    word_heads: dict[str, WordHead] = field(default_factory=dict)
    judge: Judge = field(default_factory=Judge)
    router: Judge = field(default_factory=Judge)

    def by_meaning(self, head: str, vector: Vector) -> dict[str, float]:
        """What a head says of a question's vector, or nothing where it was not learned."""
        found = self.heads.get(head)
        return found.probabilities(vector) if found else {}

    def by_words(self, head: str, question: str) -> dict[str, float]:
        """What a head says of a question's words, or nothing where it was not learned."""
        found = self.word_heads.get(head)
        known = [self.terms[term] for term in set(terms(question)) if term in self.terms]
        return found.probabilities(sorted(known)) if found else {}

    def by_both(self, head: str, question: str, vector: Vector) -> dict[str, float]:
        """The geometric mean of both, or nothing where it was not learned."""
        return agreed(self.by_meaning(head, vector), self.by_words(head, question))


def agreed(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """The geometric mean of two opinions, adding up to 1, over the labels that both know."""
    both = {label: float(np.sqrt(share * other[label])) for label, share in one.items() if label in other}
    total = sum(both.values())
    return {label: share / total for label, share in both.items()} if total else {}


def terms(question: str) -> list[str]:
    """The words of a question and the pairs they stand in, everyday words included: "ok not" is telling."""
    found = [word.casefold().replace("’", "'") for word in _WORD.findall(question)]
    return found + [f"{first} {second}" for first, second in pairwise(found)]


UNTAUGHT_GATE = Gate(
    weights={"dense": 5.9, "coverage": 0.9, "odds": 0.27, "lead": 0.28, "known": 1.5, "size": -0.4},
    bias=-6.3,
    answer_from=0.93,
    closest_from=0.12,
)
"""For documents without examples: that the first clause is right. Fitted on questions about made-up policies, on the
same with their clause removed, and on chatter (docs/measurements.md). It answers seldom and shows much: where it can't
confirm, three clauses that come closest help more than none."""
