"""One contract for every `VectorIndex`: Chroma is held to what exact search finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.adapters import chroma
from knowledge.adapters.memory import MemoryIndex
from knowledge.errors import DamagedGeneration
from knowledge.model import Vectors
from knowledge.ports import VectorIndex

Make = Callable[[list[str], Vectors], VectorIndex]


def unit(count: int, dimension: int = 32, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(params=["memory", "memory, expected", "chroma"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def build(keys: list[str], vectors: Vectors) -> VectorIndex:
        if request.param == "memory":
            return MemoryIndex(keys, vectors)
        if request.param == "memory, expected":
            return MemoryIndex(keys, vectors, np.vstack([vectors, unit(1, seed=9)]) if keys else None)
        chroma.build(tmp_path / "chroma", {"clauses": (keys, vectors)})
        return chroma.ChromaStore(tmp_path / "chroma").index("clauses")

    return build


def test_every_vector_finds_itself_first(make: Make) -> None:
    vectors = unit(300)
    index = make([f"k{i}" for i in range(300)], vectors)
    assert index.count() == 300
    for row in range(0, 300, 7):
        best = index.nearest(vectors[row], 1)[0]
        assert best.key == f"k{row}"
        assert best.score == pytest.approx(1.0, abs=1e-4)


def test_matches_come_best_first_and_no_more_than_asked(make: Make) -> None:
    vectors = unit(50)
    found = make([f"k{i}" for i in range(50)], vectors).nearest(unit(1, seed=9)[0], 10)
    scores = [match.score for match in found]
    assert len(found) == 10
    assert scores == sorted(scores, reverse=True)


def test_asking_for_more_than_there_is(make: Make) -> None:
    assert len(make(["a", "b"], unit(2)).nearest(unit(1)[0], 10)) == 2


def test_an_empty_index_finds_nothing(make: Make) -> None:
    index = make([], unit(0))
    assert index.count() == 0
    assert index.nearest(unit(1)[0], 3) == []


def test_chroma_agrees_with_exact_search(tmp_path: Path) -> None:
    keys, vectors = [f"k{i}" for i in range(4000)], unit(4000, 384)
    chroma.build(tmp_path / "chroma", {"clauses": (keys, vectors)})
    index, exact = chroma.ChromaStore(tmp_path / "chroma").index("clauses"), MemoryIndex(keys, vectors)
    asked = unit(100, 384, seed=1)
    shared = sum(len({m.key for m in index.nearest(q, 10)} & {m.key for m in exact.nearest(q, 10)}) for q in asked)
    assert shared / 1000 >= 0.95


def test_a_store_rebuilt_from_the_one_before_holds_what_is_new_and_nothing_that_went(tmp_path: Path) -> None:
    before = [f"k{i}" for i in range(300)], unit(300)
    after = [*before[0][3:], "new"], np.vstack([unit(1, seed=7), before[1][4:], unit(1, seed=8)])
    chroma.build(tmp_path / "before", {"clauses": before})
    chroma.rebuild(tmp_path / "after", {"clauses": after}, tmp_path / "before", {"clauses": before})
    index = chroma.ChromaStore(tmp_path / "after").index("clauses")
    assert index.count() == len(after[0])
    assert index.nearest(unit(1, seed=7)[0], 1)[0].key == "k3"
    assert index.nearest(unit(1, seed=8)[0], 1)[0].key == "new"
    assert "k0" not in {match.key for match in index.nearest(before[1][0], 300)}


def test_rebuilding_changes_no_byte_of_the_store_before(tmp_path: Path) -> None:
    before = [f"k{i}" for i in range(50)], unit(50)
    chroma.build(tmp_path / "before", {"clauses": before})
    bytes_before = {file: file.read_bytes() for file in (tmp_path / "before").rglob("*") if file.is_file()}
    chroma.rebuild(
        tmp_path / "after", {"clauses": (before[0][1:], before[1][1:])}, tmp_path / "before", {"clauses": before}
    )
    assert {file: file.read_bytes() for file in (tmp_path / "before").rglob("*") if file.is_file()} == bytes_before


@pytest.mark.parametrize("kept", [0, 1, 20])
def test_a_store_that_changed_much_is_built_anew(kept: int, tmp_path: Path) -> None:
    before, after = ([f"k{i}" for i in range(40)], unit(40)), ([f"k{i}" for i in range(kept)], unit(40)[:kept])
    chroma.build(tmp_path / "before", {"clauses": before})
    chroma.rebuild(tmp_path / "after", {"clauses": after}, tmp_path / "before", {"clauses": before})
    index = chroma.ChromaStore(tmp_path / "after").index("clauses")
    assert [match.key for match in index.nearest(unit(40)[0], 1)] == ["k0"][:kept]


def test_a_missing_store_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedGeneration):
        chroma.ChromaStore(tmp_path / "nowhere")
    chroma.build(tmp_path / "chroma", {"clauses": (["a"], unit(1))})
    with pytest.raises(DamagedGeneration, match="lacks its collection"):
        chroma.ChromaStore(tmp_path / "chroma").index("examples")
