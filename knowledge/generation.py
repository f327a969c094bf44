"""A generation on disk: one immutable build of all documents, checked against its manifest before it is used.

HOME/
  current                     the id of the published generation; replaced atomically
  generations/ID/
    manifest.json             what went in, what is inside, a SHA-256 a file
    documents.json  clauses.json  rules.json  signing.json  passages.json  examples.json  words.json
    vectors.npy               one row a passage
    heads.npz  learned.json  judge.json  router.json   what was learned from the examples
    drafts.json  sharing.json   example drafts, and what the owner wants done about each kind of fault
    drafts.npz  faults.json  outcomes.json   what was learned from the drafts, where there are enough
    lexical/clauses  lexical/examples  lexical/sections
    trained/                  the model trained on the examples, where the guidance brings one
    trained/drafts/           the network trained on the drafts, likewise
    chroma/                   collections "clauses" and "examples"
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter, ValidationError

from knowledge import drafts as drafting
from knowledge.drafts import LearnedDrafts
from knowledge.errors import DamagedGeneration, NothingPublished
from knowledge.hashing import file_sha256
from knowledge.learned import Gate, Head, Judge, Learned, WordHead
from knowledge.model import (
    Clause,
    Document,
    Draft,
    Example,
    Handling,
    Passage,
    PassageKind,
    Rule,
    Saying,
    Signing,
    Vectors,
)
from knowledge.trained import MODEL, OF_DRAFTS, RECORD, SENTENCES, TOKENIZER

FORMAT = 7
TRAINED = "trained"
DRAFTS = "drafts.npz"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be taken, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the owner of a file may want to know, a sentence."""

    file: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation is made of. `inputs` hashes everything that went in; `files` everything that came out."""

    format: int
    id: str
    created: str
    inputs: str
    encoder: str
    readers: str
    """Hashes the code that reads documents: what other code has read may have to be read again."""
    sources: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    remarks: tuple[Remark, ...]
    counts: dict[str, int]
    clause_ids: dict[str, tuple[str, ...]]
    """Ids of every edition's clauses, by reference and edition ("FIN-7@0a1b2c3d4e5f")."""
    files: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a generation holds but its indexes. `documents` are all editions, those of a reference in order."""

    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    rules: dict[str, tuple[Rule, ...]]
    passages: tuple[Passage, ...]
    examples: dict[str, Example]
    vectors: Vectors
    learned: Learned
    words: tuple[Saying, ...] = ()
    """What the owner says of everyday words."""
    drafts: tuple[Draft, ...] = ()
    sharing: dict[str, Handling] = field(default_factory=dict)
    learned_drafts: LearnedDrafts | None = None
    trained: Path | None = None
    """Where the trained model lies; None where there is none for these clauses."""
    signing: dict[str, Signing] = field(default_factory=dict)
    """What is to be signed, by the document's reference."""

    def passage_keys(self, *, examples: bool) -> list[str]:
        """Keys of one of the two collections, in the order of the vectors' rows."""
        return [p.key for p in self.passages if (p.kind is PassageKind.EXAMPLE) == examples]


class Home:
    """The folder where state lives, seen by a reader."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generations = folder / "generations"
        self.pointer = folder / "current"

    def current(self) -> Path:
        """The published generation's folder; raises `NothingPublished`."""
        try:
            name = self.pointer.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise NothingPublished("No policies have been read in yet. Run: clausewise ingest") from error
        return self.generations / name

    def others(self) -> list[Path]:
        """Complete generations that are not published, newest first."""
        published = self.pointer.read_text(encoding="ascii").strip() if self.pointer.exists() else ""
        found = [folder for folder in self.generations.glob("[0-9a-f]" * 16) if folder.name != published]
        return sorted(found, key=lambda folder: folder.stat().st_mtime, reverse=True)


def read_manifest(folder: Path) -> Manifest:
    """The manifest alone, well-formed but not yet checked against the files."""
    raw = _raw_manifest(folder)
    if raw.get("format") != FORMAT or raw.get("id") != folder.name:
        raise DamagedGeneration(f"The published policies in {folder} were written by another version of Clausewise.")
    try:
        return TypeAdapter(Manifest).validate_python(raw)
    except ValidationError as error:
        raise DamagedGeneration(f"The published policies in {folder} can't be read.") from error


def sources_of(folder: Path) -> tuple[str, ...]:
    """The paths that a generation was read from, whichever version wrote it; raises `DamagedGeneration`."""
    found = _raw_manifest(folder).get("sources")
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _raw_manifest(folder: Path) -> dict[str, Any]:
    try:
        raw = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError) as error:
        raise DamagedGeneration(f"The published policies in {folder} can't be read.") from error
    return raw if isinstance(raw, dict) else {}


