"""What is on record of a person: all of it given out, and all of it erased that nothing requires to be kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, func, null, or_, select, update

from bot.escalation.model import CLOSED, State
from bot.onboarding.attestation import Attestation
from bot.records import letters
from bot.records.attestations import Log
from bot.records.database import reading
from bot.records.tables import ESCALATIONS, INBOX, JOURNEYS, OUTBOX, SIGNED, TEAMS_CONVERSATIONS


@dataclass(frozen=True, slots=True)
class Kept:
    """A signature that isn't erased yet."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """What came of erasing somebody: signatures erased and kept, escalations whose words are gone, letters."""

    attestations: tuple[int, ...]
    kept: tuple[Kept, ...]
    escalations: int
    letters: int


def export(engine: Engine, log: Log, person: str) -> dict[str, Any]:
    """Everything on record of somebody, as JSON can hold it. What others asked them in confidence isn't theirs."""
    with reading(engine) as connection:
        asked = _rows(connection, ESCALATIONS, ESCALATIONS.c.asker == person)
        received = _rows(connection, ESCALATIONS, ESCALATIONS.c.recipient == person)
        return {
            "person": person,
            "attestations": [json.loads(record.line) for record in log.signatures(person)],
            "journeys": _rows(connection, JOURNEYS, JOURNEYS.c.person == person),
            "escalations": asked,
            "escalations_received": [{name: row[name] for name in ("id", "state", "opened")} for row in received],
            "letters": _rows(connection, OUTBOX, OUTBOX.c.person == person),
            "teams": _rows(connection, TEAMS_CONVERSATIONS, TEAMS_CONVERSATIONS.c.person == person),
            "inbox": _rows(connection, INBOX, INBOX.c.person == person),
        }


def erase(engine: Engine, log: Log, person: str, now: datetime, keep_for: timedelta, *, at_once: bool) -> Erasure:
    """Erase somebody in one transaction; signatures only where they have left for so long, or `at_once`."""
    with engine.begin() as connection:
        gone, kept = _signatures(connection, person, now - keep_for, at_once=at_once)
        for number in gone:
            log.erase(connection, number, now.astimezone(UTC).isoformat(timespec="milliseconds"))
        _journeys(connection, person)
        connection.execute(delete(TEAMS_CONVERSATIONS).where(TEAMS_CONVERSATIONS.c.person == person))
        escalations, emptied = _escalations(connection, person, now), _letters(connection, person, now)
    log.settle()
    return Erasure(tuple(gone), tuple(kept), escalations, emptied)


def _signatures(
    connection: Connection, person: str, before: datetime, *, at_once: bool
) -> tuple[list[int], list[Kept]]:
    """Numbers of the signatures to erase, and those to keep."""
    left = connection.execute(select(func.max(JOURNEYS.c.left)).where(JOURNEYS.c.person == person)).scalar()
    over = at_once or (left is not None and left.replace(tzinfo=left.tzinfo or UTC) < before)
    rows = connection.execute(select(SIGNED).where(SIGNED.c.person == person).order_by("number")).all()
    if over:
        return [row.number for row in rows], []
    return [], [Kept(row.number, Attestation.of_body(row.body).title) for row in rows]


def _journeys(connection: Connection, person: str) -> None:
    """Those that no signature hangs on."""
    signed = select(SIGNED.c.edition).where(SIGNED.c.person == person, SIGNED.c.document == JOURNEYS.c.document)
    connection.execute(delete(JOURNEYS).where(JOURNEYS.c.person == person, JOURNEYS.c.edition.not_in(signed)))


def _escalations(connection: Connection, person: str, now: datetime) -> int:
    """Their words go, and what is open ends; that there was one stays, for the owner's counts."""
    theirs = ESCALATIONS.c.asker == person
    closed = [state.value for state in CLOSED]
    ended = {"state": State.WITHDRAWN.value, "next": None, "due": None, "changed": now}
    connection.execute(update(ESCALATIONS).where(theirs, ESCALATIONS.c.state.not_in(closed)).values(**ended))
    return connection.execute(update(ESCALATIONS).where(theirs).values(content=null())).rowcount


def _letters(connection: Connection, person: str, now: datetime) -> int:
    """Letters to them, and the words of what they asked in letters to others."""
    asked = [row.id for row in connection.execute(select(ESCALATIONS.c.id).where(ESCALATIONS.c.asker == person))]

    def theirs(table: Table) -> ColumnElement[bool]:
        return or_(table.c.person == person, *(letters.about(one)(table) for one in asked))

    return letters.erase(connection, theirs, now)


def _rows(connection: Connection, table: Table, condition: Any) -> list[dict[str, Any]]:
    rows = connection.execute(select(table).where(condition)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
