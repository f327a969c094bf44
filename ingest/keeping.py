"""How a trained network is kept: exported, recorded, and put in the place of the one before in one step."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.held_out import HeldOut
from knowledge.hashing import file_sha256
from knowledge.trained import HELD_OUT, MODEL, OF_DRAFTS, RECORD, TOKENIZER, TrainedRecord

if TYPE_CHECKING:
    from ingest.network import Network


@dataclass(frozen=True, slots=True)
class Taught:
    """What a network was taught and how, for its record: see `knowledge.trained.TrainedRecord`."""

    labels: dict[str, tuple[str, ...]]
    max_tokens: int
    learned_from: str
    recipe: dict[str, Any]


def keep(
    network: Network, taught: Taught, held_out: HeldOut, measured: dict[str, float], encoder: Path, destination: Path
) -> TrainedRecord:
    """Write everything in a folder beside the destination, then take the destination's place."""
    from ingest.network import export

    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".training-") as scratch:
        folder = Path(scratch) / destination.name
        folder.mkdir()
        export(network, folder / MODEL)
        shutil.copyfile(encoder / "tokenizer.json", folder / TOKENIZER)
        held_out.save(folder / HELD_OUT)
        record = TrainedRecord(
            labels=taught.labels,
            max_tokens=taught.max_tokens,
            learned_from=taught.learned_from,
            recipe=taught.recipe,
            measured=measured,
            files={name: file_sha256(folder / name) for name in (MODEL, TOKENIZER, HELD_OUT)},
        )
        (folder / RECORD).write_text(json.dumps(asdict(record), indent=1) + "\n", encoding="utf-8")
        if (destination / OF_DRAFTS).exists():
            shutil.copytree(destination / OF_DRAFTS, folder / OF_DRAFTS)
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
