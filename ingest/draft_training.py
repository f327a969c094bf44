"""`clausewise train`: a copy of the model trained on questions, fine-tuned on the owner's example drafts, read whole.

It learns a draft's outcome, the kinds of fault in it and, so that it learns why, the words at fault. Beside it another
is trained that has not seen some of the files, and what it says of those is kept: an honest measure of how far the
network can be believed (`ingest.draft_opinions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from ingest import fine_tuning
from ingest.draft_opinions import HELD, UNHEARD, key_of
from ingest.fine_tuning import averaged, padded, shorter_numbers, tokenizer_of
from ingest.held_out import HeldOut
from ingest.integers import in_integers
from ingest.keeping import keep
from ingest.progress import Numbered, Progress
from ingest.schedule import Schedule
from knowledge.adapters import onnx_models
from knowledge.drafts import OUTCOMES
from knowledge.model import Draft
from knowledge.trained import KINDS, MODEL, OUTCOME, SENTENCES, TrainedRecord

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding, Tokenizer

    from ingest.network import Network

TOKENS = 192
"""Drafts are read a stretch at a time (`knowledge.drafts.STRETCH`), which is seldom as long."""
OUTCOME_SMOOTHING = 0.05
KINDS_WEIGHT = 2.0
"""What the kinds of fault count against the outcome; words at fault count 1."""
ONE_OF = 5
"""Of so many files, or drafts where files are few, one is held out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecipe(Schedule):
    """How a network is taught to read drafts. The same on a processor and on a GPU: there is little to leave out."""

    epochs: float = 3
    rate: float = 2.5e-4
    words: bool = False
    runs: int = 2
    """Networks taught in an order of their own, their weights averaged: what one is too sure of, others are not."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Drafts, then the rewrites, which are fine: tokens, an outcome's number each, and the faults of the drafts.

    `kinds` is (texts, labels); `words` holds for each text (tokens, labels), empty where it has no fault.
    """

    labels: tuple[str, ...]
    tokens: list[list[int]]
    outcomes: np.ndarray
    kinds: np.ndarray
    words: list[np.ndarray]

    @property
    def lengths(self) -> np.ndarray:
        return np.array([len(tokens) for tokens in self.tokens])


def train(
    drafts: Sequence[Draft],
    encoder: Path,
    trained: Path | None,
    destination: Path,
    learned_from: str,
    recipe: DraftRecipe,
    device: str,
    progress: Progress,
) -> TrainedRecord:
    """Train, measure on held-out files, export, and put the result in `destination` in one step at the end.

    Beside the network lies a copy of the model that it began as, which encodes the sentences of drafts. Both compute in
    integers, and so does what is said of the files held out.
    """
    lessons = lessons_from(drafts, tokenizer_of(encoder, TOKENS))
    held = held_out(drafts)
    told = Numbered(progress, 2 * recipe.runs)
    unseen = np.array([*held, *(out for draft, out in zip(drafts, held, strict=True) if draft.rewrite)])
    partly = _fit(lessons, np.flatnonzero(~unseen), (encoder, trained), recipe, device, told)
    rows = np.flatnonzero(held)
    heads = {OUTCOME: OUTCOMES, KINDS: lessons.labels}
    said = _asked(partly, [lessons.tokens[row] for row in rows])
    whole = _fit(lessons, np.arange(len(lessons.tokens)), (encoder, trained), recipe, device, told)
    progress.stage("writing")
    right = float((said[OUTCOME].argmax(axis=1) == lessons.outcomes[rows]).mean())
    measured = {"held_out": len(rows), "outcome_right": round(right, 4)}
    logits = {head: np.zeros((len(drafts), len(labels)), np.float32) for head, labels in heads.items()}
    for head, found in said.items():
        logits[head][rows] = found
    folds = np.where(held, HELD, UNHEARD)
    record = TrainedRecord(heads, TOKENS, learned_from, asdict(recipe), measured)

    def write(folder: Path) -> None:
        _export(whole, folder / MODEL)
        in_integers(trained or encoder / "encoder.onnx", folder / SENTENCES)

    return keep(record, HeldOut(tuple(map(key_of, drafts)), folds, logits), write, encoder, destination)


def _export(network: Network, target: Path) -> None:
    from ingest.network import export

    with TemporaryDirectory() as scratch:
        export(network, Path(scratch) / MODEL)
        in_integers(Path(scratch) / MODEL, target)


