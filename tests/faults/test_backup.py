"""A backup taken while people sign and ask, put back elsewhere: whole, and everything goes on from there."""

from __future__ import annotations

import io
import json
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.inbox import Inbox
from bot.delivery.matters import Escalations
from bot.delivery.postman import Postman
from bot.errors import BackupUnusable
from bot.escalation.model import Content, State
from bot.escalation.service import EscalationService, Rules
from bot.escalation.steps import Office
from bot.people import People
from bot.records import backup, escalations
from bot.records.outbox import Outbox
from bot.working_time import WorkingTime
from tests import offices
from tests.offices import START, Firm, person

NAMES = [f"p{number}" for number in range(400)]
BACKUPS = 6
PEOPLE = People([person("ben"), person("cara", "ben")])


def service(home: Path) -> tuple[EscalationService, Postman, Outbox, Inbox]:
    engine, _, _ = offices.records(home)
    book, outbox, inbox = escalations.Book(engine), Outbox(engine), Inbox(engine, lambda: START)

    def office() -> Office:
        return Office(PEOPLE, None, "PSG.", WorkingTime(ZoneInfo("Europe/London")), 8, 16, START)

    postman = Postman(engine, outbox, [inbox], lambda: PEOPLE, Escalations(book, office), lambda: START)
    return EscalationService(book, office, Rules(lambda _: None, timedelta(days=30))), postman, outbox, inbox


@contextmanager
def writing(home: Path) -> Iterator[list[str]]:
    """Colleagues sign and ask one after another meanwhile; the names of those who were told that they have."""
    firm = Firm(offices.library(home.parent, (offices.FIRST, "")), [person(name) for name in NAMES])
    _, _, book = offices.records(home)
    onboarding, asking, stop, done = offices.service(firm, book), service(home)[0], threading.Event(), list[str]()

    def sign() -> None:
        for name in NAMES:
            if stop.is_set():
                return
            offices.sign(firm, onboarding, name)
            asking.send("cara", Content(question="May I?"), "ben", f"of-{name}")
            done.append(name)

    thread = threading.Thread(target=sign)
    thread.start()
    try:
        yield done
    finally:
        stop.set()
        thread.join()


def test_a_backup_taken_while_people_sign_is_whole_wherever_it_is_put(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with writing(home) as done:
        for number in range(BACKUPS):
            while len(done) < 2 * (number + 1):
                threading.Event().wait(0.01)
            told = [*done]
            backup.back_up(home, tmp_path / f"{number}.tar", records_here=True)
            assert_whole(tmp_path / f"{number}.tar", tmp_path / f"new{number}", told)


def assert_whole(file: Path, home: Path, told: list[str]) -> None:
    """Nobody who was told before that they have signed is missing, and signing and asking go on."""
    backup.put_back(file, home)
    _, log, book = offices.records(home)
    log.settle()
    assert log.verify().faults == ()
    assert {*told} <= {json.loads(one.line)["body"]["person"] for one in log.signatures()}
    firm = Firm(offices.library(home.parent, (offices.FIRST, "")), [person("zoe")])
    offices.sign(firm, offices.service(firm, book), "zoe")
    assert log.verify().faults == ()
    asking, postman, outbox, inbox = service(home)
    for key in outbox.open():
        postman.deliver(key)
    asked = f"of-{told[0]}"
    assert asked in [one.letter.about for one in inbox.letters("ben")]
    assert asking.reply(asked, "ben", "Yes.", "k").state is State.ANSWERED


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    (tmp_path / "home/generations").mkdir(parents=True)
    (tmp_path / "home/generations/a.json").write_text("{}" * 1000)
    (tmp_path / "home/serving").mkdir()
    (tmp_path / "home/serving/a.lock").touch()
    (tmp_path / "home/records.lock").touch()
    (tmp_path / "home/delivery.db").touch()
    backup.back_up(tmp_path / "home", tmp_path / "b.tar", records_here=True)
    return tmp_path / "b.tar"


def test_only_what_is_worth_keeping_is_in_it_and_for_its_owner_alone(packed: Path) -> None:
    with tarfile.open(packed) as held:
        assert held.getnames() == ["generations/a.json", "manifest.json"]
    assert packed.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("place", [600, 900, 2000])
def test_a_damaged_backup_is_refused_and_leaves_nothing(packed: Path, tmp_path: Path, place: int) -> None:
    content = bytearray(packed.read_bytes())
    content[place] ^= 1
    packed.write_bytes(content)
    with pytest.raises(BackupUnusable):
        backup.put_back(packed, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("size", [0, 512, 1500])
def test_a_cut_backup_is_refused(packed: Path, tmp_path: Path, size: int) -> None:
    packed.write_bytes(packed.read_bytes()[:size])
    with pytest.raises(BackupUnusable):
        backup.put_back(packed, tmp_path / "new")


@pytest.mark.parametrize("name", ["../out", "/tmp/out-of-it", "a/../../out", ""])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    told = json.dumps({"format": 1, "created": "", "records": True, "files": {name: "0"}}).encode()
    with tarfile.open(tmp_path / "evil.tar", "w") as made:
        for entry, content in ((name, b"x"), ("manifest.json", told)):
            held = tarfile.TarInfo(entry)
            held.size = len(content)
            made.addfile(held, io.BytesIO(content))
    with pytest.raises(BackupUnusable):
        backup.put_back(tmp_path / "evil.tar", tmp_path / "new")
    assert not (tmp_path / "out").exists()


def test_what_is_there_is_never_replaced(packed: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupUnusable, match="never replaces"):
        backup.back_up(tmp_path / "home", packed, records_here=True)
    with pytest.raises(BackupUnusable, match="isn't empty"):
        backup.put_back(packed, tmp_path / "home")
    with pytest.raises(BackupUnusable, match="elsewhere"):
        backup.back_up(tmp_path / "home", tmp_path / "home/b.tar", records_here=True)
