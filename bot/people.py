"""Who works here, and for whom: what every directory comes down to, with its faults put up with and named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A colleague. `manager` is another person's id, "" where none is known; `leaves` and the days away are included.

    `accounts` are the person's ids on the surfaces, by surface ("slack", "teams"); `time_zone` is an IANA name or "".
    """

    id: str
    name: str
    email: str = ""
    manager: str = ""
    team: str = ""
    starts: date | None = None
    leaves: date | None = None
    away_from: date | None = None
    away_until: date | None = None
    time_zone: str = ""
    accounts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def employed(self, day: date) -> bool:
        """Whether they work here on a day."""
        return (self.starts is None or self.starts <= day) and (self.leaves is None or day <= self.leaves)

    def today(self, now: datetime) -> date:
        """The day it is where they are, in UTC where that isn't known."""
        return now.astimezone(ZoneInfo(self.time_zone or "UTC")).date()

    def away(self, day: date) -> bool:
        """Whether they are away on a day; an absence with one end alone lasts from or until then."""
        if self.away_from is None and self.away_until is None:
            return False
        return (self.away_from is None or self.away_from <= day) and (self.away_until is None or day <= self.away_until)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a directory: whom it is about, and what to do, for the one who keeps it."""

    person: str
    told: str


class People:
    """Everybody in a directory. Where an id, an address or an account stands twice, nobody is found by it.

    `known_as` holds, by place among `people`, entries for the same person elsewhere: their addresses and accounts lead
    to the person too.
    """

    def __init__(self, people: Iterable[Person], known_as: Mapping[int, Sequence[Person]] | None = None) -> None:
        self._all = tuple(people)
        others = known_as or {}
        self._entries = [(person, [person, *others.get(place, ())]) for place, person in enumerate(self._all)]
        self._by_id = _unambiguous((person, [person.id]) for person in self._all)
        self._by_email = _unambiguous(
            (person, [entry.email.casefold() for entry in entries]) for person, entries in self._entries
        )
        self._by_account = _unambiguous(
            (person, [one for entry in entries for one in entry.accounts.items()]) for person, entries in self._entries
        )

    def __iter__(self) -> Iterator[Person]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def get(self, person_id: str) -> Person | None:
        """The person with this id."""
        return self._by_id.get(person_id)

    def with_email(self, email: str) -> Person | None:
        """The person with this address, in capitals or not."""
        return self._by_email.get(email.casefold())

    def with_account(self, surface: str, account: str) -> Person | None:
        """The person with this account on a surface."""
        return self._by_account.get((surface, account))

    def managers(self, person_id: str) -> tuple[Person, ...]:
        """Everybody the person answers to, nearest first. Ends where a manager is unknown or would come up again."""
        chain: list[Person] = []
        met = {person_id}
        person = self.get(person_id)
        while person and person.manager not in met and (person := self.get(person.manager)):
            met.add(person.id)
            chain.append(person)
        return tuple(chain)

    def reports(self, person_id: str) -> tuple[Person, ...]:
        """Those who answer to the person directly."""
        return self._reports.get(person_id, ())

    @cached_property
    def _reports(self) -> dict[str, tuple[Person, ...]]:
        found: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self._all:
            if person.manager and person.manager != person.id:
                found[person.manager].append(person)
        return {manager: tuple(people) for manager, people in found.items()}

    def faults(self, day: date) -> list[Fault]:
        """All that would keep a message from reaching the right person on a day, in the directory's order."""
        found = self.doubles()
        for person in self._all:
            if person.employed(day):
                found += [Fault(person.id, told) for told in self._faults_of(person, day)]
        return found

    def doubles(self) -> list[Fault]:
        """Each second person with an id, an address or an account that somebody has already."""
        return [*_doubles(self._entries)]

    def _faults_of(self, person: Person, day: date) -> Iterator[str]:
        if not person.manager:
            if not self.reports(person.id):
                yield "has no line manager. Name one, or colleagues' messages go to the policy's owner."
            return
        if person.manager == person.id:
            yield "is their own line manager. Name another, or leave the field empty."
            return
        manager = self.get(person.manager)
        if manager is None:
            yield f'has a line manager, "{person.manager}", who can\'t be found. Add them, or name another.'
        elif not manager.employed(day):
            yield f"has a line manager, {manager.id}, who doesn't work here now. Name another."
        elif self._comes_round(person):
            yield "answers to somebody who answers to them. Mend one of the line managers in the circle."

    def _comes_round(self, person: Person) -> bool:
        chain = self.managers(person.id)
        return bool(chain) and chain[-1].manager == person.id


def _unambiguous(people: Iterable[tuple[Person, Iterable[Key]]]) -> dict[Key, Person]:
    """People by key; keys that are empty or shared lead to nobody."""
    found: dict[Key, Person] = {}
    shared: set[Key] = set()
    for person, keys in people:
        for key in keys:
            if found.setdefault(key, person) is not person:
                shared.add(key)
    return {key: person for key, person in found.items() if key and key not in shared}


def _doubles(people: Iterable[tuple[Person, Sequence[Person]]]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], Person] = {}
    for person, entries in people:
        for what, value in dict.fromkeys(_named(person, entries)):
            other = seen.setdefault((what, value), person)
            if value and other is not person:
                yield Fault(person.id, f"has the same {what} as {other.id}. It leads to neither.")


def _named(person: Person, entries: Sequence[Person]) -> Iterator[tuple[str, str]]:
    yield "id", person.id
    for entry in entries:
        yield "address", entry.email.casefold()
        yield from ((f"{surface} account", account) for surface, account in entry.accounts.items())
