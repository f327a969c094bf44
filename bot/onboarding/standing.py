"""Who has signed what, who has it still to do, and who is late: for the owner, and for line managers of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.onboarding.attestation import Attestation
from bot.onboarding.model import Journey, State
from bot.onboarding.office import Office
from bot.people import Person
from knowledge.model import Document

Signed = Mapping[tuple[str, str], Attestation]
"""Everybody's last signature, by person and document."""


class Status(StrEnum):
    """Where somebody is with a document. `earlier`: an earlier edition is signed, and that will do."""

    SIGNED = "signed"
    EARLIER = "earlier"
    PENDING = "pending"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One colleague and one document. `edition` and `signed` are of the last signature, "" where there is none."""

    person: str
    name: str
    team: str
    manager: str
    document: str
    title: str
    status: Status
    edition: str = ""
    signed: str = ""
    asked: str = ""
    due: str = ""
    overdue: bool = False
    reminded: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many have signed a document, have yet to, and are late; `team` is None where all are counted together."""

    title: str
    team: str | None
    signed: int
    pending: int
    overdue: int


def standings(
    people: Iterable[Person], journeys: Mapping[tuple[str, str, str], Journey], signed: Signed, office: Office
) -> list[Standing]:
    """One for each of these people who can be found here and each document they are to sign."""
    return [
        _standing(person, document, journeys.get((person.id, document.reference, document.edition)), signed, office)
        for person in people
        if office.known(person)
        for document in office.to_sign(person)
    ]


def _standing(person: Person, document: Document, journey: Journey | None, signed: Signed, office: Office) -> Standing:
    last = signed.get((person.id, document.reference))
    waits = journey is not None and journey.state is State.OPEN
    due = due_by(person, journey, office) if journey and waits else None
    if waits:
        status = Status.PENDING
    elif last:
        status = Status.SIGNED if last.edition == document.edition else Status.EARLIER
    else:
        status = Status.NOT_ASKED
    return Standing(
        person=person.id,
        name=person.name,
        team=person.team,
        manager=person.manager,
        document=document.reference,
        title=document.title,
        status=status,
        edition=last.version if last else "",
        signed=last.at if last else "",
        asked=journey.asked.isoformat(timespec="minutes") if journey and waits else "",
        due=due.isoformat(timespec="minutes") if due else "",
        overdue=due is not None and due < office.now,
        reminded=journey.reminded if journey and waits else 0,
    )


def due_by(person: Person, journey: Journey, office: Office) -> datetime:
    """When it is to be signed by."""
    return office.days_after(person, journey.asked, office.rhythm.sign_within_days)


def counted(found: Sequence[Standing], *, by_team: bool) -> list[Counted]:
    """Numbers a document, or a document and team."""
    groups: dict[tuple[str, str | None], list[Standing]] = {}
    for one in found:
        groups.setdefault((one.title, one.team if by_team else None), []).append(one)
    return [
        Counted(
            title,
            team,
            sum(one.status in (Status.SIGNED, Status.EARLIER) for one in group),
            sum(one.status is Status.PENDING for one in group),
            sum(one.overdue for one in group),
        )
        for (title, team), group in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    ]
