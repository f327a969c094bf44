"""What a model trained on the owner's examples says of a question, and the record it is kept with.

The trained model is a copy of the encoder with several heads (clause, scope, verdict, route). It lies with the guidance
it was learned from, is copied into every generation built with it, and answers there beside the frozen encoder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import EncoderUnusable
from knowledge.hashing import file_sha256

MODEL, TOKENIZER, RECORD, HELD_OUT = "trained.onnx", "tokenizer.json", "trained.json", "held-out.npz"
SENTENCES = "sentences.onnx"
"""Beside a network that reads drafts: what their sentences are encoded by."""
OF_DRAFTS = "drafts"
"""The folder in a trained model's in which one that reads drafts is kept, in files of the same names."""
Judged = dict[str, dict[str, float]]
"""A probability a label, by head."""


OUTCOME, KINDS = "outcome", "kinds"
"""The heads of a network that reads drafts."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a trained network says of a text: a share for each outcome, adding up to 1; each kind's by itself."""

    outcomes: dict[str, float]
    kinds: dict[str, float]


@dataclass(frozen=True, slots=True)
class TrainedRecord:
    """`labels` by head in the order of the logits; `learned_from` hashes the examples; `files` every file beside it."""

    labels: dict[str, tuple[str, ...]]
    max_tokens: int
    learned_from: str
    recipe: dict[str, Any]
    measured: dict[str, float]
    files: dict[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Names the exact bytes of the model, or of the models."""
        return "+".join(self.files[name] for name in (MODEL, SENTENCES) if name in self.files)


def read_record(folder: Path) -> TrainedRecord:
    """Raises `EncoderUnusable` where there is none that can be read."""
    try:
        raw = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        labels = {head: tuple(map(str, names)) for head, names in raw["labels"].items()}
        return TrainedRecord(**{**raw, "labels": labels})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EncoderUnusable(f"The trained model in {folder} can't be read. Run: clausewise train") from error


def checked(folder: Path, name: str, record: TrainedRecord) -> Path:
    """One of the model's files; raises `EncoderUnusable` where it isn't the recorded one."""
    try:
        found = file_sha256(folder / name)
    except OSError as error:
        raise EncoderUnusable(f"The trained model's {name} in {folder} can't be read. Run: clausewise train") from error
    if found != record.files.get(name):
        raise EncoderUnusable(
            f"The trained model's {name} in {folder} isn't the one that was recorded. Run: clausewise train"
        )
    return folder / name


def as_shares(labels: Sequence[str], logits: NDArray[np.float32]) -> dict[str, float]:
    """Logits as probabilities by label, adding up to 1."""
    odds = np.exp(logits - logits.max())
    return dict(zip(labels, (odds / odds.sum()).tolist(), strict=True))


def opinion_from(labels: Mapping[str, Sequence[str]], logits: Mapping[str, NDArray[np.float32]]) -> Opinion:
    """A network's opinion from its heads' logits."""
    each = 1 / (1 + np.exp(-logits[KINDS]))
    kinds = dict(zip(labels[KINDS], each.tolist(), strict=True))
    return Opinion(as_shares(labels[OUTCOME], logits[OUTCOME]), kinds)
