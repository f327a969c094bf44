"""`clausewise check`, and drafts handed over in a conversation, as a person and as a program meet them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.model import Outcome

Run = Callable[..., Any]

FINE = "Loved my first week with the bakery team, what a kind lot you are."
WRONG = "Lovely week at the store, the new bread is a hit. Ring me on 07700 900915 if you want some."


@pytest.fixture
def check(clausewise: Run, shipped_home: Path) -> Run:
    return lambda *arguments, **more: clausewise("check", *arguments, CLAUSEWISE_HOME=str(shipped_home), **more)


@pytest.fixture
def ask(clausewise: Run, shipped_home: Path) -> Run:
    return lambda *arguments, **more: clausewise("ask", *arguments, CLAUSEWISE_HOME=str(shipped_home), **more)


def test_a_fine_draft_is_told_so_and_exits_with_0(check: Run) -> None:
    done = check(FINE)
    assert done.returncode == 0
    assert done.stdout.split() == f"{messages.OUTCOMES[Outcome.OK]} {messages.NOTHING_FOUND}".split()


def test_a_fault_is_marked_quoted_explained_and_mended(check: Run) -> None:
    done = check(WRONG)
    printed = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert printed.startswith("Change this first")
    assert "[[07700 900915]]" in printed
    assert "“Do not share business information such as commercially sensitive information, personal data" in printed
    assert 'Use of Social Networks Policy (PSG-SM-001), "Colleague Behaviour on Social Networks", point 2' in printed
    assert messages.FIX_DETAIL in printed
    assert f"{messages.REWRITE} Lovely week at the store, the new bread is a hit. If" in printed
    assert messages.POINTER in printed


def test_json_has_the_documented_fields(check: Run) -> None:
    found = json.loads(check("--json", WRONG).stdout)
    assert list(found) == ["id", "verdict", "findings", "rewrite", "route"]
    (finding,) = found["findings"]
    assert list(finding) == ["kind", "clauses", "span", "why", "fix"]
    assert finding["span"] == {"start": 61, "end": 73, "text": "07700 900915"}
    assert (found["verdict"], found["route"]) == ("change_first", "line_manager")


def test_a_line_out_for_each_line_in(check: Run) -> None:
    lines = [FINE, json.dumps({"id": "X1", "text": WRONG}), "", "{not json", '{"id": "X2"}', "x" * 60_000, "\u202e👍"]
    done = check("--json", "-", stdin="\n".join(lines) + "\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row["id"] for row in found] == ["D1", "X1", "D3", "D4", "X2", "D6", "D7"]
    assert [row["verdict"] for row in found[:6]] == ["ok", "change_first", None, None, None, None]
    assert all(row["error"] for row in found[2:6])
    assert found[6]["verdict"] in set(Outcome)


def test_a_file_is_read_and_one_that_is_no_text_is_told(check: Run, tmp_path: Path) -> None:
    post, picture = tmp_path / "post.txt", tmp_path / "picture.png"
    post.write_text("\ufeff" + FINE, encoding="utf-8")
    picture.write_bytes(bytes(range(256)) * 20)
    assert check("--file", post).returncode == 0
    told = check("--file", picture)
    assert told.returncode == 1
    assert told.stderr.strip() == messages.DRAFT_IS_NO_TEXT


@pytest.mark.parametrize("arguments", [(), ("a", "--file", "b"), ("-",), ("--file", "nowhere.txt")])
def test_wrong_usage_is_told(check: Run, arguments: tuple[str, ...]) -> None:
    done = check(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_draft_handed_over_in_a_question_is_checked(ask: Run) -> None:
    found = json.loads(ask("--json", f"can I share this: {WRONG}").stdout)
    assert (found["status"], found["verdict"], found["route"]) == ("answered", None, "line_manager")
    assert found["answer"].startswith("Change this first.")
    assert [citation["clause_id"] for citation in found["citations"]] == ["PSG-SM-001:4.2"]
    assert found["citations"][0]["quote"] in found["answer"]
    question = json.loads(ask("--json", "can I share photos of the kids?").stdout)
    assert messages.OUTCOMES[Outcome.DO_NOT_SHARE] not in question["answer"]


def test_a_conversation_checks_drafts_too(clausewise: Run, shipped_home: Path) -> None:
    done = clausewise(
        "chat", stdin=f"can I share this?\ncan I share this: {WRONG}\n", CLAUSEWISE_HOME=str(shipped_home)
    )
    printed = " ".join(done.stdout.split())
    assert messages.HAND_OVER in printed
    assert "[[07700 900915]]" in printed


def test_a_draft_about_despair_gets_people_first(ask: Run) -> None:
    found = json.loads(ask("--json", "can I share this: I want to kill myself, thanks for nothing").stdout)
    assert (found["status"], found["route"]) == ("sensitive", "support")


def test_a_draft_about_ones_manager_is_not_sent_to_that_manager_alone(ask: Run) -> None:
    found = json.loads(ask("--json", "can I share this: my manager keeps bullying me, worst boss ever").stdout)
    assert found["route"] == "not_manager"
    assert messages.OUTSIDE in found["answer"]
    assert messages.POINTER not in found["answer"]


def test_nothing_of_a_draft_is_kept(check: Run, ask: Run, shipped_home: Path, tmp_path: Path) -> None:
    def files() -> dict[Path, bytes]:
        return {
            file: file.read_bytes() for place in (shipped_home, tmp_path) for file in place.rglob("*") if file.is_file()
        }

    before = files()
    check("Zanzibarred Quillfeather rings on 07700 900915 and hates the pay")
    ask("can I share this: Zanzibarred Quillfeather hates the pay")
    after = files()
    assert set(after) == set(before)
    assert not any(b"Zanzibarred" in content for content in after.values())


def test_markup_and_what_steers_a_terminal_are_inert(check: Run) -> None:
    done = check(
        "[bold red]Hi[/] \x1b[31mred\x07 \u202eevil <b>x</b>. Ring me on 07700 900915, my friend, or pop in at nine"
    )
    assert "[bold red]Hi[/]" in done.stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)
