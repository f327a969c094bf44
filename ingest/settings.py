"""What an ingest needs to be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
"""The documents and guidance that come with Clausewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSettings:
    """Where state lives, and the files or folders to read."""

    home: Path
    paths: tuple[Path, ...] = (DEFAULT_KNOWLEDGE,)
    encoder: Path | None = None
    """A folder written by `ingest.export`; the model that comes with Clausewise when None."""
    strict: bool = False
    """Whether one file that can't be taken stops the whole run, rather than being skipped."""
