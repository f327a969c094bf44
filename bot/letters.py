"""What the bot writes to somebody of its own accord: the same letter on every surface, laid out by each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Press(StrEnum):
    """What the reader of a letter can press."""

    REPLY = "reply"
    TALK = "talk"
    WRONG_PERSON = "wrong_person"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    SEND_ON = "send_on"
    LEAVE_IT = "leave_it"


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause in a letter: its words, copied, and where it stands."""

    label: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message to one person. `about` is the escalation it belongs to, "" where none; nothing in it is markup."""

    title: str
    lines: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    presses: tuple[Press, ...] = ()
    about: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> Letter:
        return cls(
            title=found["title"],
            lines=tuple(found["lines"]),
            cited=tuple(Cited(**one) for one in found["cited"]),
            presses=tuple(map(Press, found["presses"])),
            about=found["about"],
        )

    @property
    def text(self) -> str:
        """The whole in plain words, for notifications, screen readers and terminals."""
        quoted = [f"“{one.quote}”\n— {one.label}" for one in self.cited]
        return "\n\n".join([self.title, *self.lines, *quoted])
