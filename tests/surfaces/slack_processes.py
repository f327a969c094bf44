"""`clausewise serve` as processes of their own, with a Slack workspace on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.slack import asgi
from tests.surfaces.slack_methods import BOT, BOT_TOKEN, TEAM
from tests.surfaces.slack_requests import SECRET, Requests
from tests.surfaces.slack_workspace import Workspace

ROOT = Path(__file__).parents[2]
PEOPLE = "id,name,email,manager\n1,Ben Manager,ben@example.com,\n2,Asha Colleague,asha@example.com,1\n"
STARTED_S = 60.0


def start(home: Path, workspace: Workspace, port: int, **more: str) -> subprocess.Popen[bytes]:
    """Serve a home on a port; back once it listens."""
    people = home / "people.csv"
    if not people.exists():
        people.write_text(PEOPLE)
    told = {
        "CLAUSEWISE_HOME": str(home),
        "CLAUSEWISE_DIRECTORY__FILE": str(people),
        "CLAUSEWISE_DIRECTORY__SOURCES": "file",
        "CLAUSEWISE_SLACK__BOT_TOKEN": BOT_TOKEN,
        "CLAUSEWISE_SLACK__SIGNING_SECRET": SECRET,
        "CLAUSEWISE_SLACK__API": workspace.url,
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "bot.cli.main", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, **told, **more}, cwd=home, stderr=subprocess.DEVNULL)
    until = time.monotonic() + STARTED_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return process
        time.sleep(0.02)
    process.kill()
    message = "it doesn't listen"
    raise AssertionError(message)


@contextmanager
def served(home: Path, workspace: Workspace, port: int, **more: str) -> Iterator[Requests]:
    """What Slack sends to a process, which is stopped at the end."""
    process = start(home, workspace, port, **more)
    try:
        yield requests(port)
    finally:
        process.kill()
        process.wait()


def requests(port: int) -> Requests:
    ids = {"team": TEAM, "bot": BOT, "asha": "U1", "ben": "U2"}
    return Requests(f"http://127.0.0.1:{port}{asgi.PATH}", ids=ids)
