"""`clausewise diff` as a person and as a program meet it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

Write = Callable[[dict[str, "str | bytes"]], Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

OLD = """---
title: Leave Policy
reference: HR-2
owner: People
---

## Holiday

- Colleagues have 25 days of annual leave.
- Leave must be asked for four weeks ahead.
- Unused days are lost at the end of the year.
"""
NEW = (
    OLD.replace("25 days", "27 days")
    .replace("- Unused", "- Bank holidays <script>alert(1)</script> & <b>closures</b> come on top.\n- Unused")
    .replace("owner: People", "owner: People & <i>Culture</i>")
)


@pytest.fixture
def editions(policies: Write) -> tuple[Path, Path]:
    folder = policies({"old.md": OLD, "new.md": NEW})
    return folder / "old.md", folder / "new.md"


def test_the_terminal_marks_what_went_and_what_came(editions: tuple[Path, Path], clausewise: Run) -> None:
    done = clausewise("diff", *editions)
    assert done.returncode == 0
    assert "1 added, 1 changed, 1 renumbered; 1 as they were." in done.stdout
    assert "Colleagues have [−25−] [+27+] days of annual leave." in done.stdout
    assert "Owner: [−People−] [+People & <i>Culture</i>+]" in done.stdout
    assert "\x1b[" not in done.stdout


def test_colour_is_there_where_it_is_wanted(editions: tuple[Path, Path], clausewise: Run) -> None:
    assert "\x1b[" in clausewise("diff", *editions, FORCE_COLOR="1").stdout
    plain = clausewise("diff", *editions, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b[31" not in plain
    assert "[−25−] [+27+]" in re.sub(r"\x1b\[[0-9;]*m", "", plain)


def test_json_tells_it_to_the_word(editions: tuple[Path, Path], clausewise: Run) -> None:
    found = json.loads(clausewise("diff", *editions, "--json").stdout)
    assert found["counts"] == {
        "added": 1, "removed": 0, "changed": 1, "moved": 0, "setting": 0, "renumbered": 1, "unchanged": 1,
    }  # fmt: skip
    assert found["fields"] == [{"field": "owner", "before": "People", "after": "People & <i>Culture</i>"}]
    changed = next(change for change in found["changes"] if change["kinds"] == ["changed"])
    assert changed["clause_id"] == "HR-2:1.1"
    assert [word for word in changed["words"] if word["op"] != "equal"] == [
        {"op": "replace", "before": "25 ", "after": "27 "}
    ]


class Page(HTMLParser):
    """What a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.targets: set[str] = set()
        self.links: set[str] = set()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.targets.add(f"#{value}")
            if name == "href":
                self.links.add(value or "")
            if name in ("src", "action", "data", "srcset"):
                self.fetched.append(value or "")


def test_the_page_stands_alone_and_escapes_everything(editions: tuple[Path, Path], clausewise: Run) -> None:
    done = clausewise("diff", *editions, "--html", "-")
    page = Page()
    page.feed(done.stdout)
    assert {"ins", "del", "nav", "main", "h1"} <= set(page.tags)
    assert not {"script", "i", "link", "img", "iframe"} & set(page.tags)
    assert page.links <= page.targets
    assert not page.fetched
    assert "url(" not in done.stdout
    assert "[taken out: " in done.stdout


def test_the_page_is_written_where_it_is_wanted(editions: tuple[Path, Path], clausewise: Run, tmp_path: Path) -> None:
    target = tmp_path / "changes.html"
    done = clausewise("diff", *editions, "--html", target)
    assert done.returncode == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    refused = clausewise("diff", *editions, "--html", tmp_path / "no" / "such.html")
    assert refused.returncode == 1
    assert "can't be written" in refused.stderr


def test_one_file_is_compared_with_what_is_published(
    editions: tuple[Path, Path], clausewise: Run, tmp_path: Path
) -> None:
    before = clausewise("diff", editions[1])
    assert before.returncode == 1
    assert "Run: clausewise ingest" in before.stderr
    assert not (tmp_path / "home").exists()
    assert clausewise("ingest", editions[0]).returncode == 0
    assert "[−25−] [+27+]" in clausewise("diff", editions[1]).stdout
    assert "Nothing has changed. All 3 clauses are as they were." in clausewise("diff", editions[0]).stdout


def test_a_file_under_another_name_can_be_compared_all_the_same(policies: Write, clausewise: Run) -> None:
    folder = policies(
        {"leave.txt": "Leave\nHoliday\nStaff have 25 days.\n", "leave-2.txt": "Leave\nHoliday\nStaff have 27 days.\n"}
    )
    assert "[−25−] [+27+]" in clausewise("diff", folder / "leave.txt", folder / "leave-2.txt").stdout
    clausewise("ingest", folder / "leave.txt")
    assert "is published yet" in clausewise("diff", folder / "leave-2.txt").stdout
    assert "[−25−] [+27+]" in clausewise("diff", folder / "leave-2.txt", "--against", "LEAVE").stdout
    wrong = clausewise("diff", folder / "leave-2.txt", "--against", "LEAVES")
    assert (wrong.returncode, wrong.stderr) == (1, "Nothing is published under LEAVES. There are: LEAVE.\n")


def test_what_cannot_be_read_is_named(editions: tuple[Path, Path], clausewise: Run, tmp_path: Path) -> None:
    (tmp_path / "torn.md").write_bytes(b"caf\xe9 \x81")
    for file, reason in (("nope.md", "can't be read"), ("torn.md", "isn't UTF-8"), ("policies", "is a folder")):
        done = clausewise("diff", editions[0], tmp_path / file)
        assert done.returncode == 1
        assert reason in done.stderr
        assert "Nothing was published" not in done.stderr


@pytest.mark.parametrize("extra", [("--json", "--html", "-"), ("--against", "X"), ("third.md",)])
def test_wrong_use_is_told(extra: tuple[str, ...], editions: tuple[Path, Path], clausewise: Run) -> None:
    assert clausewise("diff", *editions, *extra).returncode == 2
