"""`clausewise train`: a copy of the encoder fine-tuned on the owner's examples, with a head for each thing they label.

Models that have not seen some files are trained beside it, and what they say of those files is kept for the gate to be
calibrated on.

How it is taught stands in `ingest.fine_tuning`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest import fine_tuning
from ingest.fine_tuning import asked, averaged, padded, shorter_numbers, tokenizer_of
from ingest.held_out import HeldOut, folds_of, key_of
from ingest.keeping import keep
from ingest.lessons import LOSS_WEIGHTS, TOKENS, VARIANTS, Lessons, Recipe, lessons_from
from ingest.progress import Numbered, Progress
from ingest.trained_model import examples_sha256
from knowledge.model import Example, Passage
from knowledge.trained import MODEL, TrainedRecord

if TYPE_CHECKING:
    import torch

    from ingest.network import Network


def fit(
    lessons: Lessons, rows: np.ndarray, encoder: Path, recipe: Recipe, seed: int, device: str, progress: Progress
) -> Network:
    """A network trained on the chosen rows of the lessons."""
    sizes = {head: len(names) for head, names in lessons.labels.items()}
    network = fine_tuning.new_network(encoder, sizes, recipe, device)

    def loss(network: Network, chosen: np.ndarray, generator: np.random.Generator) -> torch.Tensor:
        return _loss(network, lessons, chosen, recipe, generator, device)

    return fine_tuning.fit(network, lessons.lengths, rows, loss, recipe, seed, progress)


def _loss(
    network: Network,
    lessons: Lessons,
    chosen: np.ndarray,
    recipe: Recipe,
    generator: np.random.Generator,
    device: str,
) -> torch.Tensor:
    """How far the heads are from their targets, and under two dropouts from each other."""
    import torch
    from torch.nn import functional

    variants = np.where(
        generator.random(len(chosen)) < recipe.hurried, generator.integers(1, VARIANTS + 1, len(chosen)), 0
    )
    ids, mask = padded([lessons.tokens[v][row] for v, row in zip(variants, chosen, strict=True)], device)
    times = 2 if recipe.agreement else 1
    with shorter_numbers(device):
        logits = network(ids.repeat(times, 1), mask.repeat(times, 1))[1:]
    loss = torch.zeros((), device=device)
    for head, found in zip(lessons.labels, logits, strict=True):
        said = functional.log_softmax(found.float(), dim=-1)
        target = torch.from_numpy(lessons.targets[head][chosen]).to(device).repeat(times, 1)
        loss = loss - LOSS_WEIGHTS[head] * (target * said).sum() / len(said)
        if recipe.agreement and head in ("clause", "scope", "verdict"):
            one, other = said.chunk(2)
            apart = functional.kl_div(one, other, log_target=True, reduction="sum")
            apart = apart + functional.kl_div(other, one, log_target=True, reduction="sum")
            loss = loss + apart / 2 / len(chosen)
    return loss


def train(
    examples: Sequence[Example],
    passages: Sequence[Passage],
    encoder: Path,
    destination: Path,
    recipe: Recipe,
    device: str,
    progress: Progress,
) -> TrainedRecord:
    """Train, measure on held-out files, export, and put the result in `destination` in one step at the end."""
    progress.stage("reading examples")
    lessons = lessons_from(examples, passages, tokenizer_of(encoder, TOKENS), recipe)
    folds = folds_of(examples, recipe.folds)
    held = np.unique(folds)
    told = Numbered(progress, len(held) + recipe.runs)
    parts = [hold_out(lessons, folds, int(fold), encoder, recipe, device, told) for fold in held]
    everything = np.arange(len(lessons.tokens[0]))
    networks = [
        fit(lessons, everything, encoder, recipe, recipe.seed + run, device, told) for run in range(recipe.runs)
    ]
    progress.stage("writing")
    return write(averaged(networks), lessons, examples, folds, parts, encoder, destination, recipe)


def hold_out(
    lessons: Lessons, folds: np.ndarray, fold: int, encoder: Path, recipe: Recipe, device: str, progress: Progress
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The rows of a fold, and what a model trained without them says of them."""
    rest = np.concatenate([np.flatnonzero(folds != fold), np.arange(len(folds), len(lessons.tokens[0]))])
    network = fit(lessons, rest, encoder, recipe, recipe.seed, device, progress)
    held = np.flatnonzero(folds == fold)
    return held, asked(network, [lessons.tokens[0][row] for row in held], list(lessons.labels), device)


def write(
    network: Network,
    lessons: Lessons,
    examples: Sequence[Example],
    folds: np.ndarray,
    parts: Sequence[tuple[np.ndarray, dict[str, np.ndarray]]],
    encoder: Path,
    destination: Path,
    recipe: Recipe,
) -> TrainedRecord:
    """Keep the network with what its parts say of what they hadn't seen."""
    from ingest.network import export

    rows = np.concatenate([held for held, _ in parts])
    logits = {head: np.concatenate([said[head] for _, said in parts]) for head in lessons.labels}
    measured = _measured(lessons, rows, logits, examples)
    record = TrainedRecord(lessons.labels, TOKENS, examples_sha256(examples), asdict(recipe), measured)
    held_out = HeldOut(tuple(key_of(examples[row]) for row in rows), folds[rows], logits)
    return keep(record, held_out, lambda folder: export(network, folder / MODEL), encoder, destination)


def _measured(
    lessons: Lessons, rows: np.ndarray, logits: dict[str, np.ndarray], examples: Sequence[Example]
) -> dict[str, float]:
    """How often the right clause is first, and among three, for questions of files that were held out."""
    names = np.array(lessons.labels["clause"])
    first = third = count = 0
    for said, row in zip(logits["clause"], rows, strict=True):
        example = examples[row]
        if example.clause in lessons.labels["clause"]:
            right = {example.clause, *example.also}
            best = names[np.argsort(-said)[:3]]
            first += best[0] in right
            third += not right.isdisjoint(best)
            count += 1
    shares = {"clause_first": first / max(1, count), "among_three": third / max(1, count)}
    return {"held_out": count, **{name: round(share, 4) for name, share in shares.items()}}
