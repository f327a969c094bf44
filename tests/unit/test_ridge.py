"""`ingest.ridge`: the solver against the textbook, and models of held-out folds against models fitted without them."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.ridge import Lesson, fitted, solved
from knowledge.adapters.memory import MemoryEncoder

WORDS = "tea cake till code alarm bread milk shop van rota".split()


def lesson(count: int) -> Lesson:
    random = np.random.default_rng(3)
    texts = tuple(" ".join(random.choice(WORDS, 4)) + f" {number}" for number in range(count))
    targets = np.array([["code" in text, "tea" in text] for text in texts], dtype=np.float32)
    weights = random.choice([0.5, 1.0], count).astype(np.float32)
    return Lesson(("code", "tea"), texts, MemoryEncoder().encode(texts), targets, weights, np.arange(count) % 3)


def test_the_solver_agrees_with_the_textbook() -> None:
    random = np.random.default_rng(1)
    root = random.normal(size=(40, 12)).astype(np.float32)
    ridges = random.uniform(1, 2, (40, 1)).astype(np.float32)
    targets = random.normal(size=(40, 2)).astype(np.float32)
    seen = np.ones((40, 2), dtype=bool)
    seen[::3, 1] = False
    found = solved(lambda x: root @ (root.T @ x), ridges, targets, seen)
    for column in range(2):
        rows = seen[:, column]
        system = root[rows] @ root[rows].T + np.diag(ridges[rows, 0])
        assert found[rows, column] == pytest.approx(np.linalg.solve(system, targets[rows, column]), abs=0.02)
        assert not found[~rows, column].any()


def test_what_is_held_out_is_what_a_model_without_it_says() -> None:
    everything = lesson(90)
    _, held_out = fitted(everything)
    rows = everything.folds == 0
    rest = Lesson(
        everything.labels,
        tuple(text for text, out in zip(everything.texts, rows, strict=True) if not out),
        everything.vectors[~rows],
        everything.targets[~rows],
        everything.weights[~rows],
        everything.folds[~rows],
    )
    other, _ = fitted(rest)
    texts = [text for text, out in zip(everything.texts, rows, strict=True) if out]
    said = other.scores(texts, everything.vectors[rows])
    assert np.abs(said - held_out[rows]).mean() < 0.05  # its words and their rarity are the others' alone


def test_few_landmarks_say_nearly_what_all_say() -> None:
    everything = lesson(120)
    whole, _ = fitted(everything)
    carried, _ = fitted(everything, landmarks=60)
    assert len(carried.vectors) == 60
    new = ["code and tea 7", "milk for the van", "alarm code by the till"]
    vectors = MemoryEncoder().encode(new)
    assert carried.scores(new, vectors) == pytest.approx(whole.scores(new, vectors), abs=0.15)
