"""`clausewise serve` as a process of its own, over a copy of what ships, and a browser's manners in talking to it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests/peers/node_modules/axe-core/axe.min.js"
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
ASHA, CARA, BEN, DINA = (f"sample-{name}" for name in ("asha", "cara", "ben", "dina"))


START_WITHIN_S = 120.0


@dataclass(frozen=True)
class Served:
    """Where it is, its process, and the folder of its home."""

    address: str
    process: subprocess.Popen[bytes]
    home: Path

    def client(self, person: str | None = None, **headers: str) -> httpx.Client:
        """As a browser with this person's cookie would talk to it."""
        client = httpx.Client(
            base_url=self.address, headers={"Origin": self.address, **headers}, timeout=60, verify=False
        )
        if person:
            client.post("/me", data={"person": person})
        return client

    @property
    def told(self) -> str:
        """All that it has said and logged."""
        return (self.home / "told.txt").read_text()

    def stop(self) -> int:
        """As a container or Ctrl+C stops it; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def served(home: Path, *more: str, before: Sequence[str] = (), **environment: str) -> Iterator[Served]:
    """The server, once it listens; `before` is a command that runs it."""
    told = home / "told.txt"
    with told.open("w") as writing:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "bot.cli.main", "serve", "--home", str(home), "--port", "0", *more],
            stderr=writing,
            stdout=writing,
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )
    try:
        yield Served(listening(process, told), process, home)
    finally:
        process.kill()
        process.wait()


def listening(process: subprocess.Popen[bytes], told: Path) -> str:
    """The address, once it is told."""
    until = time.monotonic() + START_WITHIN_S
    while process.poll() is None and time.monotonic() < until:
        if found := re.search(r"here: (http://[^/\s]+)", told.read_text()):
            return found.group(1)
        time.sleep(0.1)
    raise AssertionError(told.read_text())


def copied(shipped_home: Path, to: Path) -> Path:
    """A home of one's own with what ships in it."""
    shutil.copytree(shipped_home, to)
    return to
