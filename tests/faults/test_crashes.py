"""kill -9 at every named stage of an ingest and at random moments: the old or the new generation always answers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.wiring import open_generation
from ingest.settings import IngestSettings
from ingest.wiring import ingest
from knowledge.adapters.memory import MemoryEncoder
from knowledge.generation import Home

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("ingest_child.py")
STAGES = (
    "reading documents",
    "embedding",
    "learning from examples",
    "writing clauses",
    "indexing words",
    "indexing vectors",
    "checking",
    "moving into place",
    "publishing",
    "replacing the pointer",
    "published",
)
ENCODER = MemoryEncoder()


def edition(folder: Path, number: int) -> Path:
    folder.mkdir(exist_ok=True)
    clauses = "\n".join(f"- Rule {item} of edition {number} says {item * number}." for item in range(1, 30))
    (folder / "rules.md").write_text(f"---\nreference: R\n---\n\n## Rules\n\n{clauses}\n", encoding="utf-8")
    return folder


def child(home: Path, folder: Path, stage: str = "never") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(home), str(folder), stage],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )


def editions_answering(home: Path) -> set[int]:
    """Which editions' words the published generation holds, after its own checks, and finds."""
    opened = open_generation(Home(home), ENCODER)
    found = opened.searcher.search("Rule 7 of edition says", opened.catalogue)
    assert found.hits
    return {int(clause.text.split(" of edition ")[1].split()[0]) for clause in opened.catalogue.clauses.values()}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    ingest(IngestSettings(home=home, paths=(edition(tmp_path / "docs", 1),)), encoder=ENCODER)
    return home


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_a_named_stage(stage: str, published: Path, tmp_path: Path) -> None:
    folder = edition(tmp_path / "docs", 2)
    process = child(published, folder, stage)
    assert process.wait(timeout=60) == -signal.SIGKILL
    assert process.stdout
    process.stdout.close()
    assert editions_answering(published) == ({2} if stage == "published" else {1})
    ingest(IngestSettings(home=published, paths=(folder,)), encoder=ENCODER)
    assert editions_answering(published) == {2}
    assert not list((published / "generations").glob("building-*"))


@pytest.mark.slow
def test_killed_at_random_moments(published: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    for number in range(2, 44):
        folder = edition(tmp_path / "docs", number)
        before = editions_answering(published)
        process = child(published, folder)
        assert process.stdout
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.9))
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        process.stdout.close()
        after = editions_answering(published)
        assert after in (before, {number})


def test_two_ingests_at_once(published: Path, tmp_path: Path) -> None:
    folders = [edition(tmp_path / f"docs{number}", number) for number in (2, 3)]
    processes = [child(published, folder) for folder in folders]
    printed = [process.communicate(timeout=120)[0].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert editions_answering(published) in ({2}, {3})
    assert any("waiting for another ingest" in text for text in printed)


def test_a_reader_keeps_answering_through_an_ingest(published: Path, tmp_path: Path) -> None:
    opened = open_generation(Home(published), ENCODER)
    ingest(IngestSettings(home=published, paths=(edition(tmp_path / "docs", 2),)), encoder=ENCODER)
    assert {h.clause_id for h in opened.searcher.search("Rule 7 of edition 1", opened.catalogue).hits}
    assert "edition 1" in opened.catalogue.clauses["R:1.7"].text
