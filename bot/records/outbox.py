"""Letters on their way: written with what makes them due, taken one at a time, settled once.

A letter is `waiting`, then `trying` while a platform is asked for it (after a crash there it may or may not have got
through), then `sent` or `refused`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, insert, select, update

from bot.letters import Letter, Post
from bot.records.database import reading
from bot.records.tables import OUTBOX


class Posting(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    TRYING = "trying"
    SENT = "sent"
    REFUSED = "refused"


OPEN = (Posting.WAITING.value, Posting.TRYING.value)


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter to be sent now. `surface` is where it was tried before, if it may have got through there."""

    key: str
    person: str
    letter: Letter
    surface: str | None
    attempts: int
    written: datetime


def write(connection: Connection, posts: Iterable[Post], now: datetime) -> None:
    """Add letters within a transaction; one whose key is known is on its way or sent already."""
    for post in posts:
        if connection.execute(select(OUTBOX.c.key).where(OUTBOX.c.key == post.key)).first() is None:
            row = {
                "key": post.key,
                "person": post.person,
                "letter": post.letter.as_json(),
                "state": Posting.WAITING.value,
            }
            connection.execute(insert(OUTBOX).values(**row, attempts=0, written=now, changed=now))


class Outbox:
    """Letters to be sent, for `bot.delivery`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self) -> list[str]:
        """Keys of all that is neither sent nor refused, oldest first."""
        chosen = select(OUTBOX.c.key).where(OUTBOX.c.state.in_(OPEN)).order_by("written", "key")
        with reading(self._engine) as connection:
            return [row.key for row in connection.execute(chosen)]

    def get(self, key: str) -> Taken | None:
        """A letter that is still to be sent; None where it is settled or there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(select(OUTBOX).where(OUTBOX.c.key == key, OUTBOX.c.state.in_(OPEN))).first()
        if row is None or row.letter is None:
            return None
        surface = row.surface if row.state == Posting.TRYING else None
        return Taken(row.key, row.person, Letter.of_json(row.letter), surface, row.attempts, row.written)

    def trying(self, key: str, surface: str, now: datetime) -> None:
        """Note, before a platform is asked, that it is going to be."""
        self._set(key, now, state=Posting.TRYING.value, surface=surface, attempts=OUTBOX.c.attempts + 1)

    def waiting(self, key: str, now: datetime) -> None:
        """The platform certainly hasn't taken it; it is to be tried again."""
        self._set(key, now, state=Posting.WAITING.value, surface=None)

    def settle(self, connection: Connection, key: str, posting: Posting, told: str | None, now: datetime) -> None:
        """Sent, with the platform's reference, or refused, with why; within a transaction."""
        detail = {"reference": told} if posting is Posting.SENT else {"why": told}
        values = {"state": posting.value, "changed": now, **detail}
        connection.execute(update(OUTBOX).where(OUTBOX.c.key == key).values(**values))

    def forget(self, before: datetime) -> int:
        """Erase the words of letters settled before then; how many."""
        old = (OUTBOX.c.state.not_in(OPEN), OUTBOX.c.changed < before, OUTBOX.c.letter.is_not(None))
        with self._engine.begin() as connection:
            return connection.execute(update(OUTBOX).where(*old).values(letter=None)).rowcount

    def _set(self, key: str, now: datetime, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(OUTBOX).where(OUTBOX.c.key == key).values(changed=now, **values))
