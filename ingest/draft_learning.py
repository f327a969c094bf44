"""Learning from the owner's example drafts: what faults look like, in a sentence and in a whole draft.

Two kernel models (`knowledge.likeness`) are fitted (`ingest.ridge`). What they say of files of drafts that they have
not seen is what the two judges are fitted on: one gives each outcome its share, the other each suspicion its certainty.
Where a network was trained (`ingest.draft_training`), the judges hear it, too, and are fitted on the drafts that it has
not seen.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from ingest import fitting
from ingest.fitting import Fold
from ingest.ridge import Lesson, fitted
from knowledge import units
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
from knowledge.likeness import Floats
from knowledge.model import Draft
from knowledge.trained import Opinion
from knowledge.units import Span

FEWEST = 200
"""Drafts below which nothing is learned."""
FEWEST_OF_A_KIND = 15
REWRITE_WEIGHT = 0.5
"""What a rewrite counts as an example of a draft that is fine."""
COVERED = 0.5
"""A sentence is at fault where half of it, or of the words at fault, lies in the other."""
FOLDS = 6


def texts_of(drafts: Sequence[Draft]) -> list[str]:
    """The sentences of all drafts and rewrites, each once: what has to be encoded."""
    wholes = [text for draft in drafts for text in (draft.text, draft.rewrite) if text]
    return list(dict.fromkeys(text[start:end] for text in wholes for start, end in units.sentences(text)))


def learn(
    drafts: Sequence[Draft],
    vectors: dict[str, Floats],
    encoder: str,
    network: str = "",
    opinions: Mapping[str, Opinion] | None = None,
) -> LearnedDrafts | None:
    """What the drafts teach; None where they are too few. `vectors` are those of `texts_of`, by text.

    `network` is the fingerprint of a trained network, and `opinions` what it says of drafts that it hasn't seen, by
    text. Where these are too few it isn't heard.
    """
    drafts = _with_words(drafts)
    if not enough(drafts):
        return None
    labels = _common(drafts)
    folds = _folds(drafts)
    wholes = _wholes(drafts, vectors, labels, folds)
    sentences = _sentences(drafts, vectors, labels, folds)
    whole, whole_held = fitted(wholes)
    sentence, sentence_held = fitted(sentences)
    places = {(fold, text): row for row, (fold, text) in enumerate(zip(sentences.folds, sentences.texts, strict=True))}
    heard = [
        _Heard(
            draft,
            dict(zip(wholes.labels, whole_held[row].tolist(), strict=True)),
            [
                dict(zip(sentences.labels, sentence_held[places[folds[row], draft.text[a:b]]].tolist(), strict=True))
                for a, b in units.sentences(draft.text)
            ],
            opinions.get(draft.text) if opinions else None,
        )
        for row, draft in enumerate(drafts)
    ]
    with_opinion = [one for one in heard if one.opinion]
    listening = len(with_opinion) >= FEWEST and {one.draft.outcome for one in with_opinion} == set(OUTCOMES)
    judged = with_opinion if listening else [replace(one, opinion=None) for one in heard]
    judges = _outcome_judge(judged), _fault_judge(judged, labels)
    return LearnedDrafts(encoder, drafts_sha256(drafts), whole, sentence, *judges, network if listening else "")


def enough(drafts: Sequence[Draft]) -> bool:
    """Whether there are drafts enough, of every outcome, to learn from."""
    told = _with_words(drafts)
    return len(told) >= FEWEST and bool(_common(told)) and {draft.outcome for draft in told} == set(OUTCOMES)


def _common(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """The kinds of fault that there are examples enough of."""
    kinds = Counter(fault.kind for draft in drafts for fault in draft.faults)
    return tuple(sorted(kind for kind, count in kinds.items() if count >= FEWEST_OF_A_KIND))


def drafts_sha256(drafts: Sequence[Draft]) -> str:
    """A hash of everything that drafts teach."""
    told = [asdict(draft) for draft in _with_words(drafts)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _with_words(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if units.sentences(draft.text)]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A draft, and what models that had not seen its file say of it and its sentences; a network's opinion, if any."""

    draft: Draft
    whole: dict[str, float]
    sentences: list[dict[str, float]]
    opinion: Opinion | None

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


def _outcome_judge(heard: Sequence[_Heard]) -> Judge:
    signals = [outcome_signals(one.whole, one.sentences, one.spans, one.opinion) for one in heard]
    return _judge(signals, [one.draft.outcome for one in heard])


def _fault_judge(heard: Sequence[_Heard], kinds: Sequence[str]) -> Judge:
    pairs = [
        (fault_signals(kind, scores, one.whole, one.opinion), FAULT if kind in faults_of(one.draft, span) else FINE)
        for one in heard
        for scores, span in zip(one.sentences, one.spans, strict=True)
        for kind in kinds
    ]
    return _judge([signals for signals, _ in pairs], [label for _, label in pairs])


def _judge(signals: list[dict[str, float]], labels: list[str]) -> Judge:
    return fitting.judge([Fold(signals, labels, [1.0] * len(labels))], {})
