"""The log of signatures in the database: appended to, exported, checked against itself and its anchor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, text

from bot.onboarding import attestation
from bot.onboarding.attestation import Attestation, Entry, Kind, Record, Verified
from bot.records.anchor import Anchor, Head
from bot.records.database import reading
from bot.records.tables import ATTESTATIONS, SIGNED

_RECORDS = select(ATTESTATIONS, SIGNED.c.body.label("signed"), SIGNED.c.person, SIGNED.c.document, SIGNED.c.edition)
_ALL = _RECORDS.select_from(ATTESTATIONS.outerjoin(SIGNED)).order_by(ATTESTATIONS.c.number)


class Log:
    """All that has been signed. Nothing is appended where the log isn't what its anchor says."""

    def __init__(self, engine: Engine, anchor: Anchor) -> None:
        self._engine = engine
        self._anchor = anchor

    def append(self, connection: Connection, signed: Attestation) -> Record:
        """Record a signature within a transaction; call `settle` after it."""
        record = attestation.signed(signed, self._head(connection))
        _write(connection, record)
        told = {"person": signed.person, "document": signed.document, "edition": signed.edition, "body": record.body}
        connection.execute(insert(SIGNED).values(number=record.entry.number, **told))
        return record

    def erase(self, connection: Connection, number: int, at: str) -> None:
        """Erase what was signed in a record, which the log records, within a transaction; call `settle` after it."""
        head = self._head(connection)
        if head is not None:
            _write(connection, attestation.erased(number, at, head))
            connection.execute(delete(SIGNED).where(SIGNED.c.number == number))

    def settle(self) -> None:
        """Put the heads of what was appended where a cut end of the log shows. Raises `LogDiffers`."""
        self._anchor.catch_up(self._heads_after)

    def renew_anchor(self) -> None:
        """Begin another anchor from the log as it stands."""
        self._anchor.renew(self._heads_after)

    def signatures(self, person: str | None = None) -> list[Record]:
        """What has been signed and not erased, oldest first."""
        chosen = _ALL.where(SIGNED.c.body.is_not(None))
        chosen = chosen if person is None else chosen.where(SIGNED.c.person == person)
        with reading(self._engine) as connection:
            return [_record(row) for row in connection.execute(chosen)]

    def get(self, number: int) -> Record | None:
        """One record."""
        with reading(self._engine) as connection:
            row = connection.execute(_ALL.where(ATTESTATIONS.c.number == number)).first()
            return _record(row) if row else None

    def export(self) -> Iterator[str]:
        """The lines of the whole log."""
        with reading(self._engine) as connection:
            records = [_record(row) for row in connection.execute(_ALL)]
        return attestation.exported(records)

    def verify(self) -> Verified:
        """Check every record, what the database finds them by, and that the log is what its anchor says."""
        with reading(self._engine) as connection:
            rows = connection.execute(_ALL).all()
        found = attestation.verify("".join(f"{line}\n" for line in attestation.exported(map(_record, rows))))
        misfiled = [f"Record {row.number} is filed under somebody or something else." for row in rows if _misfiled(row)]
        hashes = {row.number: row.hash for row in rows}
        heads = self._anchor.heads()
        faults = [f"The anchor knows another record {n}." for n, hashed in heads if n and hashes.get(n) != hashed]
        if rows and not heads:
            faults.append("The log's anchor is missing.")
        faults += [] if [n for n, _ in heads] == list(range(len(heads))) else ["The anchor has lost a line."]
        return Verified(found.entries, found.erased, found.head, (*found.faults, *misfiled, *faults))

    def _head(self, connection: Connection) -> Entry | None:
        """The last entry, which no other transaction follows meanwhile; raises `LogDiffers`."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE attestations IN EXCLUSIVE MODE"))
        row = connection.execute(select(ATTESTATIONS).order_by(ATTESTATIONS.c.number.desc()).limit(1)).first()
        if row is None:
            self._anchor.begin()
        anchored = self._anchor.last()
        if anchored is None:
            raise self._anchor.differs("it is missing")
        number, hashed = anchored
        known = select(ATTESTATIONS.c.hash).where(ATTESTATIONS.c.number == number)
        if number and connection.execute(known).scalar() != hashed:
            raise self._anchor.differs(f"record {number} is gone or another")
        return _entry(row) if row else None

    def _heads_after(self, number: int) -> list[Head]:
        chosen = select(ATTESTATIONS.c.number, ATTESTATIONS.c.hash).where(ATTESTATIONS.c.number > number)
        with reading(self._engine) as connection:
            return [(row.number, row.hash) for row in connection.execute(chosen.order_by("number"))]


def _write(connection: Connection, record: Record) -> None:
    entry = record.entry
    values = {"number": entry.number, "at": entry.at, "kind": entry.kind.value, "body": entry.body}
    values |= {"about": entry.about, "previous": entry.previous, "hash": entry.hash}
    connection.execute(insert(ATTESTATIONS).values(**values))


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.number, row.at, Kind(row.kind), row.body, row.about, row.previous, row.hash)


def _record(row: Row[Any]) -> Record:
    return Record(_entry(row), row.signed)


def _misfiled(row: Row[Any]) -> bool:
    """Whether what a signature is found by isn't what it says."""
    if row.signed is None:
        return False
    try:
        signed = Attestation.of_body(row.signed)
    except ValueError:
        return True
    return (row.person, row.document, row.edition) != (signed.person, signed.document, signed.edition)
