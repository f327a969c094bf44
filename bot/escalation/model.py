"""An escalation: what a colleague chose to send to whom, and what became of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.letters import Cited, Post


class State(StrEnum):
    """What both sides can see. A draft is nowhere but on the colleague's screen."""

    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({State.RESOLVED, State.WITHDRAWN})


class Why(StrEnum):
    """Why somebody is passed over, or somebody further up is proposed."""

    AWAY = "away"
    LEFT = "left"
    EXCLUDED = "excluded"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    WRONG_PERSON = "wrong_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the colleague chose to send; every part but the question can be left out.

    `together` is their wish for a conversation of the two, rather than replies that the bot passes on.
    """

    question: str
    answer: str = ""
    cited: tuple[Cited, ...] = ()
    note: str = ""
    together: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> Content:
        cited = tuple(Cited(**one) for one in found["cited"])
        return cls(
            question=found["question"],
            answer=found["answer"],
            cited=cited,
            note=found["note"],
            together=found.get("together", False),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One escalation as it stands. `next` is somebody proposed to the asker, `why` the reason; `tried` had it before.

    `excluded` never get it. `due` is when something is to be done about it, None while it waits for the asker or is
    closed. `content` is None once it has been erased.
    """

    id: str
    asker: str
    recipient: str | None
    state: State
    opened: datetime
    changed: datetime
    content: Content | None = None
    next: str | None = None
    why: Why | None = None
    tried: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    due: datetime | None = None
    reminded: int = 0

    @property
    def closed(self) -> bool:
        return self.state in CLOSED


@dataclass(frozen=True, slots=True)
class Change:
    """What a step makes of an escalation, what is noted of it, and what is to be sent, all recorded at once."""

    escalation: Escalation
    noted: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
