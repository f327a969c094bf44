"""People of several sources made one: matched by id, address or account, each field from the first that has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.people import People, Person

Entry = tuple[int, Person]
"""Somebody as one source has them, and that source's place."""


@dataclass(slots=True)
class _Merged:
    """Somebody as put together so far, and the entries that are them. `managed_by` is whose manager it is."""

    person: Person
    managed_by: int
    entries: list[Entry]


def merge(sources: Sequence[Sequence[Person]]) -> People:
    """Everybody, in the order of the sources and within each. What two people claim joins nobody.

    Who has left by any source has left. Managers are named by id in the sources' own terms, and come out as the ids of
    those merged.
    """
    merged: list[_Merged] = []
    for place, people in enumerate(sources):
        joined = _joined(merged, people)
        for number, person in enumerate(people):
            known = joined.get(number)
            if known is None:
                merged.append(_Merged(person, place, [(place, person)]))
            else:
                if not known.person.manager and person.manager:
                    known.managed_by = place
                known.person = _filled(known.person, person)
                known.entries.append((place, person))
    return _people(_with_managers(merged), merged)


def _people(people: Iterable[Person], merged: Sequence[_Merged]) -> People:
    return People(people, {place: [entry for _, entry in one.entries] for place, one in enumerate(merged)})


def _joined(merged: Sequence[_Merged], people: Sequence[Person]) -> dict[int, _Merged]:
    """Whom of those known each person is, by their place in the source; only where it is one, and claimed once."""
    known = {id(one.person): one for one in merged}
    before, here = _people((one.person for one in merged), merged), People(people)
    found: dict[int, _Merged] = {}
    for number, person in enumerate(people):
        same = {id(one): one for one in _same(before, here, person)}
        if len(same) == 1:
            found[number] = known[next(iter(same))]
    claims = Counter(id(one) for one in found.values())
    return {number: one for number, one in found.items() if claims[id(one)] == 1}


def _same(before: People, here: People, person: Person) -> Iterator[Person]:
    """Those known with the person's id, address or an account, where it is theirs alone in this source too."""
    ways = [(here.get(person.id), before.get(person.id))]
    ways.append((here.with_email(person.email), before.with_email(person.email)))
    ways += [(here.with_account(*one), before.with_account(*one)) for one in person.accounts.items()]
    for alone, other in ways:
        if alone is person and other is not None:
            yield other


def _filled(first: Person, other: Person) -> Person:
    away = first if first.away_from or first.away_until else other
    last_days = [day for day in (first.leaves, other.leaves) if day]
    return replace(
        first,
        email=first.email or other.email,
        manager=first.manager or other.manager,
        team=first.team or other.team,
        time_zone=first.time_zone or other.time_zone,
        starts=first.starts or other.starts,
        leaves=min(last_days) if last_days else None,
        away_from=away.away_from,
        away_until=away.away_until,
        accounts=MappingProxyType({**other.accounts, **first.accounts}),
    )


def _with_managers(merged: Sequence[_Merged]) -> Iterator[Person]:
    """Managers by the ids of those merged; an address or a foreign id is looked up among all."""
    origins = [((place, entry.id), one.person.id) for one in merged for place, entry in one.entries]
    homes = Counter(origin for origin, _ in origins)
    by_origin = {origin: known for origin, known in origins if homes[origin] == 1}
    everybody = _people((one.person for one in merged), merged)
    for one in merged:
        named = one.person.manager
        known = by_origin.get((one.managed_by, named))
        if named and known is None and (one.managed_by, named) not in homes:
            other = everybody.get(named) or everybody.with_email(named)
            known = other.id if other else None
        yield one.person if known in (None, named) else replace(one.person, manager=known)
