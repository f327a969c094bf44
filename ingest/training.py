"""`clausewise train`: a copy of the encoder fine-tuned on the owner's examples, with a head for each thing they label.

Models that have not seen some files are trained beside it, and what they say of those files is kept for the gate to be
calibrated on.

The same seed gives the same model on the same processor. Nothing is replaced before the new model is complete.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.held_out import HeldOut, folds_of, key_of
from ingest.lessons import LOSS_WEIGHTS, TOKENS, VARIANTS, Lessons, Recipe, lessons_from
from ingest.progress import Numbered, Progress
from ingest.trained_model import examples_sha256
from knowledge.hashing import file_sha256
from knowledge.model import Example, Passage
from knowledge.trained import HELD_OUT, MODEL, RECORD, TOKENIZER, TrainedRecord

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

    from ingest.network import Network

ASKED_AT_ONCE = 64


def fit(
    lessons: Lessons, rows: np.ndarray, encoder: Path, recipe: Recipe, seed: int, device: str, progress: Progress
) -> Network:
    """A network trained on the chosen rows of the lessons."""
    import torch

    from ingest.network import Network, weights_of

    torch.manual_seed(recipe.seed)  # the same heads to begin with, so that runs can be averaged
    record = json.loads((encoder / "encoder.json").read_text(encoding="utf-8"))
    sizes = {head: len(names) for head, names in lessons.labels.items()}
    network = Network(weights_of(encoder / "encoder.onnx"), int(record["attention_heads"]), sizes, recipe.dropout)
    network.to(device).train()
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    batch = min(recipe.batch, len(rows))
    steps = int(len(rows) // batch * recipe.epochs)
    optimiser = torch.optim.AdamW(_groups(network, recipe), eps=1e-6, weight_decay=0.01)
    warm = max(1, int(steps * recipe.warm_up))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: step / warm if step < warm else (steps - step) / max(1, steps - warm)
    )
    progress.stage("training", steps)
    for _, chosen in zip(range(steps), _batches(lessons, rows, batch, generator), strict=False):
        loss = _loss(network, lessons, chosen, recipe, generator, device)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        progress.advance()
    network.eval()
    return network


def _groups(network: Network, recipe: Recipe) -> list[dict[str, Any]]:
    """Parameters with their learning rates, lower layers slower."""
    groups: defaultdict[float, list[torch.nn.Parameter]] = defaultdict(list)
    for name, parameter in network.named_parameters():
        depth = int(name.split("_")[2]) + 1 if name.startswith("encoder") else 0
        lower = recipe.rate * recipe.decay ** (network.layers - depth)
        groups[recipe.head_rate if name.startswith("heads") else lower].append(parameter)
    return [{"params": parameters, "lr": rate} for rate, parameters in groups.items()]


def _batches(lessons: Lessons, rows: np.ndarray, size: int, generator: np.random.Generator) -> Iterator[np.ndarray]:
    """Batches without end, each of texts of about the same length."""
    lengths = np.array([len(tokens) for tokens in lessons.tokens[0]])
    while True:
        order = rows[np.argsort(lengths[rows] + generator.random(len(rows)) * 12)]
        order = order[: len(order) // size * size]
        order = np.roll(order, int(generator.integers(len(order)))).reshape(-1, size)
        yield from order[generator.permutation(len(order))]


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
    ids, mask = _padded([lessons.tokens[v][row] for v, row in zip(variants, chosen, strict=True)], device)
    times = 2 if recipe.agreement else 1
    with torch.autocast("cuda", torch.bfloat16, enabled=device.startswith("cuda")):
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


def _padded(tokens: Sequence[list[int]], device: str) -> tuple[torch.Tensor, torch.Tensor]:
    import torch

    ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
    mask = np.zeros_like(ids)
    for row, found in enumerate(tokens):
        ids[row, : len(found)] = found
        mask[row, : len(found)] = 1
    return torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device)


def asked(network: Network, tokens: Sequence[list[int]], labels: Sequence[str], device: str) -> dict[str, np.ndarray]:
    """Each head's logits for tokenised texts, row by row."""
    import torch

    found: dict[str, list[np.ndarray]] = {head: [] for head in labels}
    with torch.no_grad():
        for start in range(0, len(tokens), ASKED_AT_ONCE):
            logits = network(*_padded(tokens[start : start + ASKED_AT_ONCE], device))[1:]
            for head, value in zip(labels, logits, strict=True):
                found[head].append(value.float().cpu().numpy())
    return {head: np.concatenate(parts) for head, parts in found.items()}


def averaged(networks: Sequence[Network]) -> Network:
    """The first network with the mean of all the networks' weights: as good as asking each, at the cost of one."""
    import torch

    first = networks[0]
    others = [dict(network.named_parameters()) for network in networks]
    with torch.no_grad():
        for name, parameter in first.named_parameters():
            parameter.copy_(torch.stack([other[name].to(parameter.device) for other in others]).mean(dim=0))
    return first


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
    lessons = lessons_from(examples, passages, tokenizer_of(encoder), recipe)
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


def tokenizer_of(encoder: Path) -> Tokenizer:
    """The encoder's tokenizer, cutting texts to what is trained on."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str((encoder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.enable_truncation(max_length=TOKENS)
    tokenizer.no_padding()
    return tokenizer


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
    """Export and record everything in a folder beside the destination, then take the destination's place."""
    from ingest.network import export

    rows = np.concatenate([held for held, _ in parts])
    logits = {head: np.concatenate([said[head] for _, said in parts]) for head in lessons.labels}
    held_out = HeldOut(tuple(key_of(examples[row]) for row in rows), folds[rows], logits)
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".training-") as scratch:
        folder = Path(scratch) / destination.name
        folder.mkdir()
        export(network, folder / MODEL)
        shutil.copyfile(encoder / "tokenizer.json", folder / TOKENIZER)
        held_out.save(folder / HELD_OUT)
        record = TrainedRecord(
            labels=lessons.labels,
            max_tokens=TOKENS,
            learned_from=examples_sha256(examples),
            recipe=asdict(recipe),
            measured=_measured(lessons, rows, logits, examples),
            files={name: file_sha256(folder / name) for name in (MODEL, TOKENIZER, HELD_OUT)},
        )
        (folder / RECORD).write_text(json.dumps(asdict(record), indent=1) + "\n", encoding="utf-8")
        _take_place(folder, destination, Path(scratch) / "before")
    return record


def _take_place(folder: Path, destination: Path, aside: Path) -> None:
    """Put a folder in the place of another, which stays where it was if that fails."""
    try:
        if destination.exists():
            destination.rename(aside)
        folder.rename(destination)
    except BaseException:
        if aside.exists() and not destination.exists():
            aside.rename(destination)
        raise


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
