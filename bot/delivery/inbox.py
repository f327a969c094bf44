"""The surface of those who have no other: letters wait in the database till they are read on the page or here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select, update

from bot.letters import Letter
from bot.people import Person
from bot.ports import Sent
from bot.records.database import reading
from bot.records.tables import INBOX


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in somebody's inbox; `read` is None until it has been."""

    key: str
    letter: Letter
    at: datetime
    read: datetime | None


class Inbox:
    """Letters to people on this machine. A `bot.ports.Sender` that reaches everybody."""

    surface = "inbox"

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def reaches(self, person: Person) -> bool:  # noqa: ARG002 - everybody has one
        return True

    def send(self, person: Person, letter: Letter, key: str) -> Sent:
        """Put it there; a second time changes nothing."""
        with self._engine.begin() as connection:
            if connection.execute(select(INBOX.c.key).where(INBOX.c.key == key)).first() is None:
                row = {"key": key, "person": person.id, "letter": letter.as_json(), "at": self._now()}
                connection.execute(insert(INBOX).values(**row))
        return Sent(key)

    def find(self, person: Person, key: str) -> Sent | None:
        with reading(self._engine) as connection:
            mine = (INBOX.c.key == key, INBOX.c.person == person.id)
            return Sent(key) if connection.execute(select(INBOX.c.key).where(*mine)).first() else None

    def letters(self, person: str) -> list[Waiting]:
        """All that somebody has, newest first."""
        chosen = select(INBOX).where(INBOX.c.person == person).order_by(INBOX.c.at.desc(), INBOX.c.key)
        with reading(self._engine) as connection:
            rows = connection.execute(chosen)
            return [Waiting(row.key, Letter.of_json(row.letter), row.at, row.read) for row in rows]

    def read(self, person: str, key: str) -> None:
        """Note that it has been read."""
        mine = (INBOX.c.key == key, INBOX.c.person == person, INBOX.c.read.is_(None))
        with self._engine.begin() as connection:
            connection.execute(update(INBOX).where(*mine).values(read=self._now()))

    def forget(self, before: datetime) -> int:
        """Erase letters that were read before then; how many."""
        with self._engine.begin() as connection:
            return connection.execute(delete(INBOX).where(INBOX.c.read < before)).rowcount
