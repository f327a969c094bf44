"""Letters whose sender is killed again and again, to a platform that fails: each arrives, and arrives once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from bot.escalation.model import State
from bot.records.database import open_records
from bot.records.escalations import Book

ROOT = Path(__file__).parents[2]
LETTERS, KILLS = 24, 12


@pytest.mark.slow
def test_every_letter_that_was_accepted_arrives_once_whatever_is_killed(tmp_path: Path) -> None:
    chance = random.Random(4)
    names = [f"e{number}" for number in range(LETTERS)]
    accepted: set[str] = set()
    finished = False
    for run in range(KILLS * 6):
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/faults/post_office.py"), str(tmp_path), str(run), *names],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            process.wait(1.5 + 2 * chance.random() if run < KILLS else 60)
        process.send_signal(signal.SIGKILL)
        printed, _ = process.communicate()
        accepted |= set(printed.split())
        if process.returncode == 0:
            finished = True
            break
    assert finished
    arrived = Counter(line.split("\t")[0] for line in (tmp_path / "platform.txt").read_text().splitlines())
    assert accepted == set(names)
    assert arrived == Counter({f"{name}:request:ben": 1 for name in names})
    book = Book(open_records(None, tmp_path))
    for name in names:
        kept = book.get(name)
        assert kept is not None
        assert kept.state in (State.DELIVERED, State.SEEN)
