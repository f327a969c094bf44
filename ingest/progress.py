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
