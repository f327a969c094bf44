"""Messages taken in: written down before their platform is told so, answered once, and then forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.records.database import reading
from bot.records.tables import INTAKE

WAITING, TRYING, DONE = "waiting", "trying", "done"


@dataclass(frozen=True, slots=True)
class Noted:
    """A message that is still to be answered. `tried` where an answer may have gone out before a crash."""

    key: str
    surface: str
    message: dict[str, Any]
    tried: bool
    attempts: int
    received: datetime


@dataclass(slots=True)
class _Row:
    """A row to be written; `new` says whether it was, `fault` why it couldn't be, once either is known."""

    values: dict[str, Any]
    new: bool | None = None
    fault: Exception | None = None


class Intake:
    """Messages to be answered, for `bot.delivery.clerk`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert: Callable[..., Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[
            engine.dialect.name
        ]
        self._waiting: list[_Row] = []
        self._queueing, self._writing = threading.Lock(), threading.Lock()

    def note(self, key: str, surface: str, message: Mapping[str, Any], now: datetime) -> bool:
        """Write a message down; False where its key is known, however often and wherever it came before.

        Messages that come together are written in one transaction, so that they don't wait for the disk one by one.
        """
        told = {"key": key, "surface": surface, "message": dict(message), "state": WAITING, "attempts": 0}
        row = _Row({**told, "received": now, "changed": now})
        with self._queueing:
            self._waiting.append(row)
        with self._writing:
            if row.new is None and row.fault is None:
                with self._queueing:
                    together, self._waiting = self._waiting, []
                self._write(together)
        if row.fault:
            raise row.fault
        return bool(row.new)

    def _write(self, together: Sequence[_Row]) -> None:
        unless_known = [self._insert(INTAKE).values(**row.values).on_conflict_do_nothing() for row in together]
        made = [one.returning(INTAKE.c.key) for one in unless_known]
        try:
            with self._engine.begin() as connection:
                done = [connection.execute(one).first() is not None for one in made]
        except Exception as fault:  # noqa: BLE001 - each of those who wait raises it
            for row in together:
                row.fault = fault
            return
        for row, new in zip(together, done, strict=True):
            row.new = new

    def open(self) -> list[str]:
        """Keys of all that isn't answered, oldest first."""
        chosen = select(INTAKE.c.key).where(INTAKE.c.state != DONE).order_by("received", "key")
        with reading(self._engine) as connection:
            return [row.key for row in connection.execute(chosen)]

    def get(self, key: str) -> Noted | None:
        """A message that is still to be answered."""
        with reading(self._engine) as connection:
            row = connection.execute(select(INTAKE).where(INTAKE.c.key == key, INTAKE.c.state != DONE)).first()
        if row is None or row.message is None:
            return None
        return Noted(row.key, row.surface, row.message, row.state == TRYING, row.attempts, row.received)

    def trying(self, key: str, now: datetime) -> None:
        """Note, before a platform is asked, that it is going to be."""
        self._set(key, now, state=TRYING, attempts=INTAKE.c.attempts + 1)

    def waiting(self, key: str, now: datetime) -> None:
        """No answer has gone out; it is to be tried again."""
        self._set(key, now, state=WAITING)

    def done(self, key: str, now: datetime) -> None:
        """Answered, or not to be: the words go, the key stays."""
        self._set(key, now, state=DONE, message=None)

    def forget(self, before: datetime) -> int:
        """Drop the keys of what was answered before then; how many. Platforms don't repeat themselves after a day."""
        with self._engine.begin() as connection:
            return connection.execute(delete(INTAKE).where(INTAKE.c.state == DONE, INTAKE.c.changed < before)).rowcount

    def _set(self, key: str, now: datetime, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(INTAKE).where(INTAKE.c.key == key).values(changed=now, **values))
