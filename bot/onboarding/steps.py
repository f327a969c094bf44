"""What each event makes of a journey. Pure: the same journey and event, the same change.

An event that no longer fits (a second press, another device, a page that has gone) changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.letters import Letter, Post
from bot.onboarding import letters, pages
from bot.onboarding.attestation import Attestation, Passed, sha256
from bot.onboarding.model import Change, Journey, State
from bot.onboarding.office import Office
from bot.onboarding.pages import Walk
from bot.people import Person
from knowledge.model import Document

PREFIX = "onboarding:"
"""How the keys of this service's letters begin."""


def journey_id(person: str, document: str, edition: str) -> str:
    """Names the one journey of a person through an edition."""
    return sha256(f"{person}\n{document}\n{edition}")[:32]


def wanted(person: Person, document: Document, last: Attestation | None, office: Office) -> State | None:
    """What somebody is to be sent of their own accord: to sign, to be told of changes, or nothing (None)."""
    if last is None:
        since = office.rhythm.invite_from
        return State.OPEN if since and person.starts and person.starts >= since else None
    if last.edition == document.edition or document.begins < last.begins:
        return None
    return State.OPEN if office.material(document.reference, last.begins) else State.TOLD


def begun(person: Person, document: Document, last: Attestation | None, state: State, office: Office) -> Journey:
    """A journey at its first page, the clock running from now."""
    known = last and last.edition != document.edition and office.edition(document.reference, last.edition)
    journey = Journey(
        id=journey_id(person.id, document.reference, document.edition),
        person=person.id,
        document=document.reference,
        edition=document.edition,
        state=state,
        asked=office.now,
        changed=office.now,
        since=last.edition if last and known else "",
    )
    return replace(journey, due=_next_reminder(journey, person, office) if state is State.OPEN else None)


def invited(journey: Journey, document: Document) -> Change:
    """They are asked to begin."""
    day = journey.asked.date().isoformat()
    return Change(
        journey, (_post(journey, f"invitation:{journey.state}:{day}", letters.invitation(journey, document.title)),)
    )


def continued(journey: Journey, earlier: Journey, person: Person, office: Office) -> Journey:
    """A new edition came while they had not signed the earlier one: the clock and the reminders go on."""
    held = replace(journey, asked=earlier.asked, reminded=earlier.reminded)
    return replace(held, due=_next_reminder(held, person, office))


def reopened(journey: Journey, document: Document, person: Person, office: Office) -> Change:
    """Somebody is back, an edition holds again, or its changes matter after all: the clock starts anew."""
    step = 0 if journey.state is State.TOLD else journey.step
    back = replace(journey, state=State.OPEN, step=step, asked=office.now, changed=office.now, reminded=0, left=None)
    return invited(replace(back, due=_next_reminder(back, person, office)), document)


def placed(journey: Journey, step: int, office: Office) -> Change:
    """They are on another page."""
    return Change(replace(journey, step=step, changed=office.now))


def passed(journey: Journey, check: str, step: int, office: Office) -> Change:
    """A check is answered."""
    known = journey.passed if check in journey.passed else (*journey.passed, check)
    return Change(replace(journey, passed=known, step=step, changed=office.now))


def signed(journey: Journey, walk: Walk, person: Person, typed: str, surface: str, salt: str, office: Office) -> Change:
    """What was shown is signed; a journey that is signed already stays as it is."""
    if journey.state is not State.OPEN:
        return Change(journey)
    document = walk.document
    attestation = Attestation(
        person=person.id,
        name=person.name,
        typed=typed,
        document=document.reference,
        title=document.title,
        edition=document.edition,
        version=document.version,
        begins=document.begins,
        source_sha256=document.source_sha256,
        text_sha256=pages.text_sha256(document),
        statement=walk.pages[-1].statement,
        checks=tuple(Passed(check.clause, check.ask, check.right) for check in walk.asked),
        surface=surface,
        at=office.now.astimezone(UTC).isoformat(timespec="milliseconds"),
        salt=salt,
    )
    done = replace(journey, state=State.SIGNED, step=len(walk.pages) - 1, due=None, changed=office.now)
    return Change(done, (), attestation, lambda record: _post(done, "receipt", letters.receipt(record, done.id)))


def tick(journey: Journey, office: Office) -> Change:
    """Time has gone by: a reminder where one is due and they are at work; nothing to those who have left."""
    if journey.state is not State.OPEN or journey.due is None or journey.due > office.now:
        return Change(journey)
    person = office.colleague(journey.person)
    if person is None:
        return Change(replace(journey, state=State.LEFT, due=None, left=office.now, changed=office.now))
    document = office.in_force(person, journey.document)
    if document is None or document.edition != journey.edition:
        return Change(replace(journey, state=State.SUPERSEDED, due=None, changed=office.now))
    if journey.since and not _matters(journey, office):
        return Change(replace(journey, state=State.TOLD, step=0, due=None, changed=office.now))
    if not office.reachable(person):
        return Change(replace(journey, due=_next_working(person, office)))
    past = [
        days for days in office.rhythm.remind_after_days if office.days_after(person, journey.asked, days) <= office.now
    ]
    if len(past) <= journey.reminded:
        return Change(replace(journey, due=_next_reminder(journey, person, office)))
    again = replace(journey, reminded=len(past), changed=office.now)
    again = replace(again, due=_next_reminder(again, person, office))
    key = f"reminder:{again.asked.date().isoformat()}:{again.reminded}"
    return Change(again, (_post(again, key, letters.reminder(again, document.title)),))


def left(journey: Journey, office: Office) -> Change:
    """They work here no longer; what is open ends, and what is signed is kept for as long as configured."""
    state = State.LEFT if journey.state is State.OPEN else journey.state
    return Change(replace(journey, state=state, due=None, left=journey.left or office.now))


def back(journey: Journey) -> Change:
    """They work here again."""
    return Change(replace(journey, left=None))


def still_wanted(key: str, journey: Journey | None) -> bool:
    """Whether a letter is still to be sent: no invitation or reminder once it is signed or they have left."""
    kind = key.removeprefix(PREFIX).split(":")[1:2]
    if kind not in (["invitation"], ["reminder"]):
        return True
    return journey is not None and journey.state in (State.OPEN, State.TOLD)


def _matters(journey: Journey, office: Office) -> bool:
    """Whether what has changed since they signed is still for signing again."""
    before = office.edition(journey.document, journey.since)
    return before is None or office.material(journey.document, before.documents[journey.document].begins)


def _next_reminder(journey: Journey, person: Person, office: Office) -> datetime | None:
    """When they are to be reminded next; a day is looked at all the same, so that leavers and new editions are seen."""
    rhythm = sorted(office.rhythm.remind_after_days)
    if journey.reminded >= len(rhythm):
        return office.days_after(person, office.now, 1)
    return office.days_after(person, journey.asked, rhythm[journey.reminded])


def _next_working(person: Person, office: Office) -> datetime:
    """The next moment at which they are at work and not away."""
    moment = office.days_after(person, office.now, 0)
    while person.away(moment.date()) and person.away_until:
        following = max(person.away_until, moment.date()) + timedelta(days=1)
        start = datetime.combine(following, office.hours(person).opens, moment.tzinfo)
        moment = office.days_after(person, start, 0)
    return moment if not person.away(moment.date()) else office.days_after(person, moment, 1)


def _post(journey: Journey, key: str, letter: Letter) -> Post:
    return Post(f"{PREFIX}{journey.id}:{key}", journey.person, letter)
