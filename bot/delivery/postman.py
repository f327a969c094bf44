"""One try at delivering one letter: which surface, whether it got through before, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine

from bot.people import People, Person
from bot.ports import Later, Refused, Sender, Sent
from bot.records.outbox import Outbox, Posting, Taken

FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 900.0
"""Seconds between tries: doubled each time, up to the second."""
GIVE_UP_AFTER = timedelta(days=1)
"""After so long without getting through, a letter counts as refused."""
UNKNOWN, LEFT, NOWHERE, TOO_LONG, NOT_WANTED = "unknown_person", "left", "no_surface", "no_answer", "not_wanted"


class Matter(Protocol):
    """What letters are about: says whether one is still wanted, and records what came of it."""

    def wanted(self, letter: Taken) -> bool: ...

    def heard(self, connection: Connection, letter: Taken, posting: Posting) -> None:
        """In the transaction that settles the letter."""
        ...


class Postman:
    """Takes letters from the outbox to the first surface that reaches their person."""

    def __init__(
        self,
        engine: Engine,
        outbox: Outbox,
        senders: Sequence[Sender],
        people: Callable[[], People],
        matter: Matter,
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._outbox = outbox
        self._senders = {sender.surface: sender for sender in senders}
        self._people = people
        self._matter = matter
        self._now = now

    def deliver(self, key: str) -> float | None:
        """Try once; seconds until it is worth trying again, None where the letter is settled."""
        letter = self._outbox.get(key)
        if letter is None:
            return None
        person = self._people().get(letter.person)
        hindrance = self._hindrance(person)
        if person is None or hindrance:
            self._settle(letter, Refused(hindrance))
            return None
        came: Sent | Refused | Later | None = self._got_through(letter, person)
        if came is None:
            came = self._tried(letter, person) if self._matter.wanted(letter) else Refused(NOT_WANTED)
        if isinstance(came, Later):
            if self._now() - letter.written < GIVE_UP_AFTER:
                return came.after_s
            came = Refused(TOO_LONG)
        self._settle(letter, came)
        return None

    def _hindrance(self, person: Person | None) -> str:
        """Why it isn't to be sent, "" where nothing speaks against it."""
        if person is None:
            return UNKNOWN
        return "" if person.employed(person.today(self._now())) else LEFT

    def _got_through(self, letter: Taken, person: Person) -> Sent | Later | None:
        """What became of a try that was cut short; the platform is asked before anything is sent again."""
        sender = self._senders.get(letter.surface or "")
        if sender is None:
            return None
        try:
            return sender.find(person, letter.key)
        except Exception:  # noqa: BLE001 - whatever it is, the letter must not be sent twice for it
            return Later(self._wait(letter))

    def _tried(self, letter: Taken, person: Person) -> Sent | Refused | Later:
        """The surfaces in their order, till one takes it or asks for patience."""
        came: Sent | Refused | Later = Refused(NOWHERE)
        for sender in self._senders.values():
            if not sender.reaches(person):
                continue
            self._outbox.trying(letter.key, sender.surface, self._now())
            try:
                came = sender.send(person, letter.letter, letter.key)
            except Exception:  # noqa: BLE001 - `Unclear`, and not knowing is the careful reading of everything else
                return Later(self._wait(letter))
            if isinstance(came, Later):
                self._outbox.waiting(letter.key, self._now())
            if not isinstance(came, Refused):
                return came
        return came

    def _wait(self, letter: Taken) -> float:
        return min(FIRST_WAIT_S * 2.0 ** min(letter.attempts, 20), LONGEST_WAIT_S)

    def _settle(self, letter: Taken, came: Sent | Refused) -> None:
        posting = Posting.SENT if isinstance(came, Sent) else Posting.REFUSED
        told = came.reference if isinstance(came, Sent) else came.why
        with self._engine.begin() as connection:
            self._outbox.settle(connection, letter.key, posting, told, self._now())
            self._matter.heard(connection, letter, posting)
