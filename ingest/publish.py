"""Writing a generation and making it the published one.

It is built complete in a folder of its own, flushed, checked by canary questions and a count, renamed to its id, and
published by replacing one small file. A crash at any moment leaves the old pointer or the new one, never a mixture.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ingest.errors import IngestError, VerificationFailed
from ingest.progress import Progress
from knowledge.adapters import chroma
from knowledge.catalogue import Library
from knowledge.errors import KnowledgeError
from knowledge.generation import (
    FORMAT,
    TRAINED,
    Content,
    Home,
    Manifest,
    Remark,
    Skipped,
    verify,
    write_content,
)
from knowledge.hashing import file_sha256
from knowledge.lexical import LexicalIndex
from knowledge.model import PassageKind
from knowledge.textual import section_keys, section_texts
from knowledge.trained import OF_DRAFTS, RECORD

if TYPE_CHECKING:
    from knowledge.model import Vectors

BUILDING = "building-"
DECISIVE = (
    *(f"{name}.json" for name in "documents clauses rules signing passages examples words drafts sharing".split()),
    f"{TRAINED}/{RECORD}",
    f"{TRAINED}/{OF_DRAFTS}/{RECORD}",
)
"""What a generation's id is made of, beside where it came from; everything else follows from it."""
SELF = 0.999
"""A vector's similarity to itself, rounding allowed for."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a generation comes from, for its manifest: see `knowledge.generation.Manifest`."""

    inputs: str
    encoder: str
    readers: str
    sources: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Remark, ...] = ()


@contextmanager
def only_one(home: Home, waiting: Progress) -> Iterator[None]:
    """Hold the home's ingest lock; another ingest is waited for, and said so."""
    try:
        home.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home.folder / "ingest.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting.stage("waiting for another ingest to finish")
            lock.acquire()
    except OSError as error:
        raise IngestError(f"The folder {home.folder} can't be written to ({error.strerror}).") from error
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class Before:
    """A sound generation with vectors of the same model, which the next one's index may start from."""

    folder: Path
    content: Content


def build(home: Home, content: Content, origin: Origin, progress: Progress, before: Before | None = None) -> Path:
    """Write a complete, checked generation and return its folder. Not yet published."""
    _clear_leftovers(home)
    folder = home.generations / f"{BUILDING}{os.getpid()}"
    folder.mkdir(parents=True)
    progress.stage("writing clauses")
    write_content(folder, content)
    progress.stage("indexing words")
    _write_words(folder, content)
    progress.stage("indexing vectors")
    if before:
        known = _collections(before.content)
        chroma.rebuild(folder / "chroma", _collections(content), before.folder / "chroma", known)
    else:
        chroma.build(folder / "chroma", _collections(content))
    progress.stage("checking")
    _check(folder, content)
    manifest = _manifest(folder, content, origin)
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
    _flush(folder)
    progress.stage("moving into place")
    final = home.generations / manifest.id
    if is_sound(final):
        shutil.rmtree(folder)
        os.utime(final)  # built again: the newest once more
    else:
        if final.exists():
            final.rename(home.generations / f"{BUILDING}{os.getpid()}-damaged")
        folder.rename(final)
    _flush_folder(home.generations)
    return final


def is_sound(folder: Path) -> bool:
    """Whether a complete, undamaged generation is there."""
    try:
        verify(folder)
    except KnowledgeError:
        return False
    return True


def point_to(home: Home, folder: Path, progress: Progress) -> None:
    """Make a generation the published one: the last step, and the only one that readers can see."""
    progress.stage("publishing")
    verify(folder)
    waiting = home.folder / "current.new"
    with waiting.open("w", encoding="ascii") as stream:
        stream.write(folder.name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    progress.stage("replacing the pointer")
    waiting.replace(home.pointer)
    _flush_folder(home.folder)
    progress.stage("published")


def newest_first(home: Home) -> list[Path]:
    """The published generation, then the others."""
    try:
        return [home.current(), *home.others()]
    except KnowledgeError:
        return []


def set_aside(home: Home) -> None:
    """Take a damaged generation out of the way, so that its vectors are not reused and its place is free."""
    try:
        folder = home.current()
        folder.rename(home.generations / f"{BUILDING}damaged-{folder.name}")
    except (KnowledgeError, FileNotFoundError):
        return


def _clear_leftovers(home: Home) -> None:
    """Remove what crashed ingests left half-built; the lock says that nobody is building now."""
    for leftover in home.generations.glob(f"{BUILDING}*"):
        shutil.rmtree(leftover)


def _write_words(folder: Path, content: Content) -> None:
    for name, examples in (("clauses", False), ("examples", True)):
        chosen = [p for p in content.passages if (p.kind is PassageKind.EXAMPLE) == examples]
        LexicalIndex.build([p.key for p in chosen], [p.text for p in chosen]).save(folder / "lexical" / name)
    LexicalIndex.build(section_keys(content), list(section_texts(content))).save(folder / "lexical" / "sections")


def _collections(content: Content) -> dict[str, tuple[Sequence[str], Vectors]]:
    rows = {passage.key: row for row, passage in enumerate(content.passages)}
    keys = {"clauses": content.passage_keys(examples=False), "examples": content.passage_keys(examples=True)}
    return {name: (chosen, content.vectors[[rows[key] for key in chosen]]) for name, chosen in keys.items()}


def _check(folder: Path, content: Content) -> None:
    """Count what was indexed, and find a spread of clauses by their own vectors."""
    store = chroma.ChromaStore(folder / "chroma")
    try:
        for name, (keys, vectors) in _collections(content).items():
            index = store.index(name)
            if index.count() != len(keys):
                raise VerificationFailed(f"Only {index.count()} of {len(keys)} passages were indexed. Ingest again.")
            for row in range(0, len(keys), max(1, len(keys) // 20)):
                found = index.nearest(vectors[row], 3)
                if not found or found[0].score < SELF:
                    raise VerificationFailed(f"The new index doesn't find {keys[row]} by itself. Ingest again.")
    finally:
        store.close()


def _manifest(folder: Path, content: Content, origin: Origin) -> Manifest:
    hashes = {str(file.relative_to(folder)): file_sha256(file) for file in sorted(folder.rglob("*")) if file.is_file()}
    clause_ids: dict[str, list[str]] = {f"{d.reference}@{d.edition}": [] for d in content.documents}
    for clause in content.clauses:
        clause_ids[f"{clause.document}@{clause.edition}"].append(clause.id)
    known = {name: hashes[name] for name in DECISIVE if name in hashes}
    made_of = [FORMAT, origin.inputs, origin.encoder, origin.sources, known]
    newest = Library(content.documents, content.clauses, content.rules).newest()
    return Manifest(
        format=FORMAT,
        id=hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16],
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        inputs=origin.inputs,
        encoder=origin.encoder,
        readers=origin.readers,
        sources=origin.sources,
        skipped=origin.skipped,
        remarks=origin.remarks,
        counts={
            "documents": len(newest.documents),
            "editions": len(content.documents),
            "clauses": len(newest.clauses),
            "passages": len(content.passages),
            "examples": len(content.examples),
        },
        clause_ids={name: tuple(ids) for name, ids in clause_ids.items()},
        files=hashes,
    )


def _flush(folder: Path) -> None:
    """Put every file and folder of a generation on disk before anyone can be pointed to it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
        else:
            _flush_folder(path)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
