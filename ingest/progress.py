"""How an ingest tells whoever started it what it is doing."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each stage as it begins, and of the steps within it."""

    def stage(self, name: str, steps: int | None = None) -> None: ...

    def advance(self, steps: int = 1) -> None: ...


class Silent:
    """Says nothing."""

    def stage(self, name: str, steps: int | None = None) -> None:
        """Nothing to show."""

    def advance(self, steps: int = 1) -> None:
        """Nothing to show."""


class Numbered:
    """Tells of stages that are alike with their number: "training 2 of 11"."""

    def __init__(self, progress: Progress, of: int) -> None:
        self._progress, self._of = progress, of
        self._begun = 0

    def stage(self, name: str, steps: int | None = None) -> None:
        self._begun += 1
        self._progress.stage(f"{name} {self._begun} of {self._of}", steps)

    def advance(self, steps: int = 1) -> None:
        self._progress.advance(steps)
