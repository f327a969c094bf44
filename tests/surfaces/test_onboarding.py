"""Onboarding in the terminal, and the owner's commands about it, as processes of their own."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot import messages
from tests import offices
from tests.surfaces.conftest import ROOT

PEOPLE = """id,name,manager,team,starts
1,Asha Rao,,Office,2019-04-01
2,Ben Cole,1,Shop,2021-09-06
3,Cara Lim,2,Shop,2026-01-05
"""
GUIDANCE = """document: WP
signing:
  statement: I have read the Workshop Policy.
  checks:
  - clause: WP:1.2
    ask: May you run?
    right: No, never.
    wrong: [If you are late.]
    why: Somebody could fall.
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the policy is published, and the directory beside it."""
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "people.csv").write_text(PEOPLE)
    (folder / "policies/guidance").mkdir(parents=True)
    (folder / "policies/workshop.md").write_text(offices.FIRST)
    (folder / "policies/guidance/WP.yaml").write_text(GUIDANCE)
    command = [sys.executable, "-m", "bot.cli.main", "ingest", "policies", "--home", "home"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env={"PYTHONPATH": str(ROOT)})
    return folder


@pytest.fixture
def workshop(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return tmp_path


def clausewise(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT), "CLAUSEWISE_HOME": "home", "CLAUSEWISE_DIRECTORY__FILE": "people.csv"}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli.main", *arguments], input=typed, capture_output=True, text=True,
        encoding="utf-8", check=False, cwd=folder, env={**environment, "COLUMNS": "100", "PYTHONUTF8": "1"},
    )  # fmt: skip


def sign(folder: Path, person: str = "3", name: str = "Cara Lim") -> None:
    """Both answers are given: the wrong one teaches, and the right one goes on."""
    done = clausewise(folder, "onboard", "--as", person, typed=f"\n\n\n1\n2\n{name}\nyes\n")
    assert messages.SIGNED_TITLE.format(name=name, title="Workshop Policy") in done.stdout, done.stdout + done.stderr


def test_a_starter_reads_asks_pauses_and_signs(workshop: Path) -> None:
    first = clausewise(workshop, "onboard", "--as", "3", typed="\nmust I wear goggles?\nq\n")
    assert first.returncode == 0
    assert "“You must wear goggles at the lathe.”" in first.stdout
    assert messages.ONBOARD_KEPT in first.stdout
    typed = "\n\n1\n2\nEve Adams\nCara Lim\nno\nCara Lim\nyes\n"
    done = clausewise(workshop, "onboard", "--as", "3", "--receipt", "receipt.pdf", typed=typed)
    assert messages.CHECK_WRONG.split(".")[0] in done.stdout
    assert messages.SIGN_OTHER_NAME.split(".")[0].format(name="Cara Lim") in done.stdout
    assert messages.SIGN_SURE in done.stdout
    assert done.stdout.strip().endswith(messages.ONBOARD_RECEIPT.format(file="receipt.pdf"))
    whole = clausewise(workshop, "attestations", "verify", "receipt.pdf")
    assert (whole.returncode, "The receipt is whole, and the log here has it too." in whole.stdout) == (0, True)
    assert clausewise(workshop, "attestations", "verify").stdout.startswith("The log is whole: 1 records")


def test_invitation_and_receipt_lie_in_the_inbox(workshop: Path) -> None:
    (workshop / "clausewise.toml").write_text(
        '[onboarding]\ninvite_from = 2026-01-01\n[working]\ndays = "mon-sun"\nopens = "00:00"\ncloses = "23:59:59"\n'
    )
    reminded = [clausewise(workshop, "attestations", "remind") for _ in range(2)]
    assert [one.returncode for one in reminded] == [0, 0]
    assert [one.stdout.strip() for one in reminded] == ["Letters written: 2.", "Letters written: 0."]
    assert "Please read and sign the Workshop Policy" in clausewise(workshop, "inbox", "--as", "3").stdout
    assert "To begin: clausewise onboard --as 3" in clausewise(workshop, "inbox", "--as", "3", "1").stdout
    assert "Still to sign: Cara Lim." in clausewise(workshop, "inbox", "--as", "2", "1").stdout
    sign(workshop)
    assert "Record 1." in clausewise(workshop, "inbox", "--as", "3", "1").stdout
    assert "No letters." in clausewise(workshop, "inbox", "--as", "1").stdout


def test_a_receipt_is_checked_alone_where_there_is_no_log(workshop: Path, tmp_path: Path) -> None:
    sign(workshop)
    assert clausewise(workshop, "onboard", "--as", "3", "--receipt", "r.json").returncode == 0
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(workshop / "r.json", tmp_path / "elsewhere")
    alone = clausewise(tmp_path / "elsewhere", "attestations", "verify", "r.json")
    assert (alone.returncode, alone.stdout.splitlines()[-1]) == (0, "The receipt is whole.")
    changed = (workshop / "r.json").read_text().replace("Cara Lim", "Eve Adams")
    (tmp_path / "elsewhere/r.json").write_text(changed)
    assert clausewise(tmp_path / "elsewhere", "attestations", "verify", "r.json").returncode == 1


def test_an_exported_log_is_checked_alone_and_every_change_shows(workshop: Path) -> None:
    sign(workshop)
    sign(workshop, "2", "Ben Cole")
    log = clausewise(workshop, "attestations", "export", "--log").stdout
    (workshop / "log.jsonl").write_text(log)
    assert clausewise(workshop, "attestations", "verify", "log.jsonl").returncode == 0
    (workshop / "log.jsonl").write_text("".join(log.splitlines(keepends=True)[1:]))
    told = clausewise(workshop, "attestations", "verify", "log.jsonl")
    assert told.returncode == 1
    assert "one was removed, inserted or moved" in told.stdout


def test_status_and_export_show_the_owner_everybody_and_a_manager_their_own(workshop: Path) -> None:
    sign(workshop)
    rows = list(csv.DictReader(io.StringIO(clausewise(workshop, "attestations", "export").stdout)))
    assert [(row["person"], row["status"]) for row in rows] == [("1", "not_asked"), ("2", "not_asked"), ("3", "signed")]
    own = json.loads(clausewise(workshop, "attestations", "export", "--manager", "2", "--json").stdout)
    assert [row["person"] for row in own] == ["3"]
    assert "Workshop Policy · Shop: 1 signed" in clausewise(workshop, "attestations", "status", "--team", "Shop").stdout
    assert clausewise(workshop, "attestations", "status", "--manager", "9").returncode == 1


def test_a_person_is_exported_and_erased_and_what_is_kept_is_named(workshop: Path) -> None:
    sign(workshop)
    found = json.loads(clausewise(workshop, "person", "export", "3").stdout)
    assert found["attestations"][0]["body"]["typed"] == "Cara Lim"
    kept = clausewise(workshop, "person", "erase", "3")
    assert "Kept: record 1, the signature of the Workshop Policy." in kept.stdout
    assert json.loads(clausewise(workshop, "person", "export", "3").stdout)["attestations"]
    clausewise(workshop, "person", "erase", "3", "--attestations")
    left = json.loads(clausewise(workshop, "person", "export", "3").stdout)
    assert not left["attestations"]
    assert not any(letter["letter"] for letter in left["letters"])
    assert "2 records, 1 erased" in clausewise(workshop, "attestations", "verify").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["onboard", "--as", "9"], 1, messages.NOT_A_COLLEAGUE),
        (["onboard", "--as", "3", "--receipt", "r.txt"], 2, "A receipt is a .pdf or a .json file."),
        (["attestations", "verify", "none.pdf"], 2, "can't be opened"),
        (["attestations", "verify", "people.csv"], 1, "isn't a receipt"),
    ],
)
def test_what_cannot_be_done_is_told(workshop: Path, arguments: list[str], status: int, told: str) -> None:
    done = clausewise(workshop, *arguments)
    assert (done.returncode, told in done.stderr) == (status, True), done.stderr
