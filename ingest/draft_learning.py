"""Learning from the owner's example drafts: what faults look like, in a sentence and in a whole draft.

Two kernel models (`knowledge.likeness`) are fitted in closed form. What they say of files of drafts that they have not
seen is what the two judges are fitted on: one gives each outcome its share, the other each suspicion its certainty.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest import fitting
from ingest.fitting import Fold
from knowledge import draft_cues, units
from knowledge.drafts import (
    ANY,
    FAULT,
    FINE,
    OUTCOMES,
    LearnedDrafts,
    fault_signals,
    mean_vector,
    outcome_signals,
)
from knowledge.learned import Judge
from knowledge.likeness import CUES, MEANING, WORDS, Angles, Distances, Floats, Likeness, Vocabulary, counted
from knowledge.model import Draft
from knowledge.units import Span

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FEWEST = 200
"""Drafts below which nothing is learned."""
FEWEST_OF_A_KIND = 15
FEWEST_TEXTS, FEWEST_TEXTS_OF_LETTERS = 2, 3
"""Texts that a word, or a group of letters, must stand in."""
RIDGE = 1.0
REWRITE_WEIGHT = 0.5
"""What a rewrite counts as an example of a draft that is fine."""
COVERED = 0.5
"""A sentence is at fault where half of it, or of the words at fault, lies in the other."""
FOLDS = 6


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts with their vectors, targets (texts, labels) between 0 and 1, weights, and the fold each is held out in."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: Floats
    targets: Floats
    weights: Floats
    folds: np.ndarray


def texts_of(drafts: Sequence[Draft]) -> list[str]:
    """The sentences of all drafts and rewrites, each once: what has to be encoded."""
    wholes = [text for draft in drafts for text in (draft.text, draft.rewrite) if text]
    return list(dict.fromkeys(text[start:end] for text in wholes for start, end in units.sentences(text)))


def vectors_of(drafts: Sequence[Draft], learned: LearnedDrafts) -> dict[str, Floats]:
    """The vectors that were kept when these drafts were learned from, by text."""
    drafts = _with_words(drafts)
    placed = dict.fromkeys((fold, text) for fold, text, _ in _standing(drafts, _folds(drafts)))
    return dict(zip((text for _, text in placed), learned.sentence.vectors.astype(np.float32), strict=True))


def learn(drafts: Sequence[Draft], vectors: dict[str, Floats], encoder: str) -> LearnedDrafts | None:
    """What the drafts teach; None where they are too few. `vectors` are those of `texts_of`, by text."""
    drafts = _with_words(drafts)
    kinds = Counter(fault.kind for draft in drafts for fault in draft.faults)
    labels = tuple(sorted(kind for kind, count in kinds.items() if count >= FEWEST_OF_A_KIND))
    if len(drafts) < FEWEST or not labels or {draft.outcome for draft in drafts} != set(OUTCOMES):
        return None
    folds = _folds(drafts)
    wholes = _wholes(drafts, vectors, labels, folds)
    sentences = _sentences(drafts, vectors, labels, folds)
    whole, whole_held = _fitted(wholes)
    sentence, sentence_held = _fitted(sentences)
    places = {(fold, text): row for row, (fold, text) in enumerate(zip(sentences.folds, sentences.texts, strict=True))}
    heard = [
        _Heard(
            draft,
            dict(zip(wholes.labels, whole_held[row].tolist(), strict=True)),
            [
                dict(zip(sentences.labels, sentence_held[places[folds[row], draft.text[a:b]]].tolist(), strict=True))
                for a, b in units.sentences(draft.text)
            ],
        )
        for row, draft in enumerate(drafts)
    ]
    by_fold = [[one for one, fold in zip(heard, folds, strict=True) if fold == number] for number in sorted(set(folds))]
    return LearnedDrafts(encoder, whole, sentence, _outcome_judge(by_fold), _fault_judge(by_fold, labels))


def _with_words(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if units.sentences(draft.text)]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A draft, and what models that had not seen its file say of it and its sentences."""

    draft: Draft
    whole: dict[str, float]
    sentences: list[dict[str, float]]

    @property
    def spans(self) -> list[Span]:
        return units.sentences(self.draft.text)


def _folds(drafts: Sequence[Draft]) -> np.ndarray:
    """Whole files where there are three or more, else a share of the drafts by their words."""
    sources = sorted({draft.source for draft in drafts})
    if len(sources) > 2:
        return np.array([sources.index(draft.source) % FOLDS for draft in drafts])
    hashes = [hashlib.sha256(draft.text.encode()).digest()[0] for draft in drafts]
    return np.array([number % FOLDS for number in hashes])


def _wholes(drafts: Sequence[Draft], vectors: dict[str, Floats], kinds: tuple[str, ...], folds: np.ndarray) -> Lesson:
    """Each draft with its outcome and kinds, then the rewrites, which are fine."""
    rewrites = [(d.rewrite, fold) for d, fold in zip(drafts, folds, strict=True) if d.rewrite]
    texts = (*(draft.text for draft in drafts), *(text for text, _ in rewrites))
    labels = (*OUTCOMES, *kinds)
    told = [{draft.outcome, *(fault.kind for fault in draft.faults)} for draft in drafts]
    told += [{OUTCOMES[0]}] * len(rewrites)
    spans = [units.sentences(text) for text in texts]
    means = [
        mean_vector(np.array([vectors[text[a:b]] for a, b in found]), found)
        for text, found in zip(texts, spans, strict=True)
    ]
    return Lesson(
        labels,
        texts,
        np.array(means, dtype=np.float32),
        np.array([[label in found for label in labels] for found in told], dtype=np.float32),
        np.array([1.0] * len(drafts) + [REWRITE_WEIGHT] * len(rewrites), dtype=np.float32),
        np.array([*folds, *(fold for _, fold in rewrites)]),
    )


