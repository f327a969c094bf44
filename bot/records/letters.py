"""Erasing letters, wherever they wait: the words go, and what was to be sent isn't."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, null, update

from bot.records.outbox import OPEN, Posting
from bot.records.tables import INBOX, OUTBOX

ERASED = "erased"
Which = Callable[[Table], ColumnElement[bool]]
"""Which letters of a table."""


def about(escalation_id: str) -> Which:
    """All that belong to an escalation."""
    return lambda table: table.c.key.startswith(f"{escalation_id}:", autoescape=True)


def erase(connection: Connection, which: Which, now: datetime) -> int:
    """Within a transaction; how many."""
    refused = {"state": Posting.REFUSED.value, "why": ERASED, "changed": now}
    connection.execute(update(OUTBOX).where(which(OUTBOX), OUTBOX.c.state.in_(OPEN)).values(**refused))
    emptied = connection.execute(update(OUTBOX).where(which(OUTBOX)).values(letter=null())).rowcount
    return emptied + connection.execute(delete(INBOX).where(which(INBOX))).rowcount
