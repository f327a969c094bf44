"""What a draft says between the lines: how likely each outcome is, and the words that are probably at fault.

Learned from the owner's example drafts, sentence by sentence and whole (`ingest.draft_learning`). A draft's vector is
the mean of its sentences', so that only these are encoded; a long draft is read a stretch at a time, and the stretch
that is least likely to be fine decides. Where a network was trained to read drafts (`ingest.draft_training`), its
opinion of the whole stretch is heard, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge import units
from knowledge.learned import Judge
from knowledge.likeness import Floats, Likeness
from knowledge.model import Vector, Vectors
from knowledge.ports import DraftNetwork, Encoder
from knowledge.trained import Opinion
from knowledge.units import Span

OUTCOMES = ("ok", "change_first", "ask_first", "do_not_share")
ANY = "any"
"""The label of a sentence that has a fault, of whatever kind."""
FAULT, FINE = "fault", "fine"
STRETCH = 600
"""Characters of a draft that are read together: example drafts are seldom longer."""
WORTH_POSTING = 100
"""Characters without a fault from which more of them make no difference."""
CLEARLY = 0.3
"""Score from which a signal counts a second time: what is nearly certain says more than twice what is likely."""
HARDLY = 1e-3
"""A share below which it makes no difference how small it is."""
WORST = 3
"""Sentences, the worst ones, that are weighed together."""
LEAST = 0.25
"""Certainty below which words are not suspected."""
NAMED = 0.2
"""The same in a draft that is likelier at fault than fine, for the surest words where there are no others."""
CARRIES = 0.6
"""Phrases are at fault with the worst one of their sentence where they score at least this share of it."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Words that the models hold to be at fault, `text[start:end]`; `certainty` is the share of such that are.

    `clauses` is empty where the kind's own clauses hold.
    """

    kind: str
    start: int
    end: int
    certainty: float
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Suspects in the order they stand, and a share for each outcome; they add up to 1."""

    suspects: tuple[Suspect, ...]
    outcomes: dict[str, float]


@dataclass(frozen=True, slots=True)
class LearnedDrafts:
    """Everything learned from example drafts.

    `encoder` is the fingerprint of the model that their vectors are of; `learned_from` is a hash of the drafts;
    `network` is the fingerprint of the trained network whose opinion is heard, "" where none is.
    """

    encoder: str
    learned_from: str
    whole: Likeness
    sentence: Likeness
    outcome: Judge
    fault: Judge
    network: str = ""


