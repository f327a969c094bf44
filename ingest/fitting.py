"""Logistic regression over named signals of held-out examples, as the judges of `knowledge.learned` read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.learned import Judge

STRENGTH = 0.05
"""Inverse of the regularisation: signals are many and much alike."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Examples held out together: signals by name, the right label and a weight for each."""

    signals: list[dict[str, float]]
    labels: list[str]
    weights: list[float]


def judged_by_others(folds: Sequence[Fold]) -> list[list[dict[str, float]]]:
    """Each fold's probabilities by label, from a model that was fitted on the other folds."""
    judged = []
    for number, held in enumerate(folds):
        model = _fitted([fold for place, fold in enumerate(folds) if place != number])
        shares = model.predict_proba(_matrix(held, _names(folds)))
        judged.append([dict(zip(map(str, model.classes_), row.tolist(), strict=True)) for row in shares])
    return judged


def judge(folds: Sequence[Fold], sure: dict[str, float]) -> Judge:
    """The model of all folds, its scaling folded into the weights."""
    model = _fitted(folds)
    scaler, regression = model[0], model[1]
    weights = regression.coef_ / scaler.scale_
    bias = regression.intercept_ - weights @ scaler.mean_
    names, labels = _names(folds), [str(label) for label in regression.classes_]
    if len(labels) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.array([-1, 1]) * bias / 2
    rows = {label: dict(zip(names, row.tolist(), strict=True)) for label, row in zip(labels, weights, strict=True)}
    return Judge(rows, dict(zip(labels, bias.tolist(), strict=True)), sure)


def _names(folds: Sequence[Fold]) -> list[str]:
    return sorted(folds[0].signals[0])


def _matrix(fold: Fold, names: Sequence[str]) -> Any:
    return np.array([[row[name] for name in names] for row in fold.signals])


def _fitted(folds: Sequence[Fold]) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    names = _names(folds)
    rows = np.vstack([_matrix(fold, names) for fold in folds])
    labels = [label for fold in folds for label in fold.labels]
    weights = [weight for fold in folds for weight in fold.weights]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=300))
    return model.fit(rows, labels, logisticregression__sample_weight=weights)
