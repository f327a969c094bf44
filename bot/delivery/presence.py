"""Which of several processes are still there, so that what one left unfinished is taken up once it has gone.

A process that is merely busy must not be taken for gone: two would then send the same. So being there is a lock that
the operating system, or PostgreSQL, lets go of when the process ends, however it ends.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

FOLDER = "serving"
"""In the home: a file a process."""


class Presence(Protocol):
    """Being there, under a name of one's own."""

    @property
    def name(self) -> str: ...

    def stay(self) -> None:
        """Be there, from the first call on; later ones make sure of it."""
        ...

    def gone(self, name: str) -> bool:
        """Whether the process with this name has ended."""
        ...

    def leave(self) -> None: ...


class FilePresence:
    """Processes on one machine, over one home. A `Presence`."""

    def __init__(self, home: Path) -> None:
        self.name = uuid4().hex
        self._folder = home / FOLDER
        self._lock = FileLock(self._file(self.name), thread_local=False)

    def stay(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if not self._lock.is_locked:
            self._lock.acquire()

    def gone(self, name: str) -> bool:
        file = self._file(name)
        if not file.exists():
            return True
        try:
            with FileLock(file, timeout=0):
                pass
        except Timeout:
            return False
        file.unlink(missing_ok=True)
        return True

    def leave(self) -> None:
        self._lock.release()
        self._file(self.name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.lock"


class PostgresPresence:
    """Processes anywhere, over one PostgreSQL. A `Presence`: an advisory lock for as long as a connection lasts."""

    def __init__(self, engine: Engine) -> None:
        self.name = uuid4().hex
        self._engine = engine
        self._held: Connection | None = None

    def stay(self) -> None:
        try:
            if self._held:
                self._held.execute(text("SELECT 1"))
                return
        except SQLAlchemyError:
            self.leave()
        self._held = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._held.execute(text("SELECT pg_advisory_lock(:name)"), {"name": _number(self.name)})

    def gone(self, name: str) -> bool:
        number = {"name": _number(name)}
        with self._engine.connect() as asking:
            free = bool(asking.execute(text("SELECT pg_try_advisory_lock(:name)"), number).scalar())
            if free:
                asking.execute(text("SELECT pg_advisory_unlock(:name)"), number)
        return free

    def leave(self) -> None:
        if self._held:
            self._held.invalidate()
            self._held.close()
            self._held = None


def presence(engine: Engine, home: Path) -> Presence:
    """The one that fits where the records are."""
    return FilePresence(home) if engine.dialect.name == "sqlite" else PostgresPresence(engine)


def _number(name: str) -> int:
    """A PostgreSQL lock's number."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
