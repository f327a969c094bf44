"""How a trained model is kept: written, recorded, and put in the place of the one before in one step."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from ingest.held_out import HeldOut
from knowledge.hashing import file_sha256
from knowledge.trained import HELD_OUT, OF_DRAFTS, RECORD, TOKENIZER, TrainedRecord


def keep(
    record: TrainedRecord, held_out: HeldOut, write: Callable[[Path], None], encoder: Path, destination: Path
) -> TrainedRecord:
    """Have the models written into a folder beside the destination, and let it take the destination's place.

    The record comes without its files; the one that is kept is returned.
    """
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".training-") as scratch:
        folder = Path(scratch) / destination.name
        folder.mkdir()
        write(folder)
        shutil.copyfile(encoder / "tokenizer.json", folder / TOKENIZER)
        held_out.save(folder / HELD_OUT)
        record = replace(record, files={file.name: file_sha256(file) for file in sorted(folder.iterdir())})
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
