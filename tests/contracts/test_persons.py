"""A person's records are given out whole and erased whole, but for what is named as kept."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from bot.delivery.inbox import Inbox
from bot.escalation.model import Change, Content, Escalation, State
from bot.letters import Letter, Post
from bot.records import escalations, persons
from bot.records.anchor import Anchor
from bot.records.attestations import Log
from bot.records.onboarding import Book
from bot.records.outbox import Outbox
from bot.records.tables import TEAMS_CONVERSATIONS
from tests import offices
from tests.offices import START, Firm, person

SECRET = "a word in confidence"
KEEP = timedelta(days=2190)


@pytest.fixture
def log(engine: Engine, tmp_path: Path) -> Log:
    """Ann has signed and asked something, and has a letter; Bob has asked Ann something."""
    found = Log(engine, Anchor(tmp_path))
    firm = Firm(offices.library(tmp_path, (offices.FIRST, "")), [person("ann"), person("bob")])
    onboarding = offices.service(firm, Book(engine, found))
    offices.sign(firm, onboarding, "ann")
    onboarding.begin("bob")
    for name, asker, recipient in (("e1", "ann", "bob"), ("e2", "bob", "ann")):
        opened = Escalation(
            id=name, asker=asker, recipient=recipient, state=State.SENT, opened=START, changed=START,
            content=Content(question=f"{SECRET} of {asker}"), due=START,
        )  # fmt: skip
        letter = Letter(title=f"{SECRET} of {asker}", about=name)
        escalations.Book(engine).open(
            Change(opened, ("sent",), (Post(f"{name}:request:{recipient}", recipient, letter),))
        )
    Inbox(engine, lambda: START).send(person("ann"), Letter(title="To Ann"), "k")
    return found


def test_everything_is_given_out_but_what_others_asked_them(engine: Engine, log: Log) -> None:
    found = persons.export(engine, log, "ann")
    text = json.dumps({name: value for name, value in found.items() if name != "letters"})
    assert found["attestations"][0]["body"]["typed"] == "Ann Smith"
    assert f"{SECRET} of ann" in text
    assert f"{SECRET} of bob" not in text
    assert [row["id"] for row in found["escalations_received"]] == ["e2"]
    assert len(found["inbox"]) == 1


def test_nothing_of_theirs_is_left_but_the_signature_that_is_kept(engine: Engine, log: Log) -> None:
    done = persons.erase(engine, log, "ann", START, KEEP, at_once=False)
    assert (done.attestations, [one.number for one in done.kept], done.escalations) == ((), [1], 1)
    left = persons.export(engine, log, "ann")
    assert SECRET not in json.dumps(left)
    assert (left["inbox"], left["teams"]) == ([], [])
    assert {row["letter"] for row in left["letters"]} == {None}
    assert "e1:request:bob" not in Outbox(engine).open()
    ended = escalations.Book(engine).get("e1")
    assert ended
    assert (ended.content, ended.state, ended.due) == (None, State.WITHDRAWN, None)
    others = escalations.Book(engine).get("e2")
    assert others
    assert others.content
    assert log.verify().faults == ()


def test_what_they_asked_is_gone_from_others_letters_too(engine: Engine, log: Log) -> None:
    inbox = Inbox(engine, lambda: START)
    inbox.send(person("bob"), Letter(title=f"{SECRET} of ann"), "e1:request:bob")
    inbox.send(person("bob"), Letter(title="Hello"), "other")
    persons.erase(engine, log, "ann", START, KEEP, at_once=False)
    assert [one.letter.title for one in inbox.letters("bob")] == ["Hello"]


def test_where_they_are_reached_on_teams_is_given_out_and_erased(engine: Engine, log: Log) -> None:
    row = {"account": "a1", "person": "ann", "conversation": "c", "service": "s", "tenant": "t", "bot": "b"}
    with engine.begin() as connection:
        connection.execute(insert(TEAMS_CONVERSATIONS).values(**row, changed=START))
    assert persons.export(engine, log, "ann")["teams"][0]["account"] == "a1"
    persons.erase(engine, log, "ann", START, KEEP, at_once=False)
    assert persons.export(engine, log, "ann")["teams"] == []


def test_letters_that_were_read_long_ago_are_forgotten(engine: Engine, log: Log) -> None:
    inbox = Inbox(engine, lambda: START)
    inbox.send(person("ann"), Letter(title="unread"), "k2")
    inbox.read("ann", "k")
    assert inbox.forget(START + timedelta(days=30)) == 1
    assert [one.letter.title for one in inbox.letters("ann")] == ["unread"]


def test_the_signature_goes_too_where_the_owner_says_so(engine: Engine, log: Log) -> None:
    done = persons.erase(engine, log, "ann", START, KEEP, at_once=True)
    assert (done.attestations, done.kept) == ((1,), ())
    assert persons.export(engine, log, "ann")["attestations"] == []
    found = log.verify()
    assert (found.faults, found.entries, found.erased) == ((), 2, 1)


def test_erasing_twice_or_somebody_unknown_changes_nothing(engine: Engine, log: Log) -> None:
    persons.erase(engine, log, "ann", START, KEEP, at_once=True)
    persons.erase(engine, log, "ann", START, KEEP, at_once=True)
    persons.erase(engine, log, "nobody", START, KEEP, at_once=True)
    assert log.verify().entries == 2
    assert Book(engine, log).every("bob")


def test_what_is_forgotten_is_forgotten_once(engine: Engine, log: Log) -> None:
    persons.erase(engine, log, "ann", START, KEEP, at_once=False)
    later = START + timedelta(days=40)
    assert "e1" not in escalations.Book(engine).forgettable(later)
    Outbox(engine).forget(later)
    assert Outbox(engine).forget(later) == 0
