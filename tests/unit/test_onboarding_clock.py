"""Ninety days in an organisation: people join, leave, go away, sign or don't, in many time zones, over two editions."""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.delivery.matters import Onboarding
from bot.delivery.postman import Postman
from bot.letters import Letter, Press
from bot.onboarding import steps
from bot.onboarding.model import State
from bot.onboarding.rhythm import Rhythm
from bot.onboarding.service import OnboardingService
from bot.people import People, Person
from bot.ports import Sent
from bot.records.onboarding import Book
from bot.records.outbox import Outbox
from bot.working_time import WorkingTime
from knowledge.catalogue import Library
from knowledge.model import Signing
from tests import offices
from tests.offices import Firm, person

PEOPLE = int(os.environ.get("SIMULATED_PEOPLE", "80"))
DAYS, STEP = 90, timedelta(hours=2)
BEGINS = datetime(2026, 2, 23, tzinfo=UTC)
"""Over both of the nights on which Europe's and America's clocks go forward, and Easter."""
SECOND = date(2026, 4, 14)
ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "")
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4)})
WORKING = WorkingTime(ZoneInfo("Europe/London"), holidays=HOLIDAYS)
REMIND = (2.0, 5.0, 9.0)


@dataclass
class Mailbox:
    """A surface that takes everything and remembers when."""

    firm: Firm
    surface: str = "mailbox"
    taken: list[tuple[datetime, str, str, Letter]] = field(default_factory=list)

    def reaches(self, person: Person) -> bool:
        return bool(person.id)

    def send(self, person: Person, letter: Letter, key: str) -> Sent:
        self.taken.append((self.firm.now, person.id, key, letter))
        return Sent(key)

    def find(self, person: Person, key: str) -> Sent | None:
        return next((Sent(key) for _, who, known, _ in self.taken if (who, known) == (person.id, key)), None)


@dataclass
class World:
    """What there is, and what happened: when each was asked to sign and when they did."""

    firm: Firm
    engine: Engine
    book: Book
    onboarding: OnboardingService
    mailbox: Mailbox
    signed: dict[str, list[datetime]]


def workforce(chance: random.Random) -> Iterator[Person]:
    for number in range(PEOPLE):
        starts = (BEGINS + timedelta(days=chance.randint(-200, 70))).date()
        away = starts + timedelta(days=chance.randint(1, 30)) if chance.random() < 0.3 else None
        yield person(
            f"p{number}",
            f"p{number // 8}" if number else "",
            team=f"Team {number % 5}",
            starts=starts,
            leaves=starts + timedelta(days=chance.randint(3, 60)) if chance.random() < 0.15 else None,
            away_from=away,
            away_until=away + timedelta(days=chance.randint(0, 14)) if away else None,
            time_zone=chance.choice(ZONES),
        )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    chance = random.Random(90)
    library = offices.library(folder, (offices.FIRST, ""), (offices.SECOND, SECOND.isoformat()))
    firm = Firm(
        library, list(workforce(chance)), {"WP": Signing(again_since=SECOND.isoformat())},
        Rhythm(invite_from=BEGINS.date(), remind_after_days=REMIND),
        WORKING, BEGINS, owner="p0",
    )  # fmt: skip
    engine, _, book = offices.records(folder / "home")
    onboarding = offices.service(firm, book)
    mailbox = Mailbox(firm)
    signs = {one.id: chance.choice([0.002, 0.02, 0.1, 0.0]) for one in firm.people}
    made = World(firm, engine, book, onboarding, mailbox, defaultdict(list))
    outbox = Outbox(engine)
    postman = Postman(engine, outbox, [mailbox], lambda: People(firm.people), Onboarding(book), lambda: firm.now)
    while firm.now < BEGINS + timedelta(days=DAYS):
        onboarding.sweep()
        for one in people_asked(made):
            if chance.random() < signs[one.id]:
                made.signed[one.id].append(firm.now)
                offices.sign(firm, onboarding, one.id)
        for key in outbox.open():
            postman.deliver(key)
        firm.now += STEP
    return made


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return offices.library(tmp_path_factory.mktemp("workshop"), (offices.FIRST, ""))


def people_asked(world: World) -> list[Person]:
    """Those who have something open to sign."""
    office = world.firm.office()
    here = {one.person for one in world.book.every() if one.state.value == "open"}
    return [one for one in world.firm.people if one.id in here and office.colleague(one.id)]


def asking(world: World) -> Iterable[tuple[datetime, str, str]]:
    """Letters that ask for a signature: when, to whom, and which."""
    return [(at, who, key) for at, who, key, letter in world.mailbox.taken if Press.BEGIN in letter.presses]


def works(one: Person, moment: datetime) -> bool:
    """Written out anew, so that it doesn't share a mistake with what it tests."""
    local = moment.astimezone(ZoneInfo(one.time_zone or "Europe/London"))
    return local.weekday() < 5 and 9 <= local.hour < 17 and local.date() not in HOLIDAYS and not one.away(local.date())


