"""Signatures in the database, on SQLite and on PostgreSQL alike: appended, never changed, never cut off unseen."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from bot.errors import LogDiffers
from bot.onboarding.model import Page, State
from bot.onboarding.service import OnboardingService
from bot.records.anchor import FILE, Anchor
from bot.records.attestations import Log
from bot.records.onboarding import Book
from tests import offices
from tests.offices import START, Firm, person

UNGUARDED = {
    "sqlite": ("DROP TRIGGER attestations_stay", "DROP TRIGGER attestations_are_kept", "DROP TRIGGER signed_stays",
               "DROP TRIGGER signed_is_kept"),
    "postgresql": ("ALTER TABLE attestations DISABLE TRIGGER USER", "ALTER TABLE signed DISABLE TRIGGER USER"),
}  # fmt: skip
"""What somebody who owns the database can do about the triggers."""


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    people = [person(name, starts=START.date()) for name in ("ann", "bob", "cat")]
    return Firm(offices.library(tmp_path, (offices.FIRST, "")), people)


@pytest.fixture
def log(engine: Engine, tmp_path: Path) -> Log:
    return Log(engine, Anchor(tmp_path))


@pytest.fixture
def onboarding(engine: Engine, log: Log, firm: Firm) -> OnboardingService:
    return offices.service(firm, Book(engine, log))


@pytest.fixture
def tamper(engine: Engine) -> Callable[[str], None]:
    """Do something to the database past everything that guards it."""

    def run(statement: str) -> None:
        with engine.begin() as connection:
            for guard in UNGUARDED[engine.dialect.name]:
                connection.execute(text(guard))
            connection.execute(text(statement))

    return run


def test_what_was_confirmed_is_recorded_and_anchored(
    firm: Firm, onboarding: OnboardingService, log: Log, tmp_path: Path
) -> None:
    for number, name in enumerate(("ann", "bob", "cat"), 1):
        assert offices.sign(firm, onboarding, name).record == number
    found = log.verify()
    assert found.faults == ()
    assert Anchor(tmp_path).last() == (3, found.head)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attestations SET at = 'x'",
        "DELETE FROM attestations",
        "UPDATE signed SET body = 'x'",
        "DELETE FROM signed",
    ],
)
def test_the_database_itself_refuses_changes(
    engine: Engine, firm: Firm, onboarding: OnboardingService, statement: str
) -> None:
    offices.sign(firm, onboarding, "ann")
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE attestations SET at = '2020' WHERE number = 2", "Record 2 has been changed"),
        ("UPDATE signed SET body = REPLACE(body, 'bob', 'eve') WHERE number = 2", "Record 2 has been changed"),
        ("UPDATE signed SET person = 'eve' WHERE number = 2", "Record 2 is filed under somebody or something else"),
        ("DELETE FROM signed WHERE number = 2", "Record 2 has lost what was signed"),
        ("DELETE FROM signed WHERE number = 3", "Record 3 has lost what was signed"),
    ],
)
def test_whoever_goes_past_the_guards_is_found_out(
    firm: Firm, onboarding: OnboardingService, log: Log, tamper: Callable[[str], None], statement: str, told: str
) -> None:
    for name in ("ann", "bob", "cat"):
        offices.sign(firm, onboarding, name)
    tamper(statement)
    assert told in " ".join(log.verify().faults)


def test_a_log_whose_end_was_cut_off_is_found_out_and_nothing_more_is_signed(
    engine: Engine, firm: Firm, onboarding: OnboardingService, log: Log, tamper: Callable[[str], None]
) -> None:
    for name in ("ann", "bob"):
        offices.sign(firm, onboarding, name)
    tamper("DELETE FROM signed WHERE number = 2")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM attestations WHERE number = 2"))
    assert log.verify().faults == ("The anchor knows another record 2.",)
    with pytest.raises(LogDiffers, match="clausewise attestations verify"):
        offices.sign(firm, onboarding, "cat")


def test_a_log_without_its_anchor_is_found_out_and_nothing_more_is_signed(
    firm: Firm, onboarding: OnboardingService, log: Log, tmp_path: Path
) -> None:
    offices.sign(firm, onboarding, "ann")
    (tmp_path / FILE).unlink()
    assert log.verify().faults == ("The log's anchor is missing.",)
    with pytest.raises(LogDiffers):
        offices.sign(firm, onboarding, "bob")
    with pytest.raises(LogDiffers):
        log.settle()
    log.renew_anchor()
    assert log.verify().faults == ()
    assert offices.sign(firm, onboarding, "bob").record == 2


@pytest.mark.parametrize("kept", [0, 1, 40, 66, 67, 100])
def test_an_anchor_that_a_crash_cut_short_catches_up(
    firm: Firm, onboarding: OnboardingService, log: Log, tmp_path: Path, kept: int
) -> None:
    """A crash leaves the anchor short by part of its last line or by the whole of it; never without the first."""
    offices.sign(firm, onboarding, "ann")
    file = tmp_path / FILE
    whole = file.read_bytes()
    os.truncate(file, len(whole.splitlines(keepends=True)[0]) + min(kept, 67))
    log.settle()
    assert file.read_bytes() == whole
    assert log.verify().faults == ()


def test_two_devices_at_once_sign_once(firm: Firm, onboarding: OnboardingService, log: Log) -> None:
    page = offices.to_the_end(firm, onboarding, "ann")
    confirmed: list[Page] = []

    def press() -> None:
        confirmed.append(onboarding.sign("ann", "WP", page.seal, "Ann Smith", "test", sure=True))

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.record for one in confirmed] == [1] * 6
    assert len(log.signatures()) == 1


def test_many_people_at_once_make_one_chain(firm: Firm, onboarding: OnboardingService, log: Log) -> None:
    firm.people = [person(f"p{number}", starts=START.date()) for number in range(8)]
    threads = [threading.Thread(target=offices.sign, args=(firm, onboarding, one.id)) for one in firm.people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {record.attestation.person for record in log.signatures()} == {one.id for one in firm.people}
    assert log.verify().faults == ()


def test_a_leavers_signature_is_erased_when_it_has_been_kept_long_enough(
    engine: Engine, firm: Firm, onboarding: OnboardingService, log: Log
) -> None:
    for name in ("ann", "bob"):
        offices.sign(firm, onboarding, name)
    firm.people = firm.people[1:]
    onboarding.sweep()
    firm.now += timedelta(days=2189)
    onboarding.sweep()
    assert len(log.signatures()) == 2
    firm.now += timedelta(days=2)
    onboarding.sweep()
    assert [record.attestation.person for record in log.signatures()] == ["bob"]
    found = log.verify()
    assert (found.faults, found.entries, found.erased) == ((), 3, 1)
    assert all(one.person == "bob" for one in Book(engine, log).every() if one.state is State.SIGNED)
