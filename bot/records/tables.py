"""The tables. A change here needs a migration beside it (`migrations/versions/`)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware of it; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


ESCALATIONS = Table(
    "escalations",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("asker", String(200), nullable=False),
    Column("recipient", String(200)),
    Column("state", String(20), nullable=False),
    Column("next", String(200)),
    Column("why", String(40)),
    Column("tried", JSON, nullable=False),
    Column("excluded", JSON, nullable=False),
    Column("content", JSON(none_as_null=True)),
    Column("opened", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("due", Moment),
    Column("reminded", Integer, nullable=False, default=0),
    Index(None, "asker"),
    Index(None, "recipient"),
    Index(None, "due"),
)
"""One row an escalation. `content` is what the colleague chose to send, None once it is closed and kept long enough."""

EVENTS = Table(
    "escalation_events",
    METADATA,
    Column("escalation", ForeignKey("escalations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("what", String(20), nullable=False),
)
"""What became of an escalation, in order; never changed."""

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("key", String(200), primary_key=True),
    Column("person", String(200), nullable=False),
    Column("letter", JSON(none_as_null=True)),
    Column("state", String(20), nullable=False),
    Column("surface", String(20)),
    Column("reference", Text),
    Column("why", String(40)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("written", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Index(None, "state"),
    Index(None, "person"),
)
"""Letters on their way, written in the transaction that makes them due. `letter` goes once it is sent and kept."""

INBOX = Table(
    "inbox",
    METADATA,
    Column("key", String(200), primary_key=True),
    Column("person", String(200), nullable=False),
    Column("letter", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Column("read", Moment),
    Index(None, "person"),
)
"""Letters to people who have neither Slack nor Teams here: read on the page and in the terminal."""

INTAKE = Table(
    "intake",
    METADATA,
    Column("key", String(200), primary_key=True),
    Column("surface", String(20), nullable=False),
    Column("message", JSON(none_as_null=True)),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("received", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Index(None, "state"),
)
"""Messages taken in before their platform was told so. `message` goes once it is answered; the key stays a while."""

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("generation", String(100), primary_key=True),
    Column("helpful", Boolean, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How many answers of a day helped and how many didn't; whose they were is nowhere."""

TEAMS_CONVERSATIONS = Table(
    "teams_conversations",
    METADATA,
    Column("account", String(100), primary_key=True),
    Column("person", String(200)),
    Column("conversation", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("bot", String(200), nullable=False),
    Column("changed", Moment, nullable=False),
    Index(None, "person"),
)
"""Where each person on Teams, by their object id, can be written to."""

TEAMS_STREAMS = Table(
    "teams_streams",
    METADATA,
    Column("key", String(200), primary_key=True),
    Column("stream", Text, nullable=False),
    Column("begun", Moment, nullable=False),
    Index(None, "begun"),
)
"""Replies that were begun in Teams, by the key of what they answer: Teams finishes each once."""

JOURNEYS = Table(
    "journeys",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("person", String(200), nullable=False),
    Column("document", String(200), nullable=False),
    Column("edition", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("since", String(64), nullable=False),
    Column("step", Integer, nullable=False),
    Column("passed", JSON, nullable=False),
    Column("reminded", Integer, nullable=False),
    Column("asked", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("due", Moment),
    Column("left", Moment),
    UniqueConstraint("person", "document", "edition"),
)
"""One row for each person and edition they are to read: the page they are on, and what is due."""

ATTESTATIONS = Table(
    "attestations",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("body", String(64), nullable=False),
    Column("about", Integer),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("previous"),
)
"""The chain of `bot.onboarding.attestation`: appended to, and nothing else. Triggers refuse every other change."""

SIGNED = Table(
    "signed",
    METADATA,
    Column("number", ForeignKey("attestations.number"), primary_key=True, autoincrement=False),
    Column("person", String(200), nullable=False),
    Column("document", String(200), nullable=False),
    Column("edition", String(64), nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("person", "document", "edition"),
)
"""What was signed, word for word. A row goes only after the chain has recorded that it was erased."""