class DraftReader:
    """Reads drafts with what was learned from examples. Keeps nothing of them."""

    def __init__(self, encoder: Encoder, learned: LearnedDrafts, network: DraftNetwork | None = None) -> None:
        """`encoder` and `network` must be those that were learned with."""
        self._encoder, self._learned, self._network = encoder, learned, network
        self._heard: dict[str, tuple[Vector, dict[str, float]]] | None = None
        self._said: dict[str, Opinion] | None = None

    def load(self) -> None:
        """Have the models ready, so that the first draft waits no longer than the next."""
        self.read("ready")

    def remembering(self) -> DraftReader:
        """A reader for one draft and versions of it: what it has read once it knows, until it is let go of."""
        reader = DraftReader(self._encoder, self._learned, self._network)
        reader._heard, reader._said = {}, {}
        return reader

    def read(self, text: str) -> Reading:
        """What the models make of a draft; a text without words is fine."""
        readings = [self._stretch(text, sentences) for sentences in stretches(text)]
        if not readings:
            return Reading((), {outcome: float(outcome == OUTCOMES[0]) for outcome in OUTCOMES})
        worst = min(readings, key=lambda reading: reading.outcomes[OUTCOMES[0]])
        suspects = tuple(suspect for reading in readings for suspect in reading.suspects)
        return Reading(suspects, _heeding(worst.outcomes, max((s.certainty for s in suspects), default=0.0)))

    def _stretch(self, text: str, sentences: Sequence[Span]) -> Reading:
        texts = [text[start:end] for start, end in sentences]
        together = text[sentences[0][0] : sentences[-1][1]]
        with ThreadPoolExecutor(1) as beside:  # each on a core of its own
            heard = beside.submit(self._opinion, self._network, together) if self._network else None
            vectors, found = self._sentences(texts)
            whole = scores_by_label(self._learned.whole, [together], mean_vector(vectors, sentences)[np.newaxis])[0]
            opinion = heard.result() if heard else None
        outcomes = self._learned.outcome.probabilities(outcome_signals(whole, found, sentences, opinion))
        judged = [self._judged(scores, whole, opinion) for scores in found]
        least = _least(judged, fine=outcomes.get(OUTCOMES[0], 0.0))
        suspects = [
            suspect
            for span, scores, certainties in zip(sentences, found, judged, strict=True)
            for suspect in self._suspects(text, span, scores, certainties, least)
        ]
        return Reading(tuple(suspects), {outcome: outcomes.get(outcome, 0.0) for outcome in OUTCOMES})

    def _opinion(self, network: DraftNetwork, text: str) -> Opinion:
        """What the network says of a stretch; not asked again what it was asked before."""
        said = {} if self._said is None else self._said
        if text not in said:
            said[text] = network.opinion(text)
        return said[text]

    def _sentences(self, texts: Sequence[str]) -> tuple[Vectors, list[dict[str, float]]]:
        """Vectors and scores of sentences or phrases; those that were read before are not read again."""
        heard = {} if self._heard is None else self._heard
        new = [text for text in dict.fromkeys(texts) if text not in heard]
        if new:
            vectors = self._encoder.encode(new)
            scores = scores_by_label(self._learned.sentence, new, vectors)
            heard.update(zip(new, zip(vectors, scores, strict=True), strict=True))
        return np.array([heard[text][0] for text in texts]), [heard[text][1] for text in texts]

    def _judged(self, scores: dict[str, float], whole: dict[str, float], opinion: Opinion | None) -> dict[str, float]:
        """How certain it is of each kind of fault that a sentence has it."""
        return {
            kind: self._learned.fault.probabilities(fault_signals(kind, scores, whole, opinion)).get(FAULT, 0.0)
            for kind in scores
            if kind != ANY
        }

    def _suspects(
        self, text: str, sentence: Span, scores: dict[str, float], judged: dict[str, float], least: float
    ) -> list[Suspect]:
        likely = sorted((kind for kind in judged if judged[kind] >= least), key=lambda kind: (-judged[kind], kind))
        if not likely:
            return []
        phrases = [(sentence[0] + start, sentence[0] + end) for start, end in units.phrases(text[slice(*sentence)])]
        texts = [text[start:end] for start, end in phrases]
        apart = self._sentences(texts)[1] if len(phrases) > 1 else [scores]
        return [
            Suspect(kind, *_carrying(phrases, [found[kind] for found in apart]), round(judged[kind], 4))
            for kind in likely
        ]


def _least(judged: Sequence[Mapping[str, float]], fine: float) -> float:
    """The certainty from which words are suspected: that of the surest, where a draft is at fault and none is sure."""
    surest = max(max(certainties.values(), default=0.0) for certainties in judged)
    return LEAST if fine >= 1 / 2 or surest >= LEAST else max(surest, NAMED)


def _heeding(outcomes: dict[str, float], certainty: float) -> dict[str, float]:
    """Shares in which a draft is no surer to be fine than its surest suspect is to be none, however long it is."""
    fine = outcomes[OUTCOMES[0]]
    if fine <= 1 - certainty:
        return outcomes
    grown = certainty / (1 - fine) if fine < 1 else 0.0
    return {outcome: 1 - certainty if outcome == OUTCOMES[0] else share * grown for outcome, share in outcomes.items()}


def _carrying(phrases: Sequence[Span], scores: Sequence[float]) -> Span:
    """The phrase that is most likely at fault, with those beside it that are nearly as likely."""
    first = last = int(np.argmax(scores))
    enough = scores[first] * CARRIES
    while first > 0 and scores[first - 1] >= enough:
        first -= 1
    while last + 1 < len(phrases) and scores[last + 1] >= enough:
        last += 1
    return phrases[first][0], phrases[last][1]


