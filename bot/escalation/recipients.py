"""Whom an escalation goes to. Who is excluded can't come out of here, whatever the directory looks like."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.escalation.model import Why
from bot.people import People, Person


@dataclass(frozen=True, slots=True)
class Way:
    """The next person to ask, None where nobody is left; and those before them with why they are passed over."""

    to: Person | None
    passed_over: tuple[tuple[Person, Why], ...] = ()


def way(
    people: People,
    asker: str,
    owner: str | None,
    day: date,
    excluded: Collection[str] = (),
    tried: Collection[str] = (),
) -> Way:
    """The nearest manager who is here on the day and neither excluded nor tried; after the last, the policy's owner."""
    passed: list[tuple[Person, Why]] = []
    last = people.get(owner) if owner else None
    for person in (*people.managers(asker), *((last,) if last else ())):
        if person.id in tried or person.id == asker:
            continue
        why = _why_not(person, day, excluded)
        if why is None:
            return Way(person, tuple(passed))
        passed.append((person, why))
    return Way(None, tuple(passed))


def _why_not(person: Person, day: date, excluded: Collection[str]) -> Why | None:
    if person.id in excluded:
        return Why.EXCLUDED
    if not person.employed(day):
        return Why.LEFT
    return Why.AWAY if person.away(day) else None


def named(text: str, person: Person) -> bool:
    """Whether a person's whole name or first name stands in a text, in capitals or not."""
    words = [word.strip(".,;:!?()\"'’“”").removesuffix("'s").removesuffix("’s") for word in text.casefold().split()]
    spoken = f" {' '.join(words)} "
    name = " ".join(person.name.casefold().split())
    return any(f" {part} " in spoken for part in (name, name.split(" ")[0], name.split(" ")[-1]) if len(part) > 1)
