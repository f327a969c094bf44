"""Both sides of an escalation on one machine, as people at a terminal meet them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.desk import Desk, desk
from bot.escalation.model import Content, Escalation, State
from bot.letters import Letter
from bot.people import Person
from bot.ports import Refused
from bot.settings import DirectorySettings, Settings, SlackSettings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text("id,name,manager\n1,Asha Rao,\n2,Ben Cole,1\n3,Cara Lim,2\n", encoding="utf-8")
    return file


@pytest.fixture
def opened(tmp_path: Path, people: Path) -> Desk:
    return desk(Settings(home=tmp_path, directory=DirectorySettings(file=people)), lambda _: None)


def clausewise(*arguments: str, home: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLAUSEWISE_HOME": str(home), "CLAUSEWISE_DIRECTORY__FILE": str(home / "people.csv")}
    command = [sys.executable, "-m", "bot.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=typed, check=False, cwd=ROOT, env=environment)


def test_a_letter_is_read_answered_and_comes_back(opened: Desk, tmp_path: Path) -> None:
    content = Content(question="May I post the rota?", note="It's for our group.")
    assert isinstance(opened.escalations.send("3", content, "2", "e1"), Escalation)
    opened.deliver_now()
    assert "new" in clausewise("inbox", "--as", "2", home=tmp_path).stdout
    shown = clausewise("inbox", "--as", "2", "1", home=tmp_path).stdout
    assert "Cara Lim would like your help" in shown
    assert "It's for our group." in shown
    assert "You can: reply, talk, wrong-person, resolve" in shown
    answered = clausewise("inbox", "--as", "2", "1", "reply", "Only to our own group.", home=tmp_path)
    assert answered.returncode == 0
    back = clausewise("inbox", "--as", "3", "1", home=tmp_path).stdout
    assert "Ben Cole has replied to you" in back
    assert "Only to our own group." in back
    listed = json.loads(clausewise("escalations", "list", "--json", home=tmp_path).stdout)
    assert [(one["state"], one["count"]) for one in listed] == [("answered", 1)]
    shown = clausewise("escalations", "show", "e1", "--json", home=tmp_path).stdout
    assert [event["what"] for event in json.loads(shown)["events"]] == ["sent", "delivered", "seen", "answered"]
    for words in ("rota", "Cara", "Ben", "own group"):
        assert words not in shown + clausewise("escalations", "export", home=tmp_path).stdout


class Closed:
    """A surface where nobody has installed the app."""

    surface = "closed"

    def reaches(self, person: Person) -> bool:
        return bool(person.id)

    def send(self, person: Person, letter: Letter, key: str) -> Refused:
        return Refused("not installed")

    def find(self, person: Person, key: str) -> None:
        return None


def test_where_a_surface_refuses_nothing_counts_as_delivered_to_an_inbox(people: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, directory=DirectorySettings(file=people))
    served = desk(settings, lambda _: None, [Closed()])
    served.escalations.send("3", Content(question="May I?"), "2", "e1")
    served.deliver_now()
    kept = served.book.get("e1")
    assert kept is not None
    assert (kept.state, kept.next) == (State.SENT, "1")
    assert served.inbox.letters("2") == []


def test_a_command_leaves_letters_to_the_process_that_serves(people: Path, tmp_path: Path) -> None:
    slack = SlackSettings(bot_token="xoxb-x", signing_secret="s")  # type: ignore[arg-type]
    beside = desk(Settings(home=tmp_path, directory=DirectorySettings(file=people), slack=slack), lambda _: None)
    beside.escalations.send("3", Content(question="May I?"), "2", "e1")
    beside.deliver_now()
    assert beside.inbox.letters("2") == []
    assert beside.outbox.open() == ["e1:request:2"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--as", "9"], "nobody with the id"),
        (["--as", "2", "5"], "no letter 5"),
        (["--as", "2", "1", "withdraw"], "doesn't offer that"),
        (["--as", "2", "1", "reply"], "Say what to reply"),
    ],
)
def test_what_cannot_be_done_is_told(opened: Desk, tmp_path: Path, arguments: list[str], told: str) -> None:
    opened.escalations.send("3", Content(question="May I?"), "2", "e1")
    opened.deliver_now()
    done = clausewise("inbox", *arguments, home=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr


def test_an_answer_goes_to_the_manager_on_a_yes_alone_and_a_concern_never(shipped_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    (home / "people.csv").write_text("id,name,manager\n1,Asha Rao,\n2,Ben Cole,1\n3,Cara Lim,2\n", encoding="utf-8")
    question, note = "can I post the rota on facebook?", "it's for our group"
    turned = f"{question}\nmanager\n{note}\nno\n"
    sent = f"manager\n{note}\nsend\n"
    concern = "my manager keeps bullying me and I can't bear it\nmanager\n"
    said = clausewise("chat", "--as", "3", home=home, typed=f"{turned}{sent}{concern}quit\n").stdout
    told = " ".join(said.split())
    assert told.index("This is what Ben Cole will read:") < told.index("Nothing was sent.")
    assert told.index("Nothing was sent.") < told.index("On its way to Ben Cole.")
    assert "I won't send this to your line manager." in told
    listed = clausewise("inbox", "--as", "2", home=home).stdout
    assert listed.count("would like your help") == 1
    assert note in clausewise("inbox", "--as", "2", "1", home=home).stdout
    assert clausewise("inbox", "--as", "1", home=home).stdout.strip() == "No letters."
