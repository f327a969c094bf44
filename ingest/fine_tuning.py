"""How a copy of the encoder is fine-tuned, whatever it is taught.

The same seed gives the same model on the same processor. Nothing is replaced before the new model is complete.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.progress import Progress
from ingest.schedule import Schedule

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

    from ingest.network import Network

Loss = Callable[["Network", np.ndarray, np.random.Generator], "torch.Tensor"]
"""How wrong a network is about the chosen rows of what it is taught."""
ASKED_AT_ONCE = 64
JITTER = 12
"""Tokens by which a text may be out of place where texts are put in order of their length."""


def new_network(
    encoder: Path,
    heads: Mapping[str, int],
    schedule: Schedule,
    device: str,
    *,
    trained: Path | None = None,
    tags: int = 0,
) -> Network:
    """A copy of the encoder in a folder, with heads that know nothing yet: the same whatever seed it is trained by.

    It begins where a `trained` network has got to, where there is one.
    """
    import torch

    from ingest.network import Network, weights_in, weights_of

    torch.manual_seed(schedule.seed)
    record = json.loads((encoder / "encoder.json").read_text(encoding="utf-8"))
    weights = weights_of(encoder / "encoder.onnx")
    weights = weights_in(trained, weights) if trained else weights
    network: Network = Network(weights, int(record["attention_heads"]), heads, schedule.dropout, tags).to(device)
    for name, parameter in network.named_parameters():
        parameter.requires_grad = schedule.words or not name.startswith("embeddings")
    return network


def fit(
    network: Network,
    lengths: np.ndarray,
    rows: np.ndarray,
    loss: Loss,
    schedule: Schedule,
    seed: int,
    progress: Progress,
) -> Network:
    """The network, trained on the chosen rows; `lengths` are all rows' tokens."""
    import torch

    network.train()
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    batch = min(schedule.batch, len(rows))
    steps = int(len(rows) // batch * schedule.epochs)
    optimiser = torch.optim.AdamW(_groups(network, schedule), eps=1e-6, weight_decay=0.01)
    warm = max(1, int(steps * schedule.warm_up))
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: step / warm if step < warm else (steps - step) / max(1, steps - warm)
    )
    progress.stage("training", steps)
    for _, chosen in zip(range(steps), _batches(lengths, rows, batch, generator), strict=False):
        optimiser.zero_grad(set_to_none=True)
        loss(network, chosen, generator).backward()
        optimiser.step()
        pace.step()
        progress.advance()
    network.eval()
    return network


def _groups(network: Network, schedule: Schedule) -> list[dict[str, Any]]:
    """Parameters with their learning rates, lower layers slower."""
    groups: defaultdict[float, list[torch.nn.Parameter]] = defaultdict(list)
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        depth = int(name.split("_")[2]) + 1 if name.startswith("encoder") else 0
        lower = schedule.rate * schedule.decay ** (network.layers - depth)
        groups[schedule.head_rate if name.startswith(("heads", "tagger")) else lower].append(parameter)
    return [{"params": parameters, "lr": rate} for rate, parameters in groups.items()]


def _batches(lengths: np.ndarray, rows: np.ndarray, size: int, generator: np.random.Generator) -> Iterator[np.ndarray]:
    """Batches without end, each of texts of about the same length."""
    while True:
        order = rows[np.argsort(lengths[rows] + generator.random(len(rows)) * JITTER)]
        order = order[: len(order) // size * size]
        order = np.roll(order, int(generator.integers(len(order)))).reshape(-1, size)
        yield from order[generator.permutation(len(order))]


def shorter_numbers(device: str) -> torch.autocast:
    """Sixteen bits where the processor or GPU multiplies them faster: about half of the time."""
    import torch

    kind = device.split(":", maxsplit=1)[0]
    faster = kind == "cuda" or bool(torch.cpu.get_capabilities().get("avx512_bf16"))
    return torch.autocast(kind, torch.bfloat16, enabled=faster)


def padded(tokens: Sequence[list[int]], device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens and their mask, each (texts, longest)."""
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
            logits = network(*padded(tokens[start : start + ASKED_AT_ONCE], device))[1:]
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


def tokenizer_of(encoder: Path, most: int) -> Tokenizer:
    """The encoder's tokenizer, cutting texts to so many tokens."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str((encoder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.enable_truncation(max_length=most)
    tokenizer.no_padding()
    return tokenizer
