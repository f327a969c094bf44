"""Judges fitted on held-out signals."""

from __future__ import annotations

import numpy as np
import pytest

from ingest import fitting, verdicts
from ingest.fitting import Fold
from knowledge.learned import Judge


def folds(labels: tuple[str, ...]) -> list[Fold]:
    numbers = np.random.default_rng(7)
    made = []
    for _ in range(3):
        named = [labels[n % len(labels)] for n in range(60)]
        rows = [{"a": labels.index(label) + numbers.normal(), "b": numbers.normal()} for label in named]
        made.append(Fold(rows, named, [1.0] * len(named)))
    return made


@pytest.mark.parametrize("labels", [("no", "yes"), ("no", "none", "yes")])
def test_a_judge_says_what_its_model_says(labels: tuple[str, ...]) -> None:
    data = folds(labels)
    judge = fitting.judge(data, {})
    model = fitting._fitted(data)
    for row in data[0].signals[:10]:
        expected = model.predict_proba(np.array([[row["a"], row["b"]]]))[0]
        assert list(judge.probabilities(row).values()) == pytest.approx(expected.tolist(), abs=1e-9)


def test_a_fold_is_judged_by_a_model_that_has_not_seen_it() -> None:
    data = folds(("no", "yes"))
    turned = Fold(data[0].signals, ["yes" if label == "no" else "no" for label in data[0].labels], data[0].weights)
    assert fitting.judged_by_others([turned, *data[1:]])[0] == fitting.judged_by_others(data)[0]


def test_a_threshold_keeps_wrong_ones_within_the_bound() -> None:
    said = [(1 - n / 200, n % 20 != 0 if n < 100 else n % 2 == 0) for n in range(200)]
    least = verdicts._threshold(said)
    over = [right for share, right in said if share >= least]
    assert 1 - sum(over) / len(over) <= verdicts.WRONG
    assert len(over) > 100
    assert verdicts._threshold([(0.9, False)] * 50) == verdicts.NEVER
    assert verdicts._threshold([(0.9, True)] * 5) == verdicts.NEVER


def test_a_judge_that_learned_nothing_is_false() -> None:
    assert not Judge()
    assert verdicts.learn([], {}) == Judge()
