"""Messages taken in: written down before their platform is told so, answered once, and then forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

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


class Intake:
    """Messages to be answered, for `bot.delivery.clerk`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, key: str, surface: str, message: Mapping[str, Any], now: datetime) -> bool:
        """Write a message down; False where its key is known, however often and wherever it came before."""
        row = {"key": key, "surface": surface, "message": dict(message), "state": WAITING, "attempts": 0}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(INTAKE).values(**row, received=now, changed=now))
        except IntegrityError:
            return False
        return True

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