def stretches(text: str) -> list[list[Span]]:
    """A draft's sentences, those that are read together in one list."""
    found: list[list[Span]] = []
    for sentence in units.sentences(text):
        if found and sentence[1] - found[-1][0][0] <= STRETCH:
            found[-1].append(sentence)
        else:
            found.append([sentence])
    return found


def mean_vector(vectors: Vectors, sentences: Sequence[Span]) -> Floats:
    """A draft's vector of unit length from its sentences', long ones counting more, but less than by their length."""
    weights = np.sqrt(np.array([end - start for start, end in sentences], dtype=np.float32))
    mean = weights @ vectors
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def scores_by_label(model: Likeness, texts: Sequence[str], vectors: Vectors) -> list[dict[str, float]]:
    """What a model says of each text, by label."""
    return [dict(zip(model.labels, row.tolist(), strict=True)) for row in model.scores(texts, vectors)]


def outcome_signals(
    whole: Mapping[str, float],
    sentences: Sequence[Mapping[str, float]],
    spans: Sequence[Span],
    opinion: Opinion | None = None,
) -> dict[str, float]:
    """Everything that an outcome is decided by: what is said of the whole, of its sentences, and by the network."""
    faulty = np.array([scores[ANY] for scores in sentences])
    lengths = np.array([end - start for start, end in spans])
    ordered = np.sort(faulty)[::-1]
    kinds = [label for label in sentences[0] if label != ANY]
    signals = {
        **{f"whole {label}": score for label, score in whole.items()},
        **{f"most {kind}": max(scores[kind] for scores in sentences) for kind in kinds},
        "most": float(ordered[0]),
        "second": float(ordered[1]) if len(ordered) > 1 else 0.0,
        "least": float(ordered[-1]),
        "together": float(1 - np.prod(1 - np.clip(ordered[:WORST], 0, 0.95))),
        "share": float(np.clip(faulty, 0, 1) @ lengths / lengths.sum()),
        "left": min(float(lengths[faulty < LEAST].sum()) / WORTH_POSTING, 1.0),
        "single": float(len(spans) == 1),
    }
    signals |= {f"{name}, clearly": max(signal - CLEARLY, 0.0) for name, signal in signals.items()}
    heard = {**opinion.outcomes, **opinion.kinds} if opinion else {}
    return signals | {f"network {name}": _log(share) for name, share in heard.items()}


def _log(share: float) -> float:
    """Shares near 0 differ most."""
    return float(np.log(max(share, HARDLY)))


def fault_signals(
    kind: str, sentence: Mapping[str, float], whole: Mapping[str, float], opinion: Opinion | None = None
) -> dict[str, float]:
    """Whether a sentence has a fault of a kind: what is said of it, and of the whole that it stands in."""
    others = max(score for label, score in sentence.items() if label not in (kind, ANY))
    signals = {
        "kind": sentence[kind],
        "any": sentence[ANY],
        "others": others,
        "whole kind": whole[kind],
        "whole ok": whole[OUTCOMES[0]],
    }
    if opinion:
        signals |= {
            "network kind": _log(opinion.kinds.get(kind, 0.0)),
            "network ok": _log(opinion.outcomes[OUTCOMES[0]]),
        }
    return signals


def packed(learned: LearnedDrafts) -> dict[str, Any]:
    """Arrays to keep; the judges are kept apart."""
    return {
        "encoder": np.array(learned.encoder),
        "learned_from": np.array(learned.learned_from),
        "network": np.array(learned.network),
        **learned.whole.packed("whole"),
        **learned.sentence.packed("sentence"),
    }


def unpacked(arrays: Mapping[str, Any], outcome: Judge, fault: Judge) -> LearnedDrafts:
    """What `packed` gave, and the judges; what was packed before it named what it had learned from is read, too."""
    whole, sentence = Likeness.unpacked(arrays, "whole"), Likeness.unpacked(arrays, "sentence")
    encoder, learned_from, network = (str(arrays.get(name, "")) for name in ("encoder", "learned_from", "network"))
    return LearnedDrafts(encoder, learned_from, whole, sentence, outcome, fault, network)
