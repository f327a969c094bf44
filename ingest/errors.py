"""What can go wrong while documents are ingested.

IngestError                    the base; its message is written for a person and says what to do
├── Rejected                   one or more files can't be taken; lists every one with its place and reason
├── NothingToIngest            no documents were found where we were told to look
├── NotAccepted                drafted guidance isn't ready to be used; lists what is left to do
├── ModelUnusable              no chat model could draft questions
├── NoSuchGeneration           there is no sound generation of that name, or none before the published one
└── VerificationFailed         the new generation did not pass its own checks, so it was not published
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file; `line` counts from 1 and is None where no line is to blame."""

    file: Path
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{shown(self.file)}:{self.line}" if self.line else shown(self.file)
        return f"{place}: {self.reason}"


def shown(name: Path | str) -> str:
    """A file's name as it can be printed: what can't be seen, or isn't text, is escaped."""
    text = str(name)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


class IngestError(Exception):
    """Base of every error raised by `ingest`."""


class Rejected(IngestError):
    """Files that can't be taken. Nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"Nothing was published. Please put {count} right and ingest again:\n{lines}")


class NothingToIngest(IngestError):
    """No documents were found."""


class NotAccepted(IngestError):
    """Drafted guidance isn't ready to be used. It stays a draft."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"Not accepted yet. Please put this right, then accept it again:\n{lines}")


class ModelUnusable(IngestError):
    """The chat model isn't installed, can't be reached, or doesn't answer as asked."""


class NoSuchGeneration(IngestError):
    """The generation to go back to isn't there or isn't sound; what is published stays."""


class VerificationFailed(IngestError):
    """The new generation failed its own checks; the one before stays published."""
