"""Whether the trained model that lies with the guidance may answer for what is being ingested."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import EncoderUnusable
from knowledge.generation import TRAINED
from knowledge.model import Example
from knowledge.trained import (
    HELD_OUT,
    MODEL,
    OF_DRAFTS,
    RECORD,
    SENTENCES,
    TOKENIZER,
    TrainedRecord,
    checked,
    read_record,
)

AGAIN = "Run: clausewise train"
CHANGED = f"The examples have changed since the model was trained. It still answers; training again would help. {AGAIN}"

_NEEDED = (MODEL, TOKENIZER, HELD_OUT)


@dataclass(frozen=True, slots=True)
class Choice:
    """The folder of the model to use, if any, and what its owner should know about it."""

    folder: Path | None = None
    note: str = ""

    @property
    def network(self) -> Path | None:
        """The folder of the network that reads drafts, if there is one."""
        return network_in(self.folder) if self.folder else None


def choose(folders: Sequence[Path], clause_ids: set[str], examples: Sequence[Example]) -> Choice:
    """A model is used where it is whole and knows no clause that is gone; changed examples are only told of.

    Where several folders of guidance are read, no model has learned from all of them, and none is used.
    """
    found = [folder / TRAINED for folder in folders if (folder / TRAINED / RECORD).exists()]
    if not found:
        return Choice()
    if len(folders) > 1:
        return Choice(note=f"A trained model isn't used with several folders of guidance. {AGAIN} on one of them.")
    try:
        record = read_record(found[0])
        _check(found[0], record, _NEEDED)
        network = network_in(found[0])
        if network:
            _check(network, read_record(network), (*_NEEDED, SENTENCES))
    except EncoderUnusable as error:
        return Choice(note=f"{error} Until then the examples are learned from without it.")
    gone = sorted(set(record.labels["clause"]) - clause_ids)
    if gone:
        return Choice(note=f"The trained model isn't used: it answers with {gone[0]}, which is gone. {AGAIN}")
    if record.learned_from != examples_sha256(examples):
        return Choice(found[0], CHANGED)
    return Choice(found[0])


def network_in(trained: Path) -> Path | None:
    """The folder of the network that reads drafts in a trained model's, if there is one."""
    folder = trained / OF_DRAFTS
    return folder if (folder / RECORD).exists() else None


def _check(folder: Path, record: TrainedRecord, needed: Sequence[str]) -> None:
    for name in needed:
        checked(folder, name, record)


def examples_sha256(examples: Sequence[Example]) -> str:
    """A hash of everything that is taught."""
    told = [[e.ask, e.clause, list(e.also), e.form, e.verdict, e.route] for e in examples]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
