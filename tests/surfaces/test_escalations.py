"""`clausewise escalations` as the policy's owner meets it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.escalation.model import Change, Content, Escalation, State
from bot.letters import Letter, Post
from bot.records.database import open_records
from bot.records.escalations import Book
from bot.records.outbox import Outbox
from tests.surfaces.conftest import Run

SECRET, NOW = "a word in confidence", datetime.now(UTC)


def test_the_words_of_one_are_erased_and_that_there_was_one_is_not(clausewise: Run, tmp_path: Path) -> None:
    engine = open_records(None, tmp_path / "home")
    book = Book(engine)
    for name in ("e1", "e2"):
        opened = Escalation(
            id=name, asker="cara", recipient="ben", state=State.SENT, opened=NOW, changed=NOW,
            content=Content(question=SECRET),
        )  # fmt: skip
        book.open(Change(opened, ("sent",), (Post(f"{name}:request:ben", "ben", Letter(title=SECRET, about=name)),)))
    engine.dispose()
    assert clausewise("escalations", "erase", "e1").returncode == 0
    rows = {row["id"]: row["state"] for row in json.loads(clausewise("escalations", "export", "--json").stdout)}
    assert rows == {"e1": "withdrawn", "e2": "sent"}
    assert Outbox(open_records(None, tmp_path / "home")).open() == ["e2:request:ben"]
    missing = clausewise("escalations", "erase", "e9")
    assert (missing.returncode, "There is no escalation" in missing.stderr) == (2, True)
