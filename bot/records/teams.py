"""What has to be remembered of Teams: where people can be written to, and which replies were begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, delete, insert, select

from bot.records.database import reading
from bot.records.tables import TEAMS_CONVERSATIONS, TEAMS_STREAMS

STREAMS_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Place:
    """A one-to-one conversation: its id, the address of the service that carries it, its tenant, our id in it."""

    conversation: str
    service: str
    tenant: str
    bot: str


class Conversations:
    """One-to-one conversations by people's object id."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def save(self, account: str, place: Place, person: str | None = None) -> None:
        """Where they can be written to from now on, and who they are in the directory; written where that is new."""
        row = {"account": account, "person": person, **asdict(place)}
        known = self._row(TEAMS_CONVERSATIONS.c.account == account)
        if known is None or any(known._mapping[name] != value for name, value in row.items()):  # noqa: SLF001
            with self._engine.begin() as connection:
                _put(connection, TEAMS_CONVERSATIONS, "account", {**row, "changed": self._now()})

    def get(self, account: str) -> Place | None:
        row = self._row(TEAMS_CONVERSATIONS.c.account == account)
        return Place(row.conversation, row.service, row.tenant, row.bot) if row else None

    def account_of(self, person: str) -> str | None:
        """The object id that somebody in the directory has last written to us with."""
        row = self._row(TEAMS_CONVERSATIONS.c.person == person)
        return str(row.account) if row else None

    def _row(self, which: ColumnElement[bool]) -> Row[Any] | None:
        with reading(self._engine) as connection:
            newest = TEAMS_CONVERSATIONS.c.changed.desc()
            return connection.execute(select(TEAMS_CONVERSATIONS).where(which).order_by(newest)).first()

    def forget(self, account: str) -> None:
        """They have removed the app, or are to be forgotten."""
        with self._engine.begin() as connection:
            connection.execute(delete(TEAMS_CONVERSATIONS).where(TEAMS_CONVERSATIONS.c.account == account))


class Streams:
    """Replies that were begun, so that one that was cut short is finished rather than sent again."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def begun(self, key: str, stream: str) -> None:
        """Note it; what was begun days ago is forgotten."""
        with self._engine.begin() as connection:
            connection.execute(delete(TEAMS_STREAMS).where(TEAMS_STREAMS.c.begun < self._now() - STREAMS_KEPT))
            _put(connection, TEAMS_STREAMS, "key", {"key": key, "stream": stream, "begun": self._now()})

    def of(self, key: str) -> str | None:
        """The reply that was begun to what has this key."""
        with reading(self._engine) as connection:
            return connection.execute(select(TEAMS_STREAMS.c.stream).where(TEAMS_STREAMS.c.key == key)).scalar()


def _put(connection: Connection, table: Table, key: str, row: dict[str, Any]) -> None:
    """Insert a row in the place of the one with its key."""
    connection.execute(delete(table).where(table.c[key] == row[key]))
    connection.execute(insert(table).values(**row))
