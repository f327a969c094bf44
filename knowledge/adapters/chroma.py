"""Vectors in Chroma. Built once in a folder of its own, sealed, and from then on only read.

Chroma writes to its database whenever it opens it, so a reader opens a private copy of that one file, with links to the
vectors beside it. A collection is written to disk when as many records have come as its sync threshold says (two at
least), so that is set to the number that will come. A build that differs little from the one before starts from a copy
of it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
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
_HNSW: CreateHNSWConfiguration = {"space": "cosine", "max_neighbors": 24, "ef_construction": 150, "ef_search": 400}
_REPLACED = "replaced"
MOST_REPLACED = 0.1
"""The share of a collection that may be taken out and put in, over any number of builds, before it is built anew."""

Collections = Mapping[str, tuple[Sequence[str], Vectors]]
"""Keys and vectors, row by row, by the collection's name."""


def build(folder: Path, collections: Collections) -> None:
    """Write named collections of keys and vectors, everything flushed to disk before returning."""
    folder.mkdir(parents=True, exist_ok=True)
    client = _client(folder)
    for name, (keys, vectors) in collections.items():
        _create(client, name, keys, vectors)
    _seal(client, folder)


def rebuild(folder: Path, collections: Collections, before: Path, known: Collections) -> None:
    """As `build`, starting from a copy of the store `before`, which holds what is `known`."""
    shutil.copytree(before, folder)
    client = _client(folder)
    for name, (keys, vectors) in collections.items():
        old_keys, old_vectors = known[name]
        rows = {key: row for row, key in enumerate(old_keys)}
        new = [r for r, k in enumerate(keys) if k not in rows or not np.array_equal(vectors[r], old_vectors[rows[k]])]
        coming = {keys[row] for row in new}
        going = sorted((rows.keys() - set(keys)) | (rows.keys() & coming))
        collection = client.get_collection(name, embedding_function=None)
        replaced = int((collection.metadata or {}).get(_REPLACED, 0)) + max(len(going), len(new))
        if replaced > MOST_REPLACED * len(keys):
            client.delete_collection(name)
            _create(client, name, keys, vectors)
        elif new or going:
            _replace(collection, going, [keys[row] for row in new], vectors[new], replaced)
    _seal(client, folder)


def _create(client: Client, name: str, keys: Sequence[str], vectors: Vectors) -> None:
    configuration: CreateHNSWConfiguration = {**_HNSW, "sync_threshold": max(2, len(keys))}
    collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": configuration})
    for start in range(0, len(keys), _BATCH):
        rows = slice(start, start + _BATCH)
        collection.add(ids=list(keys[rows]), embeddings=vectors[rows])


def _replace(
    collection: Collection, going: Sequence[str], coming: Sequence[str], vectors: Vectors, replaced: int
) -> None:
    threshold = max(2, len(going) + len(coming))
    collection.modify(metadata={_REPLACED: replaced}, configuration={"hnsw": {"sync_threshold": threshold}})
    for start in range(0, len(going), _BATCH):
        collection.delete(ids=list(going[start : start + _BATCH]))
    for start in range(0, len(coming), _BATCH):
        rows = slice(start, start + _BATCH)
        collection.add(ids=list(coming[rows]), embeddings=vectors[rows])


def _seal(client: Client, folder: Path) -> None:
    client.close()
    with closing(sqlite3.connect(folder / _DATABASE)) as database:
        database.execute("VACUUM")


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
