"""A home that is put back beside a database that has its own backups: the log and its anchor agree."""

from __future__ import annotations

import tarfile
from pathlib import Path

from sqlalchemy import Engine

from bot.records import backup
from bot.records.anchor import Anchor
from bot.records.attestations import Log
from bot.records.onboarding import Book
from tests import offices
from tests.offices import Firm, person


def test_an_anchor_from_before_fits_a_database_from_after(engine: Engine, tmp_path: Path) -> None:
    home, names = tmp_path / "kept", ("ann", "bob", "cat")
    home.mkdir()
    firm = Firm(offices.library(tmp_path, (offices.FIRST, "")), [person(name) for name in names])
    offices.sign(firm, offices.service(firm, Book(engine, Log(engine, Anchor(home)))), "ann")
    backup.back_up(home, tmp_path / "b.tar", records_here=False)
    offices.sign(firm, offices.service(firm, Book(engine, Log(engine, Anchor(home)))), "bob")
    with tarfile.open(tmp_path / "b.tar") as held:
        assert "records.db" not in held.getnames()
    assert backup.put_back(tmp_path / "b.tar", tmp_path / "new")["records"] is False
    log = Log(engine, Anchor(tmp_path / "new"))
    assert log.verify().faults == ()
    log.settle()
    offices.sign(firm, offices.service(firm, Book(engine, log)), "cat")
    found = log.verify()
    assert (found.faults, found.entries) == ((), 3)
