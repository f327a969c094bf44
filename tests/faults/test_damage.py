"""A damaged generation is noticed at the start, rebuilt or rolled back, and said in one line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
POLICY = "---\nreference: R\n---\n\n## Parking\n\nBicycles may be parked in the rear yard only.\n\nCars may not.\n"


def clausewise(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CLAUSEWISE_HOME": str(home), "PYTHONPATH": str(ROOT)},
        timeout=120,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/parking.md").write_text(POLICY)
    folder = tmp_path / "home"
    assert clausewise(folder, "ingest", str(tmp_path / "docs")).returncode == 0
    return folder


def generation(home: Path) -> Path:
    return home / "generations" / (home / "current").read_text().strip()


def flip(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    file.write_bytes(raw)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a changed clause": lambda folder: flip(folder / "clauses.json"),
    "changed vectors": lambda folder: flip(folder / "vectors.npy"),
    "a changed vector store": lambda folder: flip(folder / "chroma/chroma.sqlite3"),
    "a missing vector store": lambda folder: shutil.rmtree(folder / "chroma"),
    "a torn index": lambda folder: os.truncate(next(folder.glob("chroma/*/data_level0.bin")), 100),
    "a missing file": lambda folder: (folder / "rules.json").unlink(),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "a torn manifest": lambda folder: (folder / "manifest.json").write_text("{"),
    "no generation": shutil.rmtree,
    "a pointer to nothing": lambda folder: (folder.parents[1] / "current").write_text("0123456789abcdef\n"),
    "a pointer of noise": lambda folder: (folder.parents[1] / "current").write_bytes(b"\xff\x00"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_noticed_and_mended(name: str, home: Path, tmp_path: Path) -> None:
    DAMAGE[name](generation(home))
    done = clausewise(home, "ask", "--json", "where may bicycles be parked?", "--knowledge", str(tmp_path / "docs"))
    answer = json.loads(done.stdout)
    assert answer["citations"][0]["clause_id"] == "R:1a"
    assert len([line for line in done.stderr.splitlines() if line.strip()]) == 1
    assert "Traceback" not in done.stderr


def test_without_the_documents_the_generation_before_answers(home: Path, tmp_path: Path) -> None:
    (tmp_path / "docs/parking.md").write_text(POLICY.replace("rear", "front"))
    clausewise(home, "ingest", str(tmp_path / "docs"))
    shutil.rmtree(tmp_path / "docs")
    flip(generation(home) / "clauses.json")
    done = clausewise(home, "ask", "--json", "where may bicycles be parked?")
    assert "rear yard" in json.loads(done.stdout)["citations"][0]["quote"]
    assert "Went back to the generation before it" in done.stderr


def test_with_nothing_left_it_says_what_to_do(home: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "docs")
    flip(generation(home) / "clauses.json")
    done = clausewise(home, "ask", "where may bicycles be parked?")
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert "Traceback" not in done.stderr


def test_earlier_editions_outlive_the_damage_of_a_later_generation(home: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "parking.md").write_text(POLICY.replace("reference: R", "reference: R\neffective_from: 2024-06-01"))
    clausewise(home, "ingest", str(docs))
    flip(generation(home) / "clauses.json")
    asked = ("ask", "--json", "where may bicycles be parked?")
    assert "rear yard" in clausewise(home, *asked, "--as-of", "2024-03-03").stdout
    assert "2024-06-01" in clausewise(home, *asked).stdout


def test_what_another_version_wrote_is_read_in_again_from_where_it_came(home: Path) -> None:
    manifest = generation(home) / "manifest.json"
    old = {key: value for key, value in json.loads(manifest.read_text()).items() if key not in ("readers", "skipped")}
    manifest.write_text(json.dumps(old | {"format": 2}))
    done = clausewise(home, "ask", "--json", "where may bicycles be parked?")
    assert "written by another version" in done.stderr
    assert json.loads(done.stdout)["citations"][0]["clause_id"] == "R:1a"
