"""One try at delivering one letter: which surface, whether it got through before, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from sqlalchemy import Connection, Engine

from bot.letters import Letter
from bot.people import People, Person
from bot.ports import Gatherer, Later, Refused, Sender, Sent
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


@dataclass(frozen=True, slots=True)
class _Way:
    """One surface, for one letter's readers."""

    surface: str
    send: Callable[[Letter, str], Sent | Refused | Later]
    find: Callable[[str], Sent | None]


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
        readers = self._readers(letter)
        if isinstance(readers, Refused):
            self._settle(letter, readers)
            return None
        ways = self._ways(letter, readers)
        came: Sent | Refused | Later | None = self._got_through(letter, ways)
        if came is None:
            came = self._tried(letter, ways) if self._matter.wanted(letter) else Refused(NOT_WANTED)
        if isinstance(came, Later):
            if self._now() - letter.written < GIVE_UP_AFTER:
                return came.after_s
            came = Refused(TOO_LONG)
        self._settle(letter, came)
        return None

    def _readers(self, letter: Taken) -> list[Person] | Refused:
        """Exactly those it is for, or why it isn't to be sent."""
        people, found = self._people(), []
        for reader in (letter.person, letter.letter.beside):
            person = people.get(reader) if reader else None
            if reader and person is None:
                return Refused(UNKNOWN)
            if person and not person.employed(person.today(self._now())):
                return Refused(LEFT)
            found += [person] if person else []
        return found

    def _ways(self, letter: Taken, readers: Sequence[Person]) -> list[_Way]:
        """The surfaces that can take it, in their order; to several people, those that can bring them together."""
        ways = []
        for sender in self._senders.values():
            if not letter.letter.beside:
                if sender.reaches(readers[0]):
                    send, find = partial(sender.send, readers[0]), partial(sender.find, readers[0])
                    ways.append(_Way(sender.surface, send, find))
            elif isinstance(sender, Gatherer) and sender.gathers(readers):
                gather, find = partial(sender.gather, readers), partial(sender.find_gathered, readers)
                ways.append(_Way(sender.surface, gather, find))
        return ways

    def _got_through(self, letter: Taken, ways: Sequence[_Way]) -> Sent | Later | None:
        """What became of a try that was cut short; the platform is asked before anything is sent again."""
        for way in ways:
            if way.surface == letter.surface:
                try:
                    return way.find(letter.key)
                except Exception:  # noqa: BLE001 - whatever it is, the letter must not be sent twice for it
                    return Later(self._wait(letter))
        return None

    def _tried(self, letter: Taken, ways: Sequence[_Way]) -> Sent | Refused | Later:
        """The surfaces in their order, till one takes it or asks for patience."""
        came: Sent | Refused | Later = Refused(NOWHERE)
        for way in ways:
            self._outbox.trying(letter.key, way.surface, self._now())
            try:
                came = way.send(letter.letter, letter.key)
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
