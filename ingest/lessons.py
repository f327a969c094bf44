"""What a training is given: the recipe, and the owner's examples as texts with a target for each head.

Every example teaches every head it has a label for: which clause answers it (the clauses that it mentions second share
in the target), whether the documents answer it at all, which verdict, which form, which route.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from ingest.augmenting import hurried
from ingest.errors import IngestError
from ingest.schedule import Schedule
from knowledge.model import Example, Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FEWEST_OF_A_KIND = 5
TOKENS = 64
"""Longer texts are cut while training; questions are short, and time grows with length."""
VARIANTS = 6
LOSS_WEIGHTS = {"clause": 1.0, "scope": 0.5, "verdict": 0.3, "route": 0.3, "form": 0.1}
OTHER_SMOOTHING = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe(Schedule):
    """Everything that decides what a training gives, examples and encoder aside."""

    agreement: bool = True
    """Ask for the same answer under two different dropouts (R-Drop): worth a point, at twice the time."""
    smoothing: float = 0.05
    also: float = 0.3
    """The share of the target that goes to the clauses an example mentions second."""
    hurried: float = 0.5
    """The share of examples that are shown as somebody in a hurry would type them."""
    runs: int = 3
    """Models from different seeds whose weights are averaged."""
    folds: int = 8
    """Models that haven't seen some of the files, each of them others, so that together all have been held out."""


THOROUGH = Recipe()
"""For a GPU; what ships was trained by it."""
QUICK = Recipe(epochs=2, agreement=False, runs=1, folds=2)
"""For a processor: an eighth of the work for each model, of which two see half of the files and one sees all."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Texts in several variants, tokenised, and for each head a target (texts, labels); all zero where unlabelled."""

    tokens: tuple[list[list[int]], ...]
    targets: dict[str, np.ndarray]
    labels: dict[str, tuple[str, ...]]

    @property
    def lengths(self) -> np.ndarray:
        """Tokens a text, as it is written."""
        return np.array([len(tokens) for tokens in self.tokens[0]])


def lessons_from(
    examples: Sequence[Example], passages: Sequence[Passage], tokenizer: Tokenizer, recipe: Recipe
) -> Lessons:
    """The examples in order, then the clauses' own texts; raises `IngestError` where there is too little to learn."""
    labels = _labels(examples)
    told = [passage for passage in passages if passage.clause in labels["clause"]]
    texts = [e.ask for e in examples] + [p.text for p in told]
    random = Random(recipe.seed)  # noqa: S311 - typing errors are no secret
    variants = [texts, *([hurried(text, random) for text in texts] for _ in range(VARIANTS))]
    tokens = tuple([found.ids for found in tokenizer.encode_batch(variant)] for variant in variants)
    targets = {head: np.zeros((len(texts), len(names)), np.float32) for head, names in labels.items()}
    for row, example in enumerate(examples):
        for head, shares in _taught(example, recipe).items():
            for label, share in shares.items():
                if label in labels.get(head, ()):
                    targets[head][row, labels[head].index(label)] += share
    for row, passage in enumerate(told, len(examples)):
        targets["clause"][row, labels["clause"].index(str(passage.clause))] = 1
    for head, target in targets.items():
        smoothing = recipe.smoothing if head == "clause" else OTHER_SMOOTHING
        whole = target.sum(axis=1, keepdims=True)
        target[:] = np.where(
            whole > 0, target / np.maximum(whole, 1e-9) * (1 - smoothing) + smoothing / target.shape[1], 0
        )
    return Lessons(tokens, targets, labels)


def _labels(examples: Sequence[Example]) -> dict[str, tuple[str, ...]]:
    """What each head tells apart; a head with fewer than two kinds is left out."""

    def common(found: Iterator[str | None]) -> tuple[str, ...]:
        counts = Counter(label for label in found if label)
        return tuple(sorted(label for label, count in counts.items() if count >= FEWEST_OF_A_KIND))

    labels = {
        "clause": common(e.clause for e in examples),
        "scope": common("in" if e.clause else "out" for e in examples),
        "verdict": common(e.verdict for e in examples),
        "route": common(e.route or "none" for e in examples),
        "form": common(e.form for e in examples),
    }
    if len(labels["clause"]) < 2 or len(labels["scope"]) < 2:
        raise IngestError(
            "There are too few examples to train on: at least two clauses need five questions each, and five questions "
            "must be ones the documents don't answer. See knowledge/guidance/README.md."
        )
    return {head: names for head, names in labels.items() if len(names) > 1}


def _taught(example: Example, recipe: Recipe) -> dict[str, dict[str, float]]:
    """What one example says to each head."""
    said = {"scope": {"in" if example.clause else "out": 1.0}, "route": {example.route or "none": 1.0}}
    if example.clause:
        second = [clause for clause in example.also if clause != example.clause]
        said["clause"] = {example.clause: 1 - (recipe.also if second else 0)}
        said["clause"] |= {clause: recipe.also / len(second) for clause in second}
    if example.verdict:
        said["verdict"] = {example.verdict: 1.0}
    if example.form:
        said["form"] = {example.form: 1.0}
    return {head: shares for head, shares in said.items() if head in LOSS_WEIGHTS}
