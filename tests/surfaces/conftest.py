"""The command line as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def clausewise(tmp_path: Path) -> Run:
    """Run a command on the test's own home: `clausewise("diff", "a.md", "b.md")`."""

    def run(*arguments: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.cli.main", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={
                **os.environ,
                "CLAUSEWISE_HOME": str(tmp_path / "home"),
                "PYTHONPATH": str(ROOT),
                "COLUMNS": "100",
                **environment,
            },
            timeout=300,
        )

    return run
