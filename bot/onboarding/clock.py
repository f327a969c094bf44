"""What time brings about: invitations, reminders, digests; who has left, and what is kept of them no longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from bot.onboarding import book as books
from bot.onboarding import steps
from bot.onboarding.attestation import Attestation
from bot.onboarding.book import Book
from bot.onboarding.digests import digests, week
from bot.onboarding.model import Journey, State
from bot.onboarding.office import Office
from bot.onboarding.standing import standings
from bot.people import Person
from knowledge.model import Document


def sweep(book: Book, office: Office) -> None:
    """Do what is due now. Done twice, it does nothing more."""
    last = books.last_signatures(book)
    journeys: defaultdict[tuple[str, str], list[Journey]] = defaultdict(list)
    for journey in book.every():
        _keep_up(book, journey, office)
        journeys[journey.person, journey.document].append(journey)
    for person in office.people:
        if office.known(person) and office.reachable(person):
            for document in office.to_sign(person):
                key = person.id, document.reference
                _invite(book, person, document, journeys[key], last.get(key), office)
    book.forget(office.now - office.keep_for, office.now)
    known = book.posted(week(office))
    standing = books.journeys(book)
    book.post(list(digests(lambda who: standings(who, standing, last, office), known, office)), office.now)


def _keep_up(book: Book, journey: Journey, office: Office) -> None:
    """Reminders to those who are here; what of those who are not."""
    here = office.colleague(journey.person) is not None
    if here and journey.left and journey.state is not State.LEFT:
        book.change(journey.id, steps.back)
    elif not here and not journey.left and _has_left(journey.person, office):
        book.change(journey.id, partial(steps.left, office=office))
    elif here and journey.due and journey.due <= office.now:
        book.change(journey.id, partial(steps.tick, office=office))


def _has_left(person: str, office: Office) -> bool:
    """Whether somebody who isn't here was: a starter whose first day was put off hasn't left."""
    found = office.people.get(person)
    return found is None or found.starts is None or found.starts <= office.today(found)


def _invite(
    book: Book,
    person: Person,
    document: Document,
    journeys: Sequence[Journey],
    last: Attestation | None,
    office: Office,
) -> None:
    """Ask somebody to begin, if they are to and have not been asked."""
    known = next((one for one in journeys if one.edition == document.edition), None)
    others = [one for one in journeys if one is not known and one.state in (State.OPEN, State.SUPERSEDED)]
    waiting = others if last is None else []
    state = State.OPEN if waiting else steps.wanted(person, document, last, office)
    if known and known.state in (State.LEFT, State.SUPERSEDED, State.TOLD) and state is State.OPEN:
        book.change(known.id, partial(steps.reopened, document=document, person=person, office=office))
    if known or state is None:
        return
    journey = steps.begun(person, document, last, state, office)
    if waiting:
        journey = steps.continued(journey, waiting[-1], person, office)
    book.open(steps.invited(journey, document))