def _sentences(
    drafts: Sequence[Draft], vectors: dict[str, Floats], kinds: tuple[str, ...], folds: np.ndarray
) -> Lesson:
    """Each sentence once a fold, with the share of its occurrences that have each kind of fault."""
    labels = (*kinds, ANY)
    found: dict[tuple[int, str], list[list[float]]] = {}
    for fold, text, faults in _standing(drafts, folds):
        told = [float(kind in faults) for kind in kinds] + [float(bool(faults))]
        found.setdefault((fold, text), []).append(told)
    texts = tuple(text for _, text in found)
    return Lesson(
        labels,
        texts,
        np.array([vectors[text] for text in texts], dtype=np.float32),
        np.array([np.mean(told, axis=0) for told in found.values()], dtype=np.float32),
        np.ones(len(found), dtype=np.float32),
        np.array([fold for fold, _ in found]),
    )


def _standing(drafts: Sequence[Draft], folds: np.ndarray) -> Iterator[tuple[int, str, set[str]]]:
    """Every sentence of a draft or rewrite with its fold and the kinds of fault it has, none in a rewrite."""
    for draft, fold in zip(drafts, folds, strict=True):
        for start, end in units.sentences(draft.text):
            yield int(fold), draft.text[start:end], faults_of(draft, (start, end))
        rewrite = draft.rewrite or ""
        for start, end in units.sentences(rewrite):
            yield int(fold), rewrite[start:end], set()


def faults_of(draft: Draft, sentence: Span) -> set[str]:
    """The kinds of fault whose words a sentence shares enough of."""
    kinds = set()
    for fault in draft.faults:
        start = draft.text.find(fault.words) if fault.words else -1
        if start < 0 or not fault.words:
            continue
        shared = min(sentence[1], start + len(fault.words)) - max(sentence[0], start)
        if shared > 0 and shared >= COVERED * min(sentence[1] - sentence[0], len(fault.words)):
            kinds.add(fault.kind)
    return kinds


def _fitted(lesson: Lesson) -> tuple[Likeness, Floats]:
    """The model of all texts, and what one that was fitted without a text's fold would say of it."""
    vocabulary = _vocabulary(lesson.texts)
    terms = _matrix(vocabulary, lesson.texts)
    found = np.array([draft_cues.read(text) for text in lesson.texts])
    kernel = WORDS * (terms @ terms.T).toarray()
    vectors = lesson.vectors.astype(np.float16)  # as they will be kept
    kernel += MEANING * Angles(vectors.astype(np.float32)).kernel(vectors.astype(np.float32))
    kernel += CUES * Distances(found).kernel(found)
    base = np.average(lesson.targets, axis=0, weights=lesson.weights).astype(np.float32)
    inverse = _inverse(kernel + np.diag(RIDGE / lesson.weights))
    coefficients = inverse @ (lesson.targets - base)
    held_out = np.empty_like(lesson.targets)
    for fold in sorted(set(lesson.folds)):
        rows = np.flatnonzero(lesson.folds == fold)
        missed = np.linalg.solve(inverse[np.ix_(rows, rows)], coefficients[rows])
        held_out[rows] = lesson.targets[rows] - missed
    weights = WORDS * (terms.T @ coefficients)
    return Likeness(lesson.labels, base, coefficients, vocabulary, weights, vectors, found), held_out


def _inverse(system: Floats) -> Floats:
    """The inverse of a symmetric, positive matrix.

    With it, what a model fitted without some rows would say of them follows in closed form, no model fitted again.
    """
    from scipy.linalg import lapack

    factor, _ = lapack.spotrf(system, lower=True, overwrite_a=True)
    half, _ = lapack.spotri(factor, lower=True, overwrite_c=True)
    return np.asarray(np.tril(half) + np.tril(half, -1).T, dtype=np.float32)


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


def _outcome_judge(by_fold: Sequence[Sequence[_Heard]]) -> Judge:
    folds = [
        Fold(
            [outcome_signals(one.whole, one.sentences, one.spans) for one in heard],
            [one.draft.outcome for one in heard],
            [1.0] * len(heard),
        )
        for heard in by_fold
    ]
    return fitting.judge(folds, {})


def _fault_judge(by_fold: Sequence[Sequence[_Heard]], kinds: Sequence[str]) -> Judge:
    folds = []
    for heard in by_fold:
        pairs = [
            (fault_signals(kind, scores, one.whole), FAULT if kind in faults_of(one.draft, span) else FINE)
            for one in heard
            for scores, span in zip(one.sentences, one.spans, strict=True)
            for kind in kinds
        ]
        folds.append(Fold([signals for signals, _ in pairs], [label for _, label in pairs], [1.0] * len(pairs)))
    return fitting.judge(folds, {})
