"""All that onboarding needs to know at a moment: who works here, what holds, what is to be signed, what time it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.onboarding.rhythm import Rhythm
from bot.people import People, Person
from bot.working_time import WorkingTime
from knowledge.catalogue import Catalogue, Library
from knowledge.model import Document, Signing


@dataclass(frozen=True, slots=True)
class Office:
    """`owner` is the policy owner's id; `audiences` are those that everybody belongs to, beside their own team.

    What somebody signed is kept for `keep_for` after they have left.
    """

    people: People
    library: Library
    signing: Mapping[str, Signing]
    working: WorkingTime
    rhythm: Rhythm
    now: datetime
    owner: str | None = None
    audiences: tuple[str, ...] = ()
    keep_for: timedelta = timedelta(days=2190)

    def colleague(self, person_id: str) -> Person | None:
        """Somebody who works here today."""
        person = self.people.get(person_id)
        return person if person and person.employed(self.today(person)) else None

    def known(self, person: Person) -> bool:
        """Whether somebody works here today and their id leads to them alone."""
        return self.colleague(person.id) is person

    def hours(self, person: Person) -> WorkingTime:
        """When they are at work, where they are."""
        return replace(self.working, zone=ZoneInfo(person.time_zone)) if person.time_zone else self.working

    def today(self, person: Person) -> date:
        """The day it is where they are."""
        return self.now.astimezone(self.hours(person).zone).date()

    def reachable(self, person: Person) -> bool:
        """Whether they are at work right now, so that something may be sent to them."""
        return self.hours(person).within(self.now) and not person.away(self.today(person))

    def days_after(self, person: Person, moment: datetime, days: float) -> datetime:
        """So many working days later, at a moment of work."""
        hours = self.hours(person)
        length = (hours.closes.hour - hours.opens.hour) + (hours.closes.minute - hours.opens.minute) / 60
        return hours.after(moment, days * length)

    def audiences_of(self, person: Person) -> tuple[str, ...]:
        """Whom documents may be for to be for them: those configured, and their team."""
        return (*self.audiences, person.team) if person.team else self.audiences

    def to_sign(self, person: Person) -> list[Document]:
        """The editions in force for them of all that is to be signed."""
        view = self.library.at(self.today(person), self.audiences_of(person))
        return [document for name, document in view.documents.items() if name in self.signing]

    def in_force(self, person: Person, document: str) -> Document | None:
        """The edition of a document that they are to sign now."""
        return next((one for one in self.to_sign(person) if one.reference == document), None)

    def edition(self, document: str, edition: str) -> Catalogue | None:
        """One edition of a document, whatever holds today."""
        return self.library.edition(document, edition)

    def material(self, document: str, begins: str) -> bool:
        """Whether somebody who signed the edition that began then has to sign again."""
        since = self.signing[document].again_since
        return bool(since) and begins < since <= self.now.date().isoformat()