def test_much_happens(world: World) -> None:
    kinds = Counter(key.split(":")[2] for _, _, key in asking(world))
    assert kinds["invitation"] > PEOPLE / 4
    assert kinds["reminder"] > PEOPLE / 4
    assert sum(map(len, world.signed.values())) > PEOPLE / 6
    assert sum(len(moments) > 1 for moments in world.signed.values()) > 0


def test_letters_come_while_people_are_at_work_and_never_to_leavers(world: World) -> None:
    people = {one.id: one for one in world.firm.people}
    for at, who, key, letter in world.mailbox.taken:
        one = people[who]
        assert one.employed(one.today(at)), (at, who)
        if letter.enclosed is None:
            assert works(one, at), (at, who, key)


def test_no_letter_comes_twice_and_nobody_gets_more_reminders_than_there_are(world: World) -> None:
    keys = Counter((who, key) for _, who, key, _ in world.mailbox.taken)
    assert set(keys.values()) == {1}
    reminders = Counter((who, key.split(":")[1]) for _, who, key in asking(world) if ":reminder:" in key)
    assert max(reminders.values()) <= len(REMIND)


def test_nobody_who_has_signed_is_asked_for_the_same_edition_again(world: World) -> None:
    for at, who, _ in asking(world):
        edition_came = datetime(SECOND.year, SECOND.month, SECOND.day, tzinfo=UTC) - timedelta(hours=13)
        before = [moment for moment in world.signed[who] if moment < at]
        assert not before or (before[-1] < edition_came + timedelta(days=1) <= at + timedelta(days=1)), (at, who)


def test_every_reminder_that_was_due_before_the_signature_was_sent(world: World) -> None:
    """For those who were never away: counted day by day, not as the code does it."""
    checked = 0
    asked: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for at, who, key in asking(world):
        asked[who].append((at, key))
    for one in world.firm.people:
        letters = asked.get(one.id, [])
        if not letters or one.away_from or one.leaves:
            continue
        until = min([*world.signed[one.id], BEGINS + timedelta(days=DAYS)]) - STEP
        reminders = [at for at, key in letters if ":reminder:" in key and at <= until]
        assert len(reminders) == due_until(one, letters[0][0], until), one
        checked += 1
    assert checked > PEOPLE / 10


def due_until(one: Person, asked: datetime, until: datetime) -> int:
    """How many reminders a person is due since they were asked: working days on, at the same time of day."""
    zone = ZoneInfo(one.time_zone or "Europe/London")
    first, count, day = asked.astimezone(zone), 0, asked.astimezone(zone).date()
    due: list[datetime] = []
    while len(due) < len(REMIND):
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in HOLIDAYS:
            count += 1
            due += [datetime.combine(day, first.time(), zone) for wanted in REMIND if wanted == count]
    return sum(moment <= until for moment in due)


def test_one_digest_a_week_and_none_about_anybody_elses_people(world: World) -> None:
    people = People(world.firm.people)
    weekly: Counter[tuple[str, str]] = Counter()
    for at, who, key, letter in world.mailbox.taken:
        if not key.startswith("digest:"):
            continue
        weekly[who, str(at.astimezone(ZoneInfo("Europe/London")).isocalendar()[:2])] += 1
        if who != "p0":
            own = {one.name for one in people.reports(who)}
            others = {one.name for one in world.firm.people} - own
            words = letter.text.replace(",", " ,").replace(".", " .").split("Still to sign:")[-1]
            assert not any(f" {name} " in words for name in others)
    assert weekly
    assert set(weekly.values()) == {1}


def test_the_log_of_it_all_is_whole(world: World) -> None:
    signed = Counter((r.attestation.person, r.attestation.edition) for r in world.book.signatures())
    assert set(signed.values()) == {1}
    assert sum(signed.values()) == sum(map(len, world.signed.values()))


def test_whoever_comes_back_is_asked_anew(tmp_path: Path) -> None:
    firm = Firm(offices.library(tmp_path, (offices.FIRST, "")), [person("ann", starts=offices.START.date())])
    _, _, book = offices.records(tmp_path / "home")
    onboarding = offices.service(firm, book)
    onboarding.sweep()
    ann = firm.people[0]
    firm.people = [replace(ann, leaves=offices.START.date())]
    firm.now += timedelta(days=7)
    onboarding.sweep()
    assert [one.state.value for one in book.every()] == ["left"]
    firm.people = [ann]
    firm.now += timedelta(days=7)
    onboarding.sweep()
    assert [one.state.value for one in book.every()] == ["open"]
    assert sum(":invitation:" in key for key in book.posted("onboarding:")) == 2


