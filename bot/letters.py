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
    BEGIN = "begin"
    """Opens the reader's onboarding, where they left it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause in a letter: its words, copied, and where it stands."""

    label: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message to one person; nothing in it is markup.

    `about` is the escalation or the journey it belongs to, "" where none. `enclosed` is the number of the attestation
    whose receipt goes with it as a PDF, None where none. `beside` is the one other person who reads it, in a
    conversation of the two and the bot; "" for a letter to its person alone.
    """

    title: str
    lines: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    presses: tuple[Press, ...] = ()
    about: str = ""
    enclosed: int | None = None
    beside: str = ""

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
            enclosed=found.get("enclosed"),
            beside=found.get("beside", ""),
        )

    @property
    def text(self) -> str:
        """The whole in plain words, for notifications, screen readers and terminals."""
        quoted = [f"“{one.quote}”\n— {one.label}" for one in self.cited]
        return "\n\n".join([self.title, *self.lines, *quoted])


@dataclass(frozen=True, slots=True)
class Post:
    """A letter to a person. `key` makes it one of a kind: written twice, it is sent once."""

    key: str
    person: str
    letter: Letter
