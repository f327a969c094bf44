"""What every source of people offers: those it holds, what is wrong with single ones, and how fresh that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol
from zoneinfo import available_timezones

from bot.people import Person


@dataclass(frozen=True, slots=True)
class Found:
    """People of one source as it names them, what had to be left out and why, and when it was read (UTC).

    `unused` are what it holds besides: a file's columns that nobody reads.
    """

    people: tuple[Person, ...]
    problems: tuple[str, ...]
    at: datetime
    unused: tuple[str, ...] = ()


class Source(Protocol):
    """One place that says who works here."""

    @property
    def name(self) -> str: ...

    def current(self) -> Found:
        """As known now. Waits, and may raise `WrongDirectory`, only where nothing ever was known."""
        ...

    def anew(self) -> Found:
        """Read again now, waiting for it; raises `WrongDirectory`."""
        ...

    def known(self) -> Found | None:
        """As known now, None where nothing is, without asking anybody."""
        ...

    def trouble(self) -> str:
        """Why what is known isn't fresh, "" where nothing is wrong."""
        ...


def tidy(text: object) -> str:
    """One line of what can be shown: no line breaks, no control characters; "" where it is no text."""
    if not isinstance(text, str):
        return ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(name: object) -> str:
    """A time zone that there is, "" for anything else."""
    return name if isinstance(name, str) and name in _zones() else ""
