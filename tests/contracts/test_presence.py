"""A process that has ended is gone, one that is merely busy isn't; on one machine and over PostgreSQL alike."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from bot.delivery.presence import presence

ROOT = Path(__file__).parents[2]
STAYS = """
import sys
from pathlib import Path
from bot.delivery.presence import presence
from bot.records.database import open_records
here = presence(open_records(sys.argv[1] or None, Path(sys.argv[2])), Path(sys.argv[2]))
here.stay()
print(here.name, flush=True)
input()
"""


@contextmanager
def another(url: str, home: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Another process, and its name."""
    command = [sys.executable, "-c", STAYS, url, str(home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ}
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip(), process
        process.kill()


def test_who_is_killed_is_gone_and_nobody_else(engine: Engine, tmp_path: Path) -> None:
    url = "" if engine.dialect.name == "sqlite" else engine.url.render_as_string(hide_password=False)
    here = presence(engine, tmp_path)
    here.stay()
    here.stay()
    with another(url, tmp_path) as (name, process):
        assert not here.gone(name)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert here.gone(name)
    assert here.gone("never was")
    here.leave()


def test_who_leaves_is_gone(engine: Engine, tmp_path: Path) -> None:
    here, there = presence(engine, tmp_path), presence(engine, tmp_path)
    here.stay()
    there.stay()
    assert not there.gone(here.name)
    here.leave()
    assert there.gone(here.name)
    there.leave()
