"""Escalations in numbers, for the policy's owner: how many stand where and how long they took. No names, no words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from bot.escalation.model import Escalation, State


@dataclass(frozen=True, slots=True)
class Standing:
    """How many are in a state, and the hours since they were opened: the median's and the oldest's."""

    state: State
    count: int
    median_h: float
    oldest_h: float


def standings(escalations: Sequence[Escalation], now: datetime) -> list[Standing]:
    """One line for each state that there is one in; a closed escalation's age ends when it was closed."""
    counts = Counter(escalation.state for escalation in escalations)
    found = []
    for state in State:
        if counts[state]:
            ages = [_hours(one, now) for one in escalations if one.state is state]
            found.append(Standing(state, counts[state], round(median(ages), 1), round(max(ages), 1)))
    return found


def row(escalation: Escalation, now: datetime) -> dict[str, object]:
    """One escalation without anybody's name or word."""
    return {
        "id": escalation.id,
        "state": escalation.state.value,
        "opened": escalation.opened.isoformat(timespec="minutes"),
        "hours": _hours(escalation, now),
        "people_asked": len(escalation.tried) + (escalation.recipient not in (None, *escalation.tried)),
        "reminders": escalation.reminded,
        "waits_for_asker": escalation.next is not None,
    }


def _hours(escalation: Escalation, now: datetime) -> float:
    until = escalation.changed if escalation.closed else now
    return round((until - escalation.opened).total_seconds() / 3600, 1)
