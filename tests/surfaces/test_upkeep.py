"""Looking ahead, watching, going back and clearing up, as a person at the keyboard meets them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ingest.settings import IngestSettings
from ingest.wiring import ingest

ROOT = Path(__file__).parents[2]
Write = Callable[[dict[str, "str | bytes"]], Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

PARKING = """---
reference: P
title: Parking
---

## Parking

Bicycles may be parked in the rear yard only.

Cars may not.
"""
LEAVE = "---\nreference: L\ntitle: Leave\n---\n\n## Leave\n\nColleagues have 25 days of annual leave.\n"


def test_a_dry_run_says_what_would_change_and_writes_nothing(policies: Write, clausewise: Run, tmp_path: Path) -> None:
    folder = policies({"parking.md": PARKING, "leave.md": LEAVE, "old.pages": "?", "guidance/drafts/P.yaml": "x"})
    first = json.loads(clausewise("ingest", "--dry-run", "--json", folder).stdout)
    assert [(d["document"], d["state"], d["added"]) for d in first["documents"]] == [("L", "new", 1), ("P", "new", 2)]
    assert first["unread"] == [str(folder / "old.pages")]
    assert not (tmp_path / "home").exists()

    report = json.loads(clausewise("ingest", "--json", folder).stdout)
    assert report["embedded"] == first["to_embed"]
    assert "Everything is up to date" in clausewise("ingest", "--dry-run", folder).stdout

    (folder / "parking.md").write_text(PARKING.replace("Cars may not.", "Cars must not.\n\nVans may."))
    (folder / "leave.md").unlink()
    before = sorted(path for path in (tmp_path / "home").rglob("*"))
    plan = json.loads(clausewise("ingest", "--dry-run", "--json", folder).stdout)
    assert [d["document"] for d in plan["gone"]] == ["L"]
    parking = plan["documents"][0]
    assert (parking["state"], parking["added"], parking["removed"], parking["changed"]) == ("changed", 1, 0, 1)
    assert plan["to_embed"] == 2
    table = clausewise("ingest", "--dry-run", folder).stdout
    assert "gone" in table
    assert "Nothing has been written." in table
    assert sorted(path for path in (tmp_path / "home").rglob("*")) == before


def test_a_dry_run_names_a_bad_file(policies: Write, clausewise: Run) -> None:
    done = clausewise("ingest", "--dry-run", policies({"torn.md": b"caf\xe9 \x81"}))
    assert done.returncode == 1
    assert "torn.md:1: isn't UTF-8" in done.stderr


def test_back_and_forward_and_cleared_up(policies: Write, clausewise: Run, tmp_path: Path) -> None:
    folder = policies({"parking.md": PARKING})
    for words in ("rear", "front", "side", "north"):
        (folder / "parking.md").write_text(PARKING.replace("rear", words))
        ingest(IngestSettings(home=tmp_path / "home", paths=(folder,)))
    listed = [json.loads(line) for line in clausewise("generations", "--json").stdout.splitlines()]
    assert [row["published"] for row in listed] == [True, False, False, False]
    assert listed[0]["clauses"] == 2
    assert "published" in clausewise("generations").stdout

    back = clausewise("rollback")
    assert back.returncode == 0
    assert f"Published {listed[1]['generation']}" in back.stderr
    assert "side yard" in clausewise("clauses").stdout
    assert clausewise("ingest", folder).returncode == 0
    assert "north yard" in clausewise("clauses").stdout
    assert clausewise("rollback", "zz").returncode == 1

    planned = clausewise("prune", "--dry-run")
    assert "Would remove 1 generation" in planned.stdout
    assert "Removed 1 generation" in clausewise("prune").stdout
    assert clausewise("prune", "--keep", "0").returncode == 2


@contextmanager
def watching(*paths: Path, home: Path) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli.main", "ingest", "--watch", *map(str, paths)],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "CLAUSEWISE_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )
    assert process.stderr
    try:
        yield process, process.stderr
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_watching_goes_on_through_bad_files_until_told_to_stop(policies: Write, tmp_path: Path) -> None:
    folder = policies({"parking.md": PARKING})
    file = folder / "parking.md"
    with watching(folder, home=folder / ".clausewise") as (process, told):
        assert "Watching" in told.readline()
        assert "1 document, 2 clauses" in told.readline()
        file.write_bytes(b"caf\xe9 \x81")
        assert "isn't UTF-8" in told.readline()
        # An editor's way of saving: a file of its own, put in the other's place; and what it leaves beside.
        (folder / ".parking.md.swp").write_text("half a sav")
        (folder / "new.tmp").write_text(PARKING + "\nVans may.\n")
        (folder / "new.tmp").replace(file)
        assert "1 document, 3 clauses" in told.readline()
        folder.rename(tmp_path / "away")
        assert "There is no file or folder" in told.readline()
        (tmp_path / "away").rename(folder)
        assert "Already up to date." in told.readline()
        process.send_signal(signal.SIGINT)
        assert "Stopped watching." in told.readline()
        assert process.wait(timeout=30) == 0


def test_watching_one_file_heeds_that_file_alone(policies: Write, tmp_path: Path) -> None:
    folder = policies({"parking.md": PARKING})
    with watching(folder / "parking.md", home=tmp_path / "home") as (process, told):
        assert "Watching" in told.readline()
        assert "2 clauses" in told.readline()
        (folder / "other.md").write_text(LEAVE)
        (folder / "parking.md").write_text(PARKING + "\nVans may.\n")
        assert "1 document, 3 clauses" in told.readline()
        process.send_signal(signal.SIGTERM)
        assert "Stopped watching." in told.readline()
        assert process.wait(timeout=30) == 0