def test_a_rollback_and_back_asks_those_again_who_have_not_signed(tmp_path: Path) -> None:
    people = [person(name, starts=offices.START.date()) for name in ("ann", "bob")]
    old = offices.library(tmp_path, (offices.FIRST, ""))
    new = offices.library(tmp_path, (offices.FIRST, ""), (offices.SECOND, "2026-03-02"))
    firm = Firm(old, people)
    _, _, book = offices.records(tmp_path / "home")
    onboarding = offices.service(firm, book)
    for library in (old, new, old, new):
        firm.library = library
        onboarding.sweep()
        firm.now += timedelta(days=7)
        onboarding.sweep()
        if library is new:
            offices.sign(firm, onboarding, "bob")
    states = {(one.person, one.edition): one.state.value for one in book.every()}
    first, second = (document.edition for document in new.documents)
    assert states == {("ann", first): "superseded", ("ann", second): "open",
                      ("bob", first): "superseded", ("bob", second): "signed"}  # fmt: skip


def test_the_owner_may_change_their_mind_about_what_matters(tmp_path: Path) -> None:
    library = offices.library(tmp_path, (offices.FIRST, ""), (offices.SECOND, "2026-03-09"))
    firm = Firm(library, [person("ann")])
    _, _, book = offices.records(tmp_path / "home")
    onboarding = offices.service(firm, book)
    offices.sign(firm, onboarding, "ann")
    firm.now += timedelta(days=7)
    onboarding.sweep()
    assert offices.to_the_end(firm, onboarding, "ann").kind.value == "done"
    for since, state in (("2026-03-09", "open"), ("", "told"), ("2026-03-09", "open")):
        firm.signing = {"WP": Signing(again_since=since)}
        firm.now += timedelta(days=7)
        onboarding.sweep()
        assert [one.state.value for one in book.every() if one.since] == [state]
    assert offices.sign(firm, onboarding, "ann").record == 2


def test_a_first_morning_is_one_where_the_starter_is(tmp_path: Path) -> None:
    kiri = person("kiri", starts=date(2026, 3, 10), time_zone="Pacific/Auckland")
    firm = Firm(offices.library(tmp_path, (offices.FIRST, "")), [kiri])
    firm.now = datetime(2026, 3, 9, 21, 0, tzinfo=UTC)
    engine, _, book = offices.records(tmp_path / "home")
    offices.service(firm, book).sweep()
    outbox, mailbox = Outbox(engine), Mailbox(firm)
    postman = Postman(engine, outbox, [mailbox], lambda: People(firm.people), Onboarding(book), lambda: firm.now)
    for key in outbox.open():
        postman.deliver(key)
    assert [who for _, who, _, _ in mailbox.taken] == ["kiri"]


def test_sweeping_twice_sends_nothing_twice(tmp_path: Path) -> None:
    people = [person("boss"), *(person(name, "boss", starts=offices.START.date()) for name in ("ann", "bob"))]
    firm = Firm(offices.library(tmp_path, (offices.FIRST, "")), people)
    _, _, book = offices.records(tmp_path / "home")
    onboarding = offices.service(firm, book)
    onboarding.sweep()
    once = book.posted("")
    onboarding.sweep()
    assert book.posted("") == once
    assert sum(key.startswith("digest:") for key in once) == 1


def test_nobody_is_written_to_unless_the_owner_has_said_from_when(tmp_path: Path) -> None:
    firm = Firm(offices.library(tmp_path, (offices.FIRST, "")), [person("ann", starts=offices.START.date())])
    firm.rhythm = Rhythm()
    _, _, book = offices.records(tmp_path / "home")
    offices.service(firm, book).sweep()
    assert book.posted("") == set()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    days=st.lists(st.floats(0.1, 40), max_size=5),
    hour=st.integers(0, 24 * 60),
    away=st.tuples(st.integers(0, 60), st.integers(0, 40)),
)
def test_whatever_the_rhythm_each_reminder_comes_once_at_work_and_they_end(
    workshop: Library, zone: str, days: list[float], hour: int, away: tuple[int, int]
) -> None:
    first = BEGINS.date() + timedelta(days=away[0])
    one = person("ann", time_zone=zone, away_from=first, away_until=first + timedelta(days=away[1]))
    firm = Firm(workshop, [one], rhythm=Rhythm(remind_after_days=tuple(days)), working=WORKING)
    firm.now = BEGINS + timedelta(hours=hour)
    document = firm.office().to_sign(one)[0]
    journey, sent = steps.begun(one, document, None, State.OPEN, firm.office()), 0
    while firm.now < BEGINS + timedelta(days=180):
        assert journey.due
        assert journey.due > firm.now
        firm.now = journey.due
        change = steps.tick(journey, firm.office())
        assert len(change.posts) <= 1
        if change.posts:
            sent += 1
            assert works(one, firm.now)
        journey = change.journey
    assert sent <= len(set(days))
    assert journey.reminded == len(days)
