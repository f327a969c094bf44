"""`clausewise backup` and `restore`, as whoever runs it meets them."""

from __future__ import annotations

from pathlib import Path

from tests import offices
from tests.surfaces.conftest import Run


def test_both_commands_say_what_they_did(clausewise: Run, tmp_path: Path) -> None:
    offices.records(tmp_path / "home")
    done = clausewise("backup", tmp_path / "b.tar")
    assert (done.returncode, "personal data" in done.stdout) == (0, True)
    again = clausewise("restore", tmp_path / "b.tar", "--home", tmp_path / "new")
    assert "Signatures: 0 records, whole." in again.stdout
    assert clausewise("restore", tmp_path / "b.tar", "--home", tmp_path / "new").returncode == 1
