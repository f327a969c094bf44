"""Drafts scored: what is read from a file, every measure, and what went wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import WrongInput
from bot.evaluation import cases, drafts, history, measuring
from bot.evaluation.drafts import Checked, DraftCase
from bot.evaluation.page import page
from bot.evaluation.scoring import Score
from bot.model import Check, Finding, Kind, Outcome

TEXT = "Ring Jo on 07700 900123 <now>"
NUMBER = {"kind": "personal_data", "clauses": ["SMG:6"], "span": "07700 900123"}


def row(verdict: str, *findings: dict[str, Any], text: str = TEXT) -> DraftCase:
    return drafts.case("D", {"text": text, "verdict": verdict, "findings": list(findings)})


def found(words: str, kind: Kind = Kind.PERSONAL_DATA, *clauses: str) -> Finding:
    start = TEXT.index(words)
    return Finding(kind, clauses or ("SMG:6",), start, start + len(words), words, "why", "fix")


def checked(case: DraftCase, outcome: Outcome, *findings: Finding, passes: bool | None = None) -> Checked:
    rewrite = None if passes is None else "Ring Jo"
    return Checked(case, Check(outcome=outcome, draft=TEXT, text="t", findings=findings, rewrite=rewrite), passes)


def test_drafts_are_read_beside_questions(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    by_place = NUMBER | {"span": {"start": 11, "end": 23}}
    whole = {"kind": "disrepute", "clauses": [], "span": None}
    lines = [
        {"q": "a", "clauses": ["A:1"]},
        {"id": "X", "text": TEXT, "verdict": "change_first", "findings": [NUMBER, by_place, whole]},
        {"type": "draft", "text": "fine", "verdict": "ok"},
    ]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    _, first, second = cases.load(file)
    assert isinstance(first, DraftCase)
    assert isinstance(second, DraftCase)
    assert [one.span for one in first.findings] == [(11, 23), (11, 23), None]
    assert (first.id, second.id, second.verdict) == ("X", "mixed:3", Outcome.OK)


@pytest.mark.parametrize(
    "line",
    [
        {"text": "a"},
        {"text": "a", "verdict": "perhaps"},
        {"text": 7, "verdict": "ok", "findings": [NUMBER]},
        {"text": "a", "verdict": "ok", "findings": [{"kind": "rude"}]},
    ],
)
def test_a_line_that_is_no_draft_is_named(tmp_path: Path, line: dict[str, Any]) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(WrongInput, match=r"bad\.jsonl:1"):
        cases.load(file)


def test_every_measure_counts_what_it_says() -> None:
    rows = [
        checked(row("do_not_share", NUMBER), Outcome.OK),
        checked(row("do_not_share", NUMBER), Outcome.DO_NOT_SHARE, found("07700 900123", Kind.PERSONAL_DATA, "SMG:7")),
        checked(row("change_first", NUMBER), Outcome.CHANGE_FIRST, found("900123"), found("Jo"), passes=True),
        checked(row("ok"), Outcome.OK),
        checked(row("ok"), Outcome.DO_NOT_SHARE, found("07700"), passes=False),
    ]
    scores = drafts.scores(rows)
    assert scores["not to be shared, called fine"] == Score(1, 2)
    assert scores["exact verdict"] == Score(3, 5)
    assert scores["fine called fine"] == Score(1, 2)
    assert scores["fine told not to share"] == Score(1, 2)
    assert scores["identifiers found"] == Score(2, 3)
    assert scores["identifiers rightly reported"] == Score(2, 3)
    assert scores["clause of a finding right"] == Score(2, 3)
    assert scores["other version offered"] == Score(1, 1)
    assert scores["other version passes"] == Score(1, 2)
    assert set(measuring.failures([], rows)) == {
        "draft: ok for do not share",
        "draft: do not share for ok",
        "version offered that does not pass",
    }


def test_drafts_stand_on_the_page_escaped_with_how_long_they_took() -> None:
    rows = [checked(row("do_not_share", NUMBER), Outcome.OK)]
    scores = measuring.scores([], rows)
    entry = history.record(scores, [Path("d.jsonl")], "g", rows)
    told = page(scores, [], measuring.failures([], rows), [], [], entry, None)
    assert "&lt;now&gt;" in told
    assert "D: ok, for do_not_share (personal_data)" in told
    assert "A draft took 0.0 ms" in told