def _asked(network: Network, tokens: Sequence[list[int]]) -> dict[str, np.ndarray]:
    """Each head's logits for tokenised drafts, row by row, as the network says them once it is exported."""
    with TemporaryDirectory() as scratch:
        _export(network, Path(scratch) / MODEL)
        session = onnx_models.session(Path(scratch) / MODEL, threads=1)
        said = [session.run([OUTCOME, KINDS], onnx_models.alone(ids)) for ids in tokens]
    return {head: np.concatenate(rows) for head, rows in zip((OUTCOME, KINDS), zip(*said, strict=True), strict=True)}


def held_out(drafts: Sequence[Draft]) -> np.ndarray:
    """Which drafts are held out: some files whole; by their words where files are few."""
    sources = sorted({draft.source for draft in drafts})
    if len(sources) > 2:
        return np.array([sources.index(draft.source) % ONE_OF == 0 for draft in drafts])
    return np.array([int(key_of(draft), 16) % ONE_OF == 0 for draft in drafts])


def lessons_from(drafts: Sequence[Draft], tokenizer: Tokenizer) -> Lessons:
    """What the drafts teach."""
    labels = tuple(sorted({fault.kind for draft in drafts for fault in draft.faults}))
    rewrites = [draft.rewrite for draft in drafts if draft.rewrite]
    read = tokenizer.encode_batch([*(draft.text for draft in drafts), *rewrites])
    kinds = [[label in {fault.kind for fault in draft.faults} for label in labels] for draft in drafts]
    return Lessons(
        labels,
        [found.ids for found in read],
        np.array([*(OUTCOMES.index(draft.outcome) for draft in drafts), *([0] * len(rewrites))]),
        np.array([*kinds, *([[False] * len(labels)] * len(rewrites))], dtype=np.float32),
        [
            *(_words(draft, found, labels) for draft, found in zip(drafts, read, strict=False)),
            *([_NONE] * len(rewrites)),
        ],
    )


_NONE = np.zeros((0, 0), np.float32)


def _words(draft: Draft, read: Encoding, labels: Sequence[str]) -> np.ndarray:
    """Which tokens are at fault, and of which kind."""
    found = np.zeros((len(read.ids), len(labels)), np.float32)
    for fault in draft.faults:
        start = draft.text.find(fault.words) if fault.words else -1
        if start >= 0:
            end = start + len(fault.words or "")
            at_fault = [a < end and b > start and b > a for a, b in read.offsets]
            found[at_fault, labels.index(fault.kind)] = 1
    return found


def _fit(
    lessons: Lessons,
    rows: np.ndarray,
    start: tuple[Path, Path | None],
    recipe: DraftRecipe,
    device: str,
    progress: Progress,
) -> Network:
    """A network taught the chosen rows: the mean of as many as the recipe says."""
    encoder, trained = start
    sizes = {OUTCOME: len(OUTCOMES), KINDS: len(lessons.labels)}

    def loss(network: Network, chosen: np.ndarray, generator: np.random.Generator) -> torch.Tensor:  # noqa: ARG001
        return _loss(network, lessons, chosen, device)

    def run(seed: int) -> Network:
        network = fine_tuning.new_network(encoder, sizes, recipe, device, trained=trained, tags=len(lessons.labels))
        return fine_tuning.fit(network, lessons.lengths, rows, loss, recipe, seed, progress)

    return averaged([run(recipe.seed + number) for number in range(recipe.runs)])


def _loss(network: Network, lessons: Lessons, chosen: np.ndarray, device: str) -> torch.Tensor:
    import torch
    from torch.nn import functional

    ids, mask = padded([lessons.tokens[row] for row in chosen], device)
    words = np.zeros((*ids.shape, len(lessons.labels)), np.float32)
    for place, row in enumerate(chosen):
        told = lessons.words[row]
        words[place, : len(told)] = told if len(told) else 0
    with shorter_numbers(device):
        outcome, kinds, tags = (found.float() for found in network.tagged(ids, mask))
    right = torch.from_numpy(lessons.outcomes[chosen]).to(device)
    present = torch.from_numpy(lessons.kinds[chosen]).to(device)
    wrong = functional.binary_cross_entropy_with_logits(tags, torch.from_numpy(words).to(device), reduction="none")
    return (
        functional.cross_entropy(outcome, right, label_smoothing=OUTCOME_SMOOTHING)
        + KINDS_WEIGHT * functional.binary_cross_entropy_with_logits(kinds, present)
        + (wrong.sum(-1) * mask).sum() / mask.sum()
    )
