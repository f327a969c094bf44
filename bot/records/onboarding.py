"""Journeys kept in the database: each change with its letters and its signature in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.letters import Post
from bot.onboarding.attestation import Record
from bot.onboarding.model import Change, Journey, State
from bot.records import outbox
from bot.records.attestations import Log
from bot.records.database import reading
from bot.records.tables import JOURNEYS, OUTBOX, SIGNED

Step = Callable[[Journey], Change]


class Book:
    """A `bot.onboarding.book.Book`."""

    def __init__(self, engine: Engine, log: Log) -> None:
        self._engine = engine
        self._log = log

    def open(self, change: Change) -> Journey:
        known = self.get(change.journey.id)
        if known:
            return known
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(JOURNEYS).values(**_columns(change.journey)))
                outbox.write(connection, change.posts, change.journey.changed)
        except IntegrityError:  # somebody was quicker by a moment
            return self.get(change.journey.id) or change.journey
        return change.journey

    def change(self, journey_id: str, step: Step) -> Journey | None:
        with self._engine.begin() as connection:
            journey = find(connection, journey_id)
            if journey is None:
                return None
            change = step(journey)
            if change.journey != journey:
                values = _columns(change.journey)
                connection.execute(update(JOURNEYS).where(JOURNEYS.c.id == journey_id).values(**values))
            posts = list(change.posts)
            if change.signed:
                record = self._log.append(connection, change.signed)
                posts += [change.receipt(record)] if change.receipt else []
            outbox.write(connection, posts, change.journey.changed)
        if change.signed:
            self._log.settle()
        return change.journey

    def get(self, journey_id: str) -> Journey | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(JOURNEYS).where(JOURNEYS.c.id == journey_id)).first()
            return _journey(row) if row else None

    def every(self, person: str | None = None) -> list[Journey]:
        chosen = select(JOURNEYS).order_by("asked", "id")
        chosen = chosen if person is None else chosen.where(JOURNEYS.c.person == person)
        with reading(self._engine) as connection:
            return [_journey(row) for row in connection.execute(chosen)]

    def signatures(self, person: str | None = None) -> list[Record]:
        return self._log.signatures(person)

    def post(self, posts: Iterable[Post], now: datetime) -> None:
        with self._engine.begin() as connection:
            outbox.write(connection, posts, now)

    def posted(self, prefix: str) -> set[str]:
        with reading(self._engine) as connection:
            chosen = select(OUTBOX.c.key).where(OUTBOX.c.key.startswith(prefix, autoescape=True))
            return {row.key for row in connection.execute(chosen)}

    def forget(self, before: datetime, now: datetime) -> int:
        left = select(JOURNEYS.c.person, JOURNEYS.c.document, JOURNEYS.c.edition).where(JOURNEYS.c.left < before)
        at = now.astimezone(UTC).isoformat(timespec="milliseconds")
        with self._engine.begin() as connection:
            gone = connection.execute(left).all()
            numbers = [number for row in gone if (number := _number(connection, *row)) is not None]
            for number in numbers:
                self._log.erase(connection, number, at)
            connection.execute(delete(JOURNEYS).where(JOURNEYS.c.left < before))
        if numbers:
            self._log.settle()
        return len(numbers)


def find(connection: Connection, journey_id: str) -> Journey | None:
    """One journey, held till the transaction ends."""
    row = connection.execute(select(JOURNEYS).where(JOURNEYS.c.id == journey_id).with_for_update()).first()
    return _journey(row) if row else None


def _number(connection: Connection, person: str, document: str, edition: str) -> int | None:
    chosen = select(SIGNED.c.number).where(
        SIGNED.c.person == person, SIGNED.c.document == document, SIGNED.c.edition == edition
    )
    return connection.execute(chosen).scalar()


def _columns(journey: Journey) -> dict[str, Any]:
    return {
        "id": journey.id,
        "person": journey.person,
        "document": journey.document,
        "edition": journey.edition,
        "state": journey.state.value,
        "since": journey.since,
        "step": journey.step,
        "passed": list(journey.passed),
        "reminded": journey.reminded,
        "asked": journey.asked,
        "changed": journey.changed,
        "due": journey.due,
        "left": journey.left,
    }


def _journey(row: Row[Any]) -> Journey:
    return Journey(
        id=row.id,
        person=row.person,
        document=row.document,
        edition=row.edition,
        state=State(row.state),
        since=row.since,
        step=row.step,
        passed=tuple(row.passed),
        reminded=row.reminded,
        asked=row.asked,
        changed=row.changed,
        due=row.due,
        left=row.left,
    )
