"""Which files of a folder an ingest is about: links, circles, odd names."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ingest.errors import shown
from ingest.planning import plan
from ingest.record import Record
from ingest.sources import find

Write = Callable[[dict[str, "str | bytes"]], Path]


def named(folder: Path) -> dict[str, str]:
    return {problem.file.name: problem.reason for problem in find([folder]).problems}


def test_links_out_of_the_folder_are_not_followed(policies: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/salaries.md").write_text("Everybody's pay.")
    folder = policies({"a.md": "You may park."})
    (folder / "link.md").symlink_to(tmp_path / "secret/salaries.md")
    (folder / "linked").symlink_to(tmp_path / "secret")
    (folder / "gone.md").symlink_to(tmp_path / "nothing.md")
    assert [file.name for file in find([folder]).documents] == ["a.md"]
    told = named(folder)
    assert "a link to a file elsewhere" in told["link.md"]
    assert "a link to a folder elsewhere" in told["linked"]
    assert "isn't there" in told["gone.md"]


def test_a_circle_of_links_ends(policies: Write) -> None:
    folder = policies({"deep/a.md": "You may park."})
    (folder / "deep/round").symlink_to(folder)
    (folder / "self.md").symlink_to(folder / "self.md")
    assert [file.name for file in find([folder]).documents] == ["a.md"]
    assert "self.md" in named(folder)


def test_hidden_files_guidance_and_readmes_are_no_policies(policies: Write) -> None:
    folder = policies({
        ".git/a.md": "No.", "guidance/b.md": "No.", "README.md": "No.", "sub/.c.md": "No.", "sub/guidance/d.md": "Yes.",
    })  # fmt: skip
    assert [file.name for file in find([folder]).documents] == ["d.md"]


def test_what_only_looks_like_a_file_is_named(policies: Write) -> None:
    folder = policies({"a.md": "You may park."})
    os.mkfifo(folder / "pipe.md")
    assert named(folder) == {"pipe.md": "isn't a file."}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_a_folder_that_cannot_be_opened_is_named(policies: Write) -> None:
    folder = policies({"a.md": "You may park.", "closed/b.md": "You may not."})
    (folder / "closed").chmod(0)
    try:
        assert "can't be opened" in named(folder)["closed"]
    finally:
        (folder / "closed").chmod(0o700)


def test_names_that_are_no_text_do_no_harm(policies: Write) -> None:
    folder = policies({"a.md": "You may park.", "line\nbreak \u202e.md": "You may not."})
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("Tea only.")
    made = plan(find([folder]), Record(), date(2026, 3, 2))
    shown_names = [*(document.source for document in made.documents), *(skipped.file for skipped in made.skipped)]
    assert len(shown_names) == 3
    assert all(name.encode() and name.isprintable() for name in shown_names)
    assert shown("tea \u202e.md") == "tea \\u202e.md"
