"""Vectors in Chroma. Built once in a folder of its own, sealed, and from then on only read.

Chroma writes to its database whenever it opens it, so a reader opens a private copy of that one file, with links to the
vectors beside it. A collection that has fewer records than its sync threshold is never written to disk, hence 2.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from knowledge.errors import DamagedGeneration
from knowledge.holding import Hold
from knowledge.model import Match, Vector, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

_BATCH = 5000
_DATABASE = "chroma.sqlite3"
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 400,
    "ef_search": 400,
    "sync_threshold": 2,
}


def build(folder: Path, collections: Mapping[str, tuple[Sequence[str], Vectors]]) -> None:
    """Write named collections of keys and vectors, everything flushed to disk before returning."""
    folder.mkdir(parents=True, exist_ok=True)
    client = _client(folder)
    for name, (keys, vectors) in collections.items():
        collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": _HNSW})
        for start, end in _batches(len(keys)):
            collection.add(ids=list(keys[start:end]), embeddings=vectors[start:end])
    client.close()
    with closing(sqlite3.connect(folder / _DATABASE)) as database:
        database.execute("VACUUM")


def _batches(count: int) -> Iterator[tuple[int, int]]:
    """Spans of at most `_BATCH` + 1, never one record alone: that would stay unwritten."""
    start = 0
    while start < count:
        end = count if count - start <= _BATCH + 1 else start + _BATCH
        yield start, end
        start = end


class ChromaStore:
    """The collections of one built folder, opened without changing a byte of it."""

    def __init__(self, folder: Path) -> None:
        if not (folder / _DATABASE).is_file():
            raise DamagedGeneration(f"The vector store in {folder} is missing.")
        self._hold = Hold(folder)
        self._private = tempfile.TemporaryDirectory(prefix="clausewise-", ignore_cleanup_errors=True)
        for entry in folder.resolve().iterdir():
            beside = Path(self._private.name) / entry.name
            if entry.is_file():
                shutil.copyfile(entry, beside)
            else:
                _linked(entry, beside)
        self._client = _client(Path(self._private.name))

    def index(self, name: str) -> ChromaIndex:
        """One collection; raises `DamagedGeneration` where it is missing or unreadable."""
        try:
            return ChromaIndex(self._client.get_collection(name, embedding_function=None), self)
        except Exception as error:
            raise DamagedGeneration(f'The vector store lacks its collection "{name}".') from error

    def close(self) -> None:
        """Release the store's files; its indexes can't be used afterwards."""
        self._client.close()
        self._private.cleanup()
        self._hold.release()


def _linked(folder: Path, beside: Path) -> None:
    """A link to a folder of vectors, or a copy where links aren't allowed."""
    try:
        beside.symlink_to(folder, target_is_directory=True)
    except OSError:
        shutil.copytree(folder, beside)


class ChromaIndex:
    """One collection behind the `VectorIndex` port."""

    def __init__(self, collection: Collection, store: ChromaStore) -> None:
        self._collection = collection
        self._store = store  # its private folder goes when nothing refers to it any longer
        self._count = collection.count()

    def nearest(self, vector: Vector, limit: int) -> list[Match]:
        if not self._count:
            return []
        found = self._collection.query(
            query_embeddings=np.asarray([vector]), n_results=min(limit, self._count), include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        matches = [Match(key, 1.0 - float(d)) for key, d in zip(found["ids"][0], distances, strict=True)]
        return sorted(matches, key=lambda match: (-match.score, match.key))

    def count(self) -> int:
        return self._count


def _client(folder: Path) -> Client:
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)
