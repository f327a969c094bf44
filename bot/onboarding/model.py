"""A journey through one edition of one document: where a colleague is, and what each page of it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.letters import Cited, Post
from bot.onboarding.attestation import Attestation, Record


class State(StrEnum):
    """What has become of a journey."""

    OPEN = "open"
    SIGNED = "signed"
    TOLD = "told"
    """The changes of this edition are for reading; nothing is to be signed."""
    SUPERSEDED = "superseded"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One person's way through one edition. `since` is the edition they signed before, "" where none.

    `step` is the page they are on, `passed` the checks they have answered. `due` is when something is to be done about
    it, None where nothing is; `left` is when they were first seen to have left.
    """

    id: str
    person: str
    document: str
    edition: str
    state: State
    asked: datetime
    changed: datetime
    since: str = ""
    step: int = 0
    passed: tuple[str, ...] = ()
    reminded: int = 0
    due: datetime | None = None
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a step makes of a journey, what is to be sent, and what was signed, all recorded at once.

    `receipt` writes the letter that goes with the record of what was signed.
    """

    journey: Journey
    posts: tuple[Post, ...] = ()
    signed: Attestation | None = None
    receipt: Callable[[Record], Post] | None = None


class PageKind(StrEnum):
    """What a page is for, and so what can be done on it."""

    WELCOME = "welcome"
    READ = "read"
    CHECK = "check"
    SIGN = "sign"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Told:
    """A clause in the owner's plain words, if there are any, beside its own; `was` is how it read before."""

    plain: tuple[str, ...]
    quote: Cited
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a surface shows. `place` counts from 0 and comes back with every press, so that a second press does nothing.

    A check's `options` are answered by their number from 0. What is signed is `statement`; `seal` stands for it and the
    edition, and comes back with the signature. `record` is the number of the attestation once there is one.
    """

    kind: PageKind
    document: str
    edition: str
    title: str
    place: int = 0
    places: int = 1
    lines: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    options: tuple[str, ...] = ()
    statement: str = ""
    seal: str = ""
    record: int | None = None
    note: str = ""
