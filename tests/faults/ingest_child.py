"""An ingest in a process of its own that kills itself, without warning, when a named stage begins."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from ingest.settings import IngestSettings
from ingest.wiring import ingest
from knowledge.adapters.memory import MemoryEncoder


class KillAt:
    def __init__(self, name: str) -> None:
        self._name = name

    def stage(self, name: str, steps: int | None = None) -> None:
        print(name, flush=True)
        if name == self._name:
            os.kill(os.getpid(), signal.SIGKILL)

    def advance(self, steps: int = 1) -> None:
        pass


if __name__ == "__main__":
    home, folder, name = sys.argv[1:]
    ingest(IngestSettings(home=Path(home), paths=(Path(folder),)), KillAt(name), MemoryEncoder())
