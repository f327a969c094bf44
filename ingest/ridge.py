"""Fitting a `knowledge.likeness.Likeness`: kernel ridge regression over all examples, carried by some of them.

Words count as they are. Meaning and cues count by likeness to landmarks, examples drawn by lot (the Nyström method): so
time and memory grow with the number of examples and not with its square, and what answers keeps the landmarks alone.
The model of all examples and those that haven't seen one fold each are solved side by side, by conjugate gradients.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge import draft_cues
from knowledge.likeness import CUES, MEANING, WORDS, Angles, Distances, Floats, Likeness, Vocabulary, counted

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LANDMARKS = 2000
RIDGE = 1.0
FEWEST_TEXTS, FEWEST_TEXTS_OF_LETTERS = 2, 3
"""Texts that a word, or a group of letters, must stand in."""
STEPS, NEAR_ENOUGH = 120, 1e-2
"""Steps of the solver at most, and what may be left of a column's length at the end."""
JITTER = 1e-4


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts with their vectors, targets (texts, labels) between 0 and 1, weights, and the fold each is held out in."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: Floats
    targets: Floats
    weights: Floats
    folds: np.ndarray


def fitted(lesson: Lesson, landmarks: int = LANDMARKS) -> tuple[Likeness, Floats]:
    """The model of all texts, and what one that was fitted without a text's fold would say of it."""
    vocabulary = _vocabulary(lesson.texts)
    terms = _matrix(vocabulary, lesson.texts) * np.float32(np.sqrt(WORDS))
    vectors = lesson.vectors.astype(np.float16)  # as they will be kept
    cues = np.array([draft_cues.read(text) for text in lesson.texts])
    drawn = _drawn(len(lesson.texts), landmarks)
    nearby, back = _by_landmarks(vectors, cues, drawn)
    base = np.average(lesson.targets, axis=0, weights=lesson.weights).astype(np.float32)
    folds = sorted(set(lesson.folds.tolist()))
    seen = np.array([np.ones(len(lesson.texts), dtype=bool), *(lesson.folds != fold for fold in folds)]).T
    wide, turned = lesson.targets.shape[1], terms.T.tocsr()

    def likened(x: Floats) -> Floats:
        return np.asarray(terms @ (turned @ x) + nearby @ (nearby.T @ x), dtype=np.float32)

    found = solved(
        likened,
        (RIDGE / lesson.weights)[:, np.newaxis].astype(np.float32),
        np.tile(lesson.targets - base, len(folds) + 1),
        np.repeat(seen, wide, axis=1),
    )
    said = likened(found)
    held_out = np.empty_like(lesson.targets)
    for number, fold in enumerate(folds, 1):
        rows = lesson.folds == fold
        held_out[rows] = base + said[rows, number * wide : (number + 1) * wide]
    everything = found[:, :wide]
    coefficients = (back @ (nearby.T @ everything)).astype(np.float32)
    weights = np.asarray(np.sqrt(WORDS) * (turned @ everything), dtype=np.float32)
    return Likeness(lesson.labels, base, coefficients, vocabulary, weights, vectors[drawn], cues[drawn]), held_out


def solved(likened: Callable[[Floats], Floats], ridge: Floats, targets: Floats, seen: np.ndarray) -> Floats:
    """For each column the x with `likened(x) + ridge * x = targets` over the rows that it has seen, 0 elsewhere.

    `likened` is symmetric and never negative; `ridge` (rows, 1) is above 0; `targets` and `seen` are (rows, columns).
    """
    left = np.where(seen, targets, 0).astype(np.float32)
    found, towards = np.zeros_like(left), left.copy()
    length = (left**2).sum(axis=0)
    enough = NEAR_ENOUGH**2 * length
    for _ in range(STEPS):
        if (length <= enough).all():
            break
        against = np.where(seen, likened(towards) + ridge * towards, 0)
        far = length / np.maximum((towards * against).sum(axis=0), 1e-20)
        found += far * towards
        left -= far * against
        before, length = length, (left**2).sum(axis=0)
        towards = left + length / np.maximum(before, 1e-20) * towards
    return found


def _drawn(count: int, landmarks: int) -> np.ndarray:
    """The rows of the landmarks, the same ones for the same number of texts."""
    return np.sort(np.random.default_rng(1).choice(count, min(landmarks, count), replace=False))


def _by_landmarks(vectors: np.ndarray, cues: Floats, drawn: np.ndarray) -> tuple[Floats, Floats]:
    """Features (texts, landmarks) whose products are the likenesses, and what leads from weights of them back."""
    from scipy.linalg import cholesky, solve_triangular

    meant, cued = Angles(vectors[drawn].astype(np.float32)), Distances(cues[drawn])
    near = MEANING * meant.kernel(vectors.astype(np.float32)) + CUES * cued.kernel(cues)
    lower = cholesky(near[drawn].astype(np.float64) + JITTER * np.eye(len(drawn)), lower=True)
    back = solve_triangular(lower, np.eye(len(drawn)), lower=True).T.astype(np.float32)
    return np.asarray(near @ back, dtype=np.float32), back


def _vocabulary(texts: Sequence[str]) -> Vocabulary:
    standing = Counter(term for text in texts for term in counted(text))
    common = sorted(
        term
        for term, count in standing.items()
        if count >= (FEWEST_TEXTS_OF_LETTERS if term.startswith("#") else FEWEST_TEXTS)
    )
    rarity = 1 + np.log((1 + len(texts)) / (1 + np.array([standing[term] for term in common], dtype=np.float32)))
    return Vocabulary({term: row for row, term in enumerate(common)}, rarity.astype(np.float32))


def _matrix(vocabulary: Vocabulary, texts: Sequence[str]) -> csr_matrix:
    from scipy.sparse import csr_matrix

    weighed: list[Any] = [vocabulary.weigh(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(terms) for terms, _ in weighed])
    columns, values = (np.concatenate([part[side] for part in weighed]) for side in (0, 1))
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary.rows)))
