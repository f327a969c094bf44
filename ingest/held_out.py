"""What models that never saw an example's file say of it: the honest measure that the gate is calibrated on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.model import Example
from knowledge.ports import Trained
from knowledge.trained import HELD_OUT, Judged, as_shares, read_record

FOLDS = 8


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Logits by head, row by row with the examples they are of; `fold` is the number of the model that was asked."""

    asks: tuple[str, ...]
    fold: np.ndarray
    logits: dict[str, np.ndarray]

    def save(self, file: Path) -> None:
        """Write as one compressed file."""
        packed = {f"head.{name}": value.astype(np.float16) for name, value in self.logits.items()}
        np.savez_compressed(file, asks=np.array(self.asks), fold=self.fold.astype(np.int8), **packed)  # type: ignore[arg-type]

    @classmethod
    def load(cls, file: Path) -> HeldOut:
        with np.load(file, allow_pickle=False) as packed:
            heads = {name.removeprefix("head."): packed[name] for name in packed if name.startswith("head.")}
            return cls(tuple(packed["asks"].tolist()), packed["fold"], heads)

    def rows(self) -> dict[str, int]:
        """Where each example stands, by `key_of`."""
        return {ask: row for row, ask in enumerate(self.asks)}

    def judged(self, row: int, labels: dict[str, tuple[str, ...]]) -> Judged:
        return {name: as_shares(labels[name], value[row].astype(np.float32)) for name, value in self.logits.items()}


@dataclass(frozen=True, slots=True)
class Opinions:
    """Each example's fold, and what a trained model that hadn't seen it says of it, by row."""

    folds: np.ndarray
    judged: dict[int, Judged]


def opinions(examples: Sequence[Example], folder: Path | None, trained: Trained | None) -> Opinions:
    """The folds that examples are held out by, so that no witness has seen what it is asked.

    Those that the trained model's parts were held out by come with its record. The model itself has not seen what was
    written after its training, so it is asked outright. Files of concerns are held out whole where there are several.
    """
    folds = folds_of(examples)
    judged: dict[int, Judged] = {}
    if folder and trained:
        held_out, labels = HeldOut.load(folder / HELD_OUT), read_record(folder).labels
        places = held_out.rows()
        known = {row: places[key] for row, key in enumerate(map(key_of, examples)) if key in places}
        new = [row for row in range(len(examples)) if row not in known]
        folds[list(known)] = held_out.fold[list(known.values())]
        judged = {row: held_out.judged(place, labels) for row, place in known.items()}
        with ThreadPoolExecutor(2) as two:
            judged |= zip(new, two.map(trained.judge, [examples[row].ask for row in new]), strict=True)
    sources = sorted({example.source for example in examples if example.route})
    if len(sources) > 1:
        whole = {row: sources.index(e.source) for row, e in enumerate(examples) if e.source in sources}
        folds[list(whole)] = list(whole.values())
    return Opinions(folds, judged)


def key_of(example: Example) -> str:
    """What an example is found again by, whatever file it moves to."""
    return hashlib.sha256(f"{example.ask}\n{example.clause}".encode()).hexdigest()[:16]


def folds_of(examples: Sequence[Example], most: int = FOLDS) -> np.ndarray:
    """A fold for each example: whole files in scope, the largest first, and by its words what is out of scope.

    Neighbours within a file flatter, so a file is never split where there are enough of them.
    """
    sizes: dict[str, int] = {}
    for example in examples:
        if example.clause:
            sizes[example.source] = sizes.get(example.source, 0) + 1
    whole = [name for name in sorted(sizes, key=lambda name: (-sizes[name], name)) if sizes[name] * 20 > len(examples)]
    whole = whole if len(whole) > 2 else []
    count = min(most, len(whole)) if whole else most
    return np.array([whole.index(e.source) % count if e.source in whole else by_words(e, count) for e in examples])


def by_words(example: Example, count: int) -> int:
    """A fold for an example by its words alone."""
    return int.from_bytes(hashlib.sha256(example.ask.encode()).digest()[:4], "big") % count