def verify(folder: Path) -> Manifest:
    """Check every file against the manifest; raises `DamagedGeneration` naming the first that differs."""
    manifest = read_manifest(folder)
    for name, expected in manifest.files.items():
        try:
            found = file_sha256(folder / name)
        except OSError as error:
            raise DamagedGeneration(f"The published policies are damaged: {name} is missing.") from error
        if found != expected:
            raise DamagedGeneration(f"The published policies are damaged: {name} has changed since it was written.")
    return manifest


def write_content(folder: Path, content: Content) -> None:
    """Write everything but the indexes and the manifest."""
    for name, value in (
        ("documents", content.documents),
        ("clauses", content.clauses),
        ("rules", content.rules),
        ("signing", content.signing),
        ("passages", content.passages),
        ("examples", content.examples),
        ("words", content.words),
        ("learned", content.learned.gate),
        ("judge", content.learned.judge),
        ("router", content.learned.router),
        ("drafts", content.drafts),
        ("sharing", content.sharing),
    ):
        (folder / f"{name}.json").write_bytes(TypeAdapter(Any).dump_json(value))
    np.save(folder / "vectors.npy", content.vectors, allow_pickle=False)
    np.savez(folder / "heads.npz", **_packed(content.learned))
    if content.learned_drafts:
        write_learned_drafts(folder, content.learned_drafts)
    if content.trained:
        for part in (Path(), Path(OF_DRAFTS)):
            if (content.trained / part / RECORD).exists():
                (folder / TRAINED / part).mkdir()
                for name in (MODEL, SENTENCES, TOKENIZER, RECORD):
                    if (content.trained / part / name).exists():
                        shutil.copyfile(content.trained / part / name, folder / TRAINED / part / name)


def read_content(folder: Path) -> Content:
    """Read what `write_content` wrote; raises `DamagedGeneration`."""
    try:
        with np.load(folder / "heads.npz", allow_pickle=False) as packed:
            learned = Learned(
                _read(folder, "learned", Gate),
                *_unpacked(packed),
                judge=_read(folder, "judge", Judge),
                router=_read(folder, "router", Judge),
            )
        return Content(
            documents=_read(folder, "documents", tuple[Document, ...]),
            clauses=_read(folder, "clauses", tuple[Clause, ...]),
            rules=_read(folder, "rules", dict[str, tuple[Rule, ...]]),
            passages=_read(folder, "passages", tuple[Passage, ...]),
            examples=_read(folder, "examples", dict[str, Example]),
            vectors=np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False),
            learned=learned,
            words=_read(folder, "words", tuple[Saying, ...]),
            drafts=_read(folder, "drafts", tuple[Draft, ...]),
            sharing=_read(folder, "sharing", dict[str, Handling]),
            learned_drafts=read_learned_drafts(folder),
            trained=folder / TRAINED if (folder / TRAINED / RECORD).exists() else None,
            signing=_read(folder, "signing", dict[str, Signing]),
        )
    except (OSError, ValueError, KeyError) as error:
        raise DamagedGeneration(f"The published policies in {folder} can't be read.") from error


def _read(folder: Path, name: str, kind: type[T]) -> T:
    return TypeAdapter(kind).validate_json((folder / f"{name}.json").read_bytes())


def write_learned_drafts(folder: Path, learned: LearnedDrafts) -> None:
    """Three files: in a generation, and beside a trained model."""
    np.savez(folder / DRAFTS, **drafting.packed(learned))
    for name, judge in (("outcomes", learned.outcome), ("faults", learned.fault)):
        (folder / f"{name}.json").write_bytes(TypeAdapter(Judge).dump_json(judge))


def read_learned_drafts(folder: Path) -> LearnedDrafts | None:
    """None where there are none; raises `OSError`, `ValueError` or `KeyError` where they can't be read."""
    if not (folder / DRAFTS).exists():
        return None
    with np.load(folder / DRAFTS, allow_pickle=False) as packed:
        return drafting.unpacked(packed, _read(folder, "outcomes", Judge), _read(folder, "faults", Judge))


def _packed(learned: Learned) -> dict[str, Any]:
    arrays: dict[str, Any] = {"terms": np.array(list(learned.terms), dtype=np.str_)}
    for name, head in learned.heads.items():
        arrays |= {f"{name}.labels": np.array(head.labels), f"{name}.weights": head.weights, f"{name}.bias": head.bias}
    for name, words in learned.word_heads.items():
        arrays |= {f"{name}.word_labels": np.array(words.labels), f"{name}.word_weights": words.weights}
    return arrays


def _unpacked(arrays: Mapping[str, Any]) -> tuple[dict[str, Head], dict[str, int], dict[str, WordHead]]:
    def labels(suffix: str) -> dict[str, tuple[str, ...]]:
        return {key.removesuffix(suffix): tuple(arrays[key].tolist()) for key in arrays if key.endswith(suffix)}

    return (
        {n: Head(found, arrays[f"{n}.weights"], arrays[f"{n}.bias"]) for n, found in labels(".labels").items()},
        {term: row for row, term in enumerate(arrays["terms"].tolist())},
        {n: WordHead(found, arrays[f"{n}.word_weights"]) for n, found in labels(".word_labels").items()},
    )
