"""The journey through a policy to its signature, the same for every surface; and the clock that reminds.

A surface says who is there; it can't say that for anybody else. Each method gives the page to show next.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot import messages
from bot.errors import NotAColleague, NothingToSign
from bot.letters import Letter
from bot.model import Answer, Question
from bot.onboarding import checks, letters, pages, steps
from bot.onboarding.attestation import Attestation, Record
from bot.onboarding.book import Book, Step, journeys, last_signatures
from bot.onboarding.clock import sweep
from bot.onboarding.model import Change, Journey, Page, PageKind, State
from bot.onboarding.office import Office
from bot.onboarding.pages import Walk
from bot.onboarding.standing import Standing, standings
from bot.people import Person
from knowledge.model import Document

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class _Here:
    """Where somebody is: themselves, their journey, its pages."""

    person: Person
    journey: Journey
    walk: Walk
    office: Office

    @property
    def place(self) -> int:
        return self.walk.place(self.journey.step)


class OnboardingService:
    """Stateless but for the book; `office` gives people, policies and the time as they are now."""

    def __init__(self, book: Book, office: Callable[[], Office], answer: Callable[[Question], Answer]) -> None:
        self._book = book
        self._desk = office
        self._answer = answer

    def begin(self, person: str, document: str | None = None) -> Page:
        """The page somebody is on, the first one where they have not begun; of what waits first, if not named."""
        office = self._desk()
        colleague = _colleague(person, office)
        wanted = self._next_document(colleague, document, office)
        if wanted is None:
            return Page(kind=PageKind.DONE, document="", edition="", title=messages.NOTHING_TO_SIGN)
        return self._shown(self._here(colleague, wanted, office))

    def resume(self, person: str, journey_id: str) -> Page:
        """As `begin`, with the document of a journey of theirs, as a letter about it names it."""
        journey = self._book.get(journey_id)
        mine = journey is not None and journey.person == person
        return self.begin(person, journey.document if journey and mine else None)

    def welcome(self, person: str) -> None:
        """Invite somebody who has just come to all that they are to sign, once."""
        office = self._desk()
        colleague = _colleague(person, office)
        known = {one.document for one in self._book.every(person)}
        for document in office.to_sign(colleague):
            if document.reference in known:
                continue
            journey = steps.begun(colleague, document, None, State.OPEN, office)
            self._book.open(steps.invited(journey, document))

    def next(self, person: str, document: str, place: int) -> Page:
        """One page on from `place`; past no check that isn't answered."""
        here = self._find(person, document)
        if place != here.place or here.walk.pages[place].kind in (PageKind.SIGN, PageKind.DONE):
            return self._shown(here, _elsewhere(place, here))
        check = here.walk.checks[place]
        if check and checks.key(check) not in here.journey.passed:
            return self._shown(here, messages.CHECK_FIRST)
        return self._moved(here, place + 1)

    def back(self, person: str, document: str, place: int) -> Page:
        """One page back from `place`."""
        here = self._find(person, document)
        if place != here.place or here.journey.state is State.SIGNED:
            return self._shown(here, _elsewhere(place, here))
        return self._moved(here, max(0, place - 1))

    def answer_check(self, person: str, document: str, place: int, option: int) -> Page:
        """Answer the check on a page by the number of the option: on if it is right, taught if it is not."""
        here = self._find(person, document)
        check = here.walk.checks[place] if place == here.place else None
        if check is None:
            return self._shown(here, _elsewhere(place, here))
        chosen = checks.options(check)[option : option + 1] if option >= 0 else ()
        if chosen != (check.right,):
            view = here.office.edition(document, here.journey.edition)
            told = pages.taught(check, view) if view else ()
            return replace(self._shown(here, messages.CHECK_WRONG), told=told)
        step = partial(steps.passed, check=checks.key(check), step=place + 1, office=here.office)
        return self._shown(self._changed(here, step), messages.CHECK_RIGHT)

    def ask(self, person: str, text: str, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question on the way; their place stays where it is."""
        office = self._desk()
        colleague = _colleague(person, office)
        return self._answer(Question(text, tuple(earlier), audiences=office.audiences_of(colleague)))

    def sign(self, person: str, document: str, seal: str, typed: str, surface: str, *, sure: bool = False) -> Page:
        """Sign what the page with this `seal` showed. Nothing is signed without a name and `sure`; twice is once.

        What it returns has been recorded: a page with a `record` is a confirmation.
        """
        here = self._find(person, document)
        page = here.walk.pages[-1]
        if here.journey.state is not State.OPEN:
            return self._shown(here)
        unanswered = here.walk.unanswered(here.journey.passed)
        if unanswered is not None:
            return self._moved(here, unanswered, messages.CHECK_FIRST)
        note = _not_yet(seal == page.seal, _tidied(typed), here.person, sure=sure)
        if note:
            return replace(page, note=note)
        salt = secrets.token_hex(16)
        step = partial(
            steps.signed, walk=here.walk, person=here.person, typed=_tidied(typed), surface=surface, salt=salt,
            office=here.office,
        )  # fmt: skip
        return self._shown(self._changed(here, step))

    def signed(self, person: str) -> list[Record]:
        """What somebody has signed, oldest first."""
        return self._book.signatures(person)

    def waiting(self, person: str) -> list[Document]:
        """What somebody has yet to sign; nothing for who doesn't work here."""
        office = self._desk()
        colleague = office.colleague(person)
        mine = {one.attestation.document: one.attestation for one in self.signed(person)}
        found = office.to_sign(colleague) if colleague else []
        return [one for one in found if _waits(one, mine.get(one.reference), office)]

    def standing(self, viewer: str | None = None) -> list[Standing]:
        """Where people are: everybody for the owner (and for None, who is at the machine), else one's own reports."""
        office = self._desk()
        if viewer is None or _colleague(viewer, office).id == office.owner:
            who: Iterable[Person] = office.people
        else:
            who = office.people.reports(viewer)
        return standings(who, journeys(self._book), last_signatures(self._book), office)

    def sweep(self) -> None:
        """Do what is due: invitations, reminders, digests, and noting who has left."""
        sweep(self._book, self._desk())

    def _next_document(self, person: Person, document: str | None, office: Office) -> Document | None:
        """The document named, or the first that waits, or the one signed last."""
        found = office.to_sign(person)
        if document is not None:
            return next((one for one in found if one.reference == document), None)
        states = {(one.document, one.edition): one.state for one in self._book.every(person.id)}
        order = {State.TOLD: 1, State.SIGNED: 2}

        def place(one: Document) -> int:
            return order.get(states.get((one.reference, one.edition), State.OPEN), 0)

        return min(found, key=place, default=None)

    def _find(self, person: str, document: str) -> _Here:
        office = self._desk()
        colleague = _colleague(person, office)
        wanted = office.in_force(colleague, document)
        if wanted is None:
            raise NothingToSign(messages.NOTHING_TO_SIGN)
        return self._here(colleague, wanted, office)

    def _here(self, person: Person, document: Document, office: Office) -> _Here:
        """Where somebody is in the edition in force, beginning where they have not begun."""
        journey = self._book.get(steps.journey_id(person.id, document.reference, document.edition))
        if journey is None or journey.state in (State.LEFT, State.SUPERSEDED):
            journey = self._begun(person, document, journey, office)
        walk = pages.walk(journey, person.name, office)
        assert walk, "the edition in force is on record"
        return _Here(person, journey, walk, office)

    def _begun(self, person: Person, document: Document, known: Journey | None, office: Office) -> Journey:
        if known:
            step = partial(steps.reopened, document=document, person=person, office=office)
            return self._book.change(known.id, lambda journey: Change(step(journey).journey)) or known
        last = last_signatures(self._book, person.id).get((person.id, document.reference))
        state = (steps.wanted(person, document, last, office) if last else None) or State.OPEN
        return self._book.open(Change(steps.begun(person, document, last, state, office)))

    def _moved(self, here: _Here, place: int, note: str = "") -> Page:
        if here.journey.state is State.SIGNED:
            return self._shown(here)
        return self._shown(self._changed(here, partial(steps.placed, step=place, office=here.office)), note)

    def _changed(self, here: _Here, step: Step) -> _Here:
        return replace(here, journey=self._book.change(here.journey.id, step) or here.journey)

    def _shown(self, here: _Here, note: str = "") -> Page:
        """The page that somebody is on; the receipt, where they have signed."""
        if here.journey.state is State.SIGNED:
            return self._receipt(here)
        return replace(here.walk.pages[here.place], note=note)

    def receipt(self, person_id: str, number: int) -> Letter | None:
        """The receipt of a signature of this person's own, None where they have no such signature."""
        own = (record for record in self._book.signatures(person_id) if record.entry.number == number)
        record = next(own, None)
        return letters.receipt(record, "") if record else None

    def _receipt(self, here: _Here) -> Page:
        """What was signed, from the record."""
        mine = [r for r in self._book.signatures(here.person.id) if r.attestation.edition == here.journey.edition]
        record = next(r for r in mine if r.attestation.document == here.journey.document)
        letter = letters.receipt(record, here.journey.id)
        page = pages.done(here.walk.document)
        return replace(page, title=letter.title, lines=letter.lines, record=record.entry.number)


def _waits(document: Document, last: Attestation | None, office: Office) -> bool:
    """Whether there is anything to sign: no earlier signature, or one that what changed since matters to."""
    if last is None:
        return True
    newer = last.edition != document.edition and last.begins <= document.begins
    return newer and office.material(document.reference, last.begins)


def _colleague(person: str, office: Office) -> Person:
    found = office.colleague(person)
    if found is None:
        raise NotAColleague(messages.NOT_A_COLLEAGUE)
    return found


def _elsewhere(place: int, here: _Here) -> str:
    return messages.NOT_HERE if place != here.place else ""


def _not_yet(shown: bool, typed: str, person: Person, *, sure: bool) -> str:  # noqa: FBT001 - read beside its call
    """Why nothing is signed yet, "" where nothing speaks against it."""
    if not shown:
        return messages.SIGN_ANEW
    if not typed:
        return messages.SIGN_NAME
    known = set(_folded(person.name))
    if known and not known & set(_folded(typed)):
        return messages.SIGN_OTHER_NAME.format(name=person.name)
    return "" if sure else messages.SIGN_SURE


def _tidied(typed: str) -> str:
    """A name as it was typed, without what can't be seen."""
    seen = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFC", typed))
    return " ".join(seen.split())[:LONGEST_NAME].strip()


def _folded(name: str) -> list[str]:
    """The words of a name, without capitals and accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign if sign.isalpha() else " " for sign in plain if not unicodedata.combining(sign)).split()
