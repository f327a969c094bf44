"""Records keep what they were told, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery import matters
from bot.delivery.matters import Escalations, Onboarding
from bot.errors import RecordsUnusable
from bot.escalation.model import Change, Content, Escalation, State, Why
from bot.letters import Cited, Letter, Post, Press
from bot.records import database
from bot.records.database import open_records
from bot.records.escalations import Book
from bot.records.intake import Intake
from bot.records.outbox import Outbox, Posting
from bot.records.tables import INTAKE, METADATA
from bot.records.teams import Conversations, Place
from tests import offices

NOW = datetime(2026, 3, 4, 11, 0, 0, 123456, tzinfo=UTC)
CONTENT = Content(
    question="May I?", answer="Best not.", cited=(Cited("Policy, point 2", "Do not …"),), note="Ünïcode 🙂"
)
LETTER = Letter(title="Hello", lines=("a", "b"), presses=(Press.REPLY,), about="e1")


def escalation(name: str = "e1", **told: object) -> Escalation:
    plain = Escalation(
        id=name, asker="cara", recipient="ben", state=State.SENT, opened=NOW, changed=NOW, content=CONTENT, due=NOW
    )
    return replace(plain, **told)  # type: ignore[arg-type]


def test_the_migrations_make_the_tables_that_the_code_expects(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    Book(open_records(None, tmp_path)).open(Change(escalation(), ("sent",)))
    assert Book(open_records(None, tmp_path)).get("e1") == escalation()


def test_nobody_else_on_the_machine_can_read_what_is_recorded(tmp_path: Path) -> None:
    Book(open_records(None, tmp_path)).open(Change(escalation(), ("sent",)))
    assert {file.name: file.stat().st_mode & 0o077 for file in tmp_path.glob("records.db*")} == dict.fromkeys(
        ("records.db", "records.db-shm", "records.db-wal"), 0
    )


def test_what_is_recorded_is_read_back_whole(engine: Engine) -> None:
    book = Book(engine)
    whole = escalation(next="asha", why=Why.NO_ANSWER, tried=("ben",), excluded=("olu",), reminded=1)
    book.open(Change(whole, ("sent", "reminded")))
    assert book.get("e1") == whole
    assert [what for _, what in book.history("e1")] == ["sent", "reminded"]


def test_an_escalation_is_opened_once(engine: Engine) -> None:
    book, outbox = Book(engine), Outbox(engine)
    for question in ("first", "second"):
        content = replace(CONTENT, question=question)
        book.open(Change(escalation(content=content), ("sent",), (Post("e1:request:ben", "ben", LETTER),)))
    kept = book.get("e1")
    assert kept is not None
    assert kept.content is not None
    assert kept.content.question == "first"
    assert outbox.open() == ["e1:request:ben"]
    assert len(book.history("e1")) == 1


def test_a_step_that_fails_leaves_everything_as_it_was(engine: Engine) -> None:
    book, outbox = Book(engine), Outbox(engine)
    book.open(Change(escalation()))

    def failing(_: Escalation) -> Change:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        book.change("e1", failing)
    assert book.get("e1") == escalation()
    assert outbox.open() == []


def test_steps_taken_at_once_are_taken_one_after_another(engine: Engine) -> None:
    book = Book(engine)
    book.open(Change(escalation()))

    def count(one: Escalation) -> Change:
        return Change(replace(one, reminded=one.reminded + 1), ("counted",))

    def many() -> None:
        for _ in range(10):
            book.change("e1", count)

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = book.get("e1")
    assert kept is not None
    assert kept.reminded == 40
    assert len(book.history("e1")) == 40


def test_what_is_due_and_what_may_be_forgotten_is_found(engine: Engine) -> None:
    book = Book(engine)
    book.open(Change(escalation("due")))
    book.open(Change(escalation("later", due=NOW + timedelta(hours=1))))
    book.open(Change(escalation("closed", state=State.RESOLVED, due=None)))
    assert book.due(NOW) == ["due"]
    assert book.forgettable(NOW + timedelta(seconds=1)) == ["closed"]
    assert book.forgettable(NOW) == []


def test_a_letter_is_taken_until_it_is_settled(engine: Engine) -> None:
    book, outbox = Book(engine), Outbox(engine)
    book.open(Change(escalation(), (), (Post("k", "ben", LETTER),)))
    taken = outbox.get("k")
    assert taken is not None
    assert (taken.letter, taken.surface, taken.attempts) == (LETTER, None, 0)
    outbox.trying("k", "slack", NOW)
    tried = outbox.get("k")
    assert tried is not None
    assert (tried.surface, tried.attempts) == ("slack", 1)
    outbox.waiting("k", NOW)
    again = outbox.get("k")
    assert again is not None
    assert again.surface is None
    with engine.begin() as connection:
        outbox.settle(connection, "k", Posting.SENT, "ts1", NOW)
    assert outbox.get("k") is None
    assert outbox.open() == []


def test_words_are_forgotten_when_they_have_been_kept_long_enough(engine: Engine) -> None:
    book, outbox = Book(engine), Outbox(engine)
    book.open(Change(escalation(), (), (Post("done", "ben", LETTER), Post("open", "ben", LETTER))))
    with engine.begin() as connection:
        outbox.settle(connection, "done", Posting.SENT, "ts1", NOW)
    assert outbox.forget(NOW) == 0
    assert outbox.forget(NOW + timedelta(days=1)) == 1
    assert outbox.get("open") is not None


def test_records_of_a_newer_version_are_left_alone(tmp_path: Path) -> None:
    with open_records(None, tmp_path).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordsUnusable, match="newer Clausewise"):
        open_records(None, tmp_path)


@pytest.mark.parametrize(
    "url", ["nonsense", "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1", "odd://x"]
)
def test_records_that_cannot_be_opened_say_so_without_the_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(RecordsUnusable) as raised:
        open_records(url.replace("nobody", "nobody:secret"), tmp_path)
    assert "secret" not in str(raised.value)


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(RecordsUnusable):
        open_records(None, tmp_path)


def test_each_letter_is_asked_about_by_what_it_belongs_to(tmp_path: Path) -> None:
    engine, _, journeys = offices.records(tmp_path)
    firm = offices.Firm(
        offices.library(tmp_path, (offices.FIRST, "")), [offices.person("ann", starts=offices.START.date())]
    )
    onboarding, book, outbox = offices.service(firm, journeys), Book(engine), Outbox(engine)
    onboarding.sweep()
    book.open(Change(escalation(state=State.WITHDRAWN), (), (Post("e1:request:ben", "ben", LETTER),)))
    matter = matters.every(Escalations(book, lambda: pytest.fail("nothing is heard")), Onboarding(journeys))
    request, invitation = (outbox.get(key) for key in sorted(outbox.open()))
    assert request
    assert invitation
    assert (matter.wanted(request), matter.wanted(invitation)) == (False, True)
    offices.sign(firm, onboarding, "ann")
    assert not matter.wanted(invitation)


def test_records_of_an_earlier_version_are_brought_up_to_date_and_kept(tmp_path: Path) -> None:
    engine = open_records(None, tmp_path)
    Book(engine).open(Change(escalation(), ("sent",)))
    configured = Config()
    configured.set_main_option("script_location", str(database.__file__).replace("database.py", "migrations"))
    with engine.connect() as connection:
        configured.attributes["connection"] = connection
        command.downgrade(configured, "0001")
        connection.commit()
    engine.dispose()
    again = open_records(None, tmp_path)
    assert Book(again).get("e1") == escalation()
    assert offices.records(tmp_path)[1].verify().faults == ()


def test_of_messages_that_come_at_once_each_is_new_once(engine: Engine) -> None:
    intake = Intake(engine)
    with ThreadPoolExecutor(8) as several:
        new = list(several.map(lambda n: intake.note(f"m{n % 20}", "here", {"n": n % 20}, NOW), range(200)))
    assert new.count(True) == 20
    assert sorted(intake.open()) == sorted(f"m{number}" for number in range(20))
    found = intake.get("m7")
    assert found
    assert found.message == {"n": 7}


def test_nobody_is_told_that_a_message_is_noted_which_is_not(engine: Engine) -> None:
    intake = Intake(engine)
    with engine.begin() as connection:
        INTAKE.drop(connection)
    with ThreadPoolExecutor(4) as several:
        noted = [several.submit(intake.note, f"m{number}", "here", {}, NOW) for number in range(8)]
    assert all(isinstance(one.exception(), SQLAlchemyError) for one in noted)
    with engine.begin() as connection:
        INTAKE.create(connection)


def test_who_has_a_new_account_in_teams_is_written_to_there(engine: Engine) -> None:
    days = iter([NOW, NOW + timedelta(days=1)])
    conversations = Conversations(engine, lambda: next(days))
    conversations.save("old-object-id", Place("a:1", "https://x.example", "t", "28:b"), "cara")
    conversations.save("new-object-id", Place("a:2", "https://x.example", "t", "28:b"), "cara")
    assert conversations.account_of("cara") == "new-object-id"
