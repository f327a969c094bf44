"""`clausewise directory check` as the one who keeps the file meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli.main", "directory", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_a_sound_directory_is_counted(tmp_path: Path) -> None:
    example = (ROOT / "docs/directory.md").read_text(encoding="utf-8").split("```csv\n")[1].split("```")[0]
    (tmp_path / "people.csv").write_text(example, encoding="utf-8")
    done = check(str(tmp_path / "people.csv"))
    assert done.returncode == 0
    assert "3 people, 2 of them with a line manager who can be found." in done.stdout


def test_what_needs_mending_is_told_and_fails(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name,manager\n1,Ann,\n2,Bob,9\n3,Cat,1\n")
    done = check(str(tmp_path / "people.csv"), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["faults"] == [
        '2 has a line manager, "9", who can\'t be found. Add them, or name another.'
    ]


def test_no_directory_is_wrong_usage() -> None:
    done = check()
    assert done.returncode == 2
    assert "clausewise directory check people.csv" in done.stderr
