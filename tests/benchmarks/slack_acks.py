"""How soon Slack is answered while answers are being given: `python -m tests.benchmarks.slack_acks HOME [SECONDS]`.

20 events a second come to one process, first as it is, then with a model that never answers. HOME is a published home
and stays as it is.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.test_slack_deliveries import ASKED
from tests.surfaces import slack_processes
from tests.surfaces.slack_peer import free
from tests.surfaces.slack_workspace import Workspace, workspace

A_SECOND = 20
PATIENCE_S = 120.0


@contextmanager
def silent_model() -> Iterator[dict[str, str]]:
    """A model's address that takes every request and answers none; the settings that name it."""
    with socket.create_server(("127.0.0.1", 0), backlog=1000) as silent:
        yield {
            "CLAUSEWISE_MODEL__NAME": "openai:silent",
            "CLAUSEWISE_MODEL__BASE_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/v1",
            "CLAUSEWISE_MODEL__API_KEY": "none",
        }


def measured(home: Path, slack: Workspace, seconds: float, **more: str) -> str:
    """Acknowledgements at a steady rate, in words."""
    chance = random.Random(3)
    took: list[float] = []
    said: list[dict[str, Any]] = []
    before = _children_s()
    with slack_processes.served(home, slack, free(), **more) as there, ThreadPoolExecutor(64) as several:
        there.event(slack.say("U1", "hello"), "Ev0")
        began = time.monotonic()

        def send(number: int, due: float) -> None:
            event = slack.say("U1", chance.choice(ASKED))
            said.append(event)
            time.sleep(max(0.0, due - time.monotonic()))
            sent = time.monotonic()
            assert there.event(event, f"Ev{number}") == 200
            took.append(time.monotonic() - sent)

        for number in itertools.takewhile(lambda n: n < seconds * A_SECOND, itertools.count()):
            due = began + number / A_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
            several.submit(send, number, due)
        several.shutdown(wait=True)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and not {one["ts"] for one in said} <= slack.finished().keys():
            time.sleep(0.2)
        caught_up = time.monotonic() - began
    took.sort()
    half, most, last = (f"{took[min(len(took) - 1, len(took) * part // 1000)] * 1000:.0f}" for part in (500, 990, 1000))
    answered = sum(slack.finished()[one["ts"]] == 1 for one in said)
    spent = (_children_s() - before) * 1000 / len(took)
    told = f"{half} ms (median), {most} ms (99 %), {last} ms (most)"
    afterwards = f"{answered} answered once within {caught_up:.0f} s"
    return f"{len(took)} events in {seconds:.0f} s: {told}; {afterwards}; {spent:.0f} ms of processor time each"


def _children_s() -> float:
    """Processor seconds of the processes that have ended."""
    found = os.times()
    return found.children_user + found.children_system


def main(published: Path, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder, silent_model() as silent:
        for name, more in (("as it is", {}), ("with a model that never answers", silent)):
            home = Path(folder) / name.replace(" ", "-")
            shutil.copytree(published, home)
            with workspace() as slack:
                print(f"{name}: {measured(home, slack, seconds, **more)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 120.0)
