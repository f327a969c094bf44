"""The heads of the log of signatures, in a small file of their own: who cuts the log's end off leaves it behind.

A line for each record, its number and its hash, flushed to the disk before anybody is told that they have signed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock

from bot.errors import LogDiffers, RecordsUnusable
from bot.onboarding.attestation import GENESIS

FILE = "attestations.anchor"
Head = tuple[int, str]
"""A record's number and hash."""
FIRST: Head = (0, GENESIS)
_DIFFERS = (
    "The log of signatures isn't what its anchor says ({what}). Nothing more is signed until that is settled: run "
    "clausewise attestations verify, and put the right {file} and database back."
)


class Anchor:
    """The file. What it lacks at the end is added; what it says otherwise is never put right by itself."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE
        self._lock = FileLock(home / f"{FILE}.lock")

    def heads(self) -> list[Head]:
        """All it holds but a line that a crash cut short; raises `LogDiffers` where it can't be read."""
        lines = self._text().split("\n")[:-1]
        try:
            return [(int(number), hashed) for number, hashed in (line.split(" ") for line in lines)]
        except ValueError as error:
            raise self.differs("a line can't be read") from error

    def last(self) -> Head | None:
        """The newest head, None where there is no file."""
        found = self.heads()
        return found[-1] if found else None

    def begin(self) -> None:
        """Where there is no file yet, begin one, so that a log without its anchor always shows."""
        with self._lock:
            if self.last() is None:
                self._append([FIRST])

    def catch_up(self, after: Callable[[int], Sequence[Head]]) -> None:
        """Append the heads that come after the last one held. They are on the disk when it returns."""
        with self._lock:
            last = self.last()
            missing = after(last[0] if last else 0)
            if missing and last is None:
                raise self.differs("it is missing")
            if missing:
                self._append(missing)

    def renew(self, after: Callable[[int], Sequence[Head]]) -> None:
        """Put the file aside and begin another from the log as it stands."""
        with self._lock:
            if self._file.exists():
                self._file.replace(self._file.with_suffix(".before"))
            self._append([FIRST, *after(0)])

    def differs(self, what: str) -> LogDiffers:
        """The error that says so."""
        return LogDiffers(_DIFFERS.format(what=what, file=FILE))

    def _append(self, heads: Sequence[Head]) -> None:
        """After the last whole line."""
        text = "".join(f"{number} {hashed}\n" for number, hashed in heads)
        kept = self._text().rpartition("\n")
        whole = (kept[0] + kept[1]).encode("ascii")
        try:
            with self._file.open("r+b" if self._file.exists() else "xb") as stream:
                stream.truncate(len(whole))
                stream.seek(len(whole))
                stream.write(text.encode("ascii"))
                stream.flush()
                os.fsync(stream.fileno())
            _flush_folder(self._file.parent)
        except OSError as error:
            raise RecordsUnusable(
                f"{self._file} can't be written ({error.strerror}). Free the disk or the file."
            ) from error

    def _text(self) -> str:
        try:
            return self._file.read_text(encoding="ascii")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise self.differs("it can't be read") from error


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
