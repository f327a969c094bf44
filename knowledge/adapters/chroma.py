"""Vectors in Chroma. Built once in a folder of its own, closed, and from then on only read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from knowledge.errors import DamagedGeneration
from knowledge.model import Match, Vector, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

_BATCH = 4000
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_construction": 200,
    "max_neighbors": 32,
    "ef_search": 200,
    "sync_threshold": 100,
    "batch_size": 100,
}


def build(folder: Path, collections: dict[str, tuple[Sequence[str], Vectors]]) -> None:
    """Write named collections of keys and vectors, everything flushed to disk before returning."""
    client = _client(folder)
    for name, (keys, vectors) in collections.items():
        collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": _HNSW})
        for start in range(0, len(keys), _BATCH):
            collection.add(ids=list(keys[start : start + _BATCH]), embeddings=vectors[start : start + _BATCH])
    _close(client)


class ChromaStore:
    """The collections of one built folder."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "chroma.sqlite3").exists():
            raise DamagedGeneration(f"The vector store in {folder} is missing.")
        self._client = _client(folder)

    def index(self, name: str) -> ChromaIndex:
        try:
            return ChromaIndex(self._client.get_collection(name, embedding_function=None))
        except Exception as error:
            raise DamagedGeneration(f'The vector store lacks its collection "{name}".') from error

    def close(self) -> None:
        _close(self._client)


class ChromaIndex:
    """One collection behind the `VectorIndex` port."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
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


def _close(client: Client) -> None:
    client.close()
