"""Escalations kept in the database: each change with its letters in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.escalation.model import CLOSED, Change, Content, Escalation, State, Why
from bot.records import letters, outbox
from bot.records.database import reading
from bot.records.tables import ESCALATIONS, EVENTS

Step = Callable[[Escalation], Change]


class Book:
    """The escalations there are. `bot.escalation.service` decides; this remembers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, change: Change) -> Escalation:
        """Record a new escalation and what is to be sent; one that is known already stays as it is."""
        known = self.get(change.escalation.id)
        if known:
            return known
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(ESCALATIONS).values(**_columns(change.escalation)))
                _note(connection, change)
        except IntegrityError:  # somebody was quicker by a moment
            return self.get(change.escalation.id) or change.escalation
        return change.escalation

    def change(self, escalation_id: str, step: Step) -> Escalation | None:
        """Take one step from how it stands now; None where there is no such escalation."""
        with self._engine.begin() as connection:
            return changed(connection, escalation_id, step)

    def get(self, escalation_id: str) -> Escalation | None:
        """One escalation."""
        with reading(self._engine) as connection:
            return find(connection, escalation_id)

    def of(self, person: str) -> list[Escalation]:
        """All that somebody asked or was asked, oldest first."""
        mine = or_(ESCALATIONS.c.asker == person, ESCALATIONS.c.recipient == person)
        return self._chosen(mine)

    def every(self) -> list[Escalation]:
        """All there are, oldest first."""
        return self._chosen(ESCALATIONS.c.id.is_not(None))

    def due(self, now: datetime) -> list[str]:
        """Ids of those about which something is to be done."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(ESCALATIONS.c.id).where(ESCALATIONS.c.due <= now).order_by("due", "id"))
            return [row.id for row in rows]

    def forgettable(self, before: datetime) -> list[str]:
        """Ids of those closed since before then whose words are still kept."""
        closed = ESCALATIONS.c.state.in_([state.value for state in CLOSED])
        old = (closed, ESCALATIONS.c.changed < before, ESCALATIONS.c.content.is_not(None))
        with reading(self._engine) as connection:
            return [row.id for row in connection.execute(select(ESCALATIONS.c.id).where(*old))]

    def history(self, escalation_id: str) -> list[tuple[datetime, str]]:
        """What became of one, in order."""
        chosen = select(EVENTS.c.at, EVENTS.c.what).where(EVENTS.c.escalation == escalation_id).order_by("number")
        with reading(self._engine) as connection:
            return [(row.at, row.what) for row in connection.execute(chosen)]

    def _chosen(self, condition: Any) -> list[Escalation]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(ESCALATIONS).where(condition).order_by("opened", "id"))
            return [_escalation(row) for row in rows]


def find(connection: Connection, escalation_id: str) -> Escalation | None:
    """One escalation, held till the transaction ends."""
    row = connection.execute(select(ESCALATIONS).where(ESCALATIONS.c.id == escalation_id).with_for_update()).first()
    return _escalation(row) if row else None


def changed(connection: Connection, escalation_id: str, step: Step) -> Escalation | None:
    """Take a step within a transaction: the row, what is noted, and the letters."""
    escalation = find(connection, escalation_id)
    if escalation is None:
        return None
    change = step(escalation)
    if change.escalation != escalation:
        values = _columns(change.escalation)
        connection.execute(update(ESCALATIONS).where(ESCALATIONS.c.id == escalation_id).values(**values))
        if escalation.content and change.escalation.content is None:
            letters.erase(connection, letters.about(escalation_id), change.escalation.changed)
    _note(connection, change)
    return change.escalation


def _note(connection: Connection, change: Change) -> None:
    escalation = change.escalation
    counted = select(func.count()).where(EVENTS.c.escalation == escalation.id)
    number = connection.execute(counted).scalar_one()
    for place, what in enumerate(change.noted, number):
        row = {"escalation": escalation.id, "number": place, "at": escalation.changed, "what": what}
        connection.execute(insert(EVENTS).values(**row))
    outbox.write(connection, change.posts, escalation.changed)


def _columns(escalation: Escalation) -> dict[str, Any]:
    return {
        "id": escalation.id,
        "asker": escalation.asker,
        "recipient": escalation.recipient,
        "state": escalation.state.value,
        "next": escalation.next,
        "why": escalation.why.value if escalation.why else None,
        "tried": list(escalation.tried),
        "excluded": list(escalation.excluded),
        "content": escalation.content.as_json() if escalation.content else None,
        "opened": escalation.opened,
        "changed": escalation.changed,
        "due": escalation.due,
        "reminded": escalation.reminded,
    }


def _escalation(row: Row[Any]) -> Escalation:
    return Escalation(
        id=row.id,
        asker=row.asker,
        recipient=row.recipient,
        state=State(row.state),
        opened=row.opened,
        changed=row.changed,
        content=Content.of_json(row.content) if row.content else None,
        next=row.next,
        why=Why(row.why) if row.why else None,
        tried=tuple(row.tried),
        excluded=tuple(row.excluded),
        due=row.due,
        reminded=row.reminded,
    )
