"""Guidance drafted from a document's own words, unused until its owner accepts it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from ingest import drafting, guidance
from ingest.collecting import edition
from ingest.diff import Edition
from ingest.errors import NotAccepted
from knowledge.model import Clause, Stance

POLICY = """---
title: "Leave Policy # 2"
reference: HR-2
---

## Holiday: days

Colleagues may take 25 days of annual leave.

Leave must be asked for four weeks ahead.

When they are away, colleagues must not:

- answer messages about work.
"""


def clause(text: str, lead_in: str = "") -> Clause:
    return Clause(
        id="P:1", document="P", section_path=(), position="point 1", text=text, lead_in=lead_in, start=0, end=len(text)
    )


@pytest.fixture
def leave(tmp_path: Path) -> Edition:
    file = tmp_path / "leave.md"
    file.write_text(POLICY, encoding="utf-8")
    return Edition(*edition(file))


@pytest.fixture
def drafts(tmp_path: Path, leave: Edition) -> Path:
    folder = tmp_path / "guidance" / "drafts"
    (folder / "examples").mkdir(parents=True)
    (folder / "HR-2.yaml").write_text(drafting.skeleton(leave, "accept it"), encoding="utf-8")
    drafted = {leave.clauses[0].id: ["how many days off do I get", "days off?"]}
    lines = drafting.question_lines(leave.clauses, drafted)
    (folder / "examples" / "HR-2.jsonl").write_text(lines, encoding="utf-8")
    return folder


def ids(leave: Edition) -> set[str]:
    return {clause.id for clause in leave.clauses}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("You must not share it.", Stance.PROHIBIT),
        ("Never share it.", Stance.PROHIBIT),
        ("Nobody may park on the kerb.", Stance.PROHIBIT),
        ("No private vehicle may be left overnight.", Stance.PROHIBIT),
        ("Under no circumstances should keys be lent.", Stance.PROHIBIT),
        ("Staff can't share it.", Stance.PROHIBIT),
        ("Colleagues may not park here.", Stance.PROHIBIT),
        ("You must report it.", Stance.REQUIRE),
        ("A licence is required.", Stance.REQUIRE),
        ("You may park here.", Stance.PERMIT),
        ("Bicycles can be parked here.", Stance.PERMIT),
        ("Take care with it.", Stance.CAUTION),
        ("You should take care.", Stance.CAUTION),
        ("The yard opens at nine.", Stance.INFORM),
        ("Mayors and canteens are many.", Stance.INFORM),
    ],
)
def test_a_stance_is_proposed_from_the_clauses_own_words(text: str, stance: Stance) -> None:
    assert drafting.proposed_stance(clause(text)) is stance


def test_an_item_without_a_modal_word_takes_its_lead_ins() -> None:
    assert drafting.proposed_stance(clause("answer messages.", "Colleagues must not:")) is Stance.PROHIBIT


def test_the_skeleton_is_valid_yaml_that_names_every_clause(drafts: Path, leave: Edition) -> None:
    found = yaml.safe_load((drafts / "HR-2.yaml").read_text(encoding="utf-8"))
    assert found["document"] == "HR-2"
    assert set(found["clauses"]) == ids(leave)
    stances = [row["rules"][0]["stance"] for row in found["clauses"].values()]
    assert stances == ["permit", "require", "prohibit", "prohibit"]


def test_drafts_are_no_guidance(drafts: Path, leave: Edition) -> None:
    assert guidance.files(drafts.parent) == []
    assert guidance.load(drafts.parent, ids(leave)) == guidance.NO_GUIDANCE


def test_an_unfinished_draft_is_not_accepted(drafts: Path, leave: Edition) -> None:
    with pytest.raises(NotAccepted) as refused:
        drafting.accept(drafts / "HR-2.yaml", drafts.parent, ids(leave))
    lines = (drafts / "HR-2.yaml").read_text(encoding="utf-8").splitlines()
    assert [problem.line for problem in refused.value.problems] == [
        number for number, line in enumerate(lines, 1) if "plain:" in line
    ]
    with pytest.raises(NotAccepted, match=r"HR-2\.jsonl:3: .*is still empty"):
        drafting.accept(drafts / "examples" / "HR-2.jsonl", drafts.parent, ids(leave))
    assert guidance.files(drafts.parent) == []


def test_a_finished_draft_moves_into_place_without_its_marks(drafts: Path, leave: Edition) -> None:
    finish(drafts)
    rules = drafting.accept(drafts / "HR-2.yaml", drafts.parent, ids(leave))
    examples = drafting.accept(drafts / "examples" / "HR-2.jsonl", drafts.parent, ids(leave))
    assert (rules, examples) == (drafts.parent / "HR-2.yaml", drafts.parent / "examples" / "HR-2.jsonl")
    assert "until you accept" not in rules.read_text(encoding="utf-8")
    found = guidance.load(drafts.parent, ids(leave))
    assert set(found.rules) == ids(leave)
    assert [example.ask for example in found.examples] == ["how many days off do I get", "days off?"]
    assert not list(drafts.rglob("*.*"))


def test_what_a_model_drafted_is_refused_anywhere_but_in_drafts(drafts: Path, leave: Edition) -> None:
    finish(drafts)
    target = drafts.parent / "examples" / "copied.jsonl"
    target.parent.mkdir()
    target.write_bytes((drafts / "examples" / "HR-2.jsonl").read_bytes())
    _, problems = guidance.survey(guidance.files(drafts.parent), ids(leave))
    assert len(problems) == 2
    assert "drafted" in problems[0].reason


def test_nothing_that_the_owner_wrote_is_overwritten(drafts: Path, leave: Edition) -> None:
    (drafts.parent / "HR-2.yaml").write_text("document: HR-2\nclauses: {}\n")
    finish(drafts)
    assert drafting.accept(drafts / "HR-2.yaml", drafts.parent, ids(leave)).name == "HR-2-2.yaml"
    (drafts / "HR-2.yaml").write_bytes((drafts.parent / "HR-2-2.yaml").read_bytes())
    with pytest.raises(NotAccepted, match="has guidance already"):
        drafting.accept(drafts / "HR-2.yaml", drafts.parent, ids(leave))


def test_a_draft_that_names_no_clause_or_contradicts_is_refused(drafts: Path, leave: Edition) -> None:
    finish(drafts)
    with pytest.raises(NotAccepted, match='there is no clause "HR-2:1a"'):
        drafting.accept(drafts / "HR-2.yaml", drafts.parent, {"HR-2:1b"})
    (drafts.parent / "examples").mkdir()
    row = {"type": "question", "ask": "Days off", "clause": "HR-2:1b"}
    (drafts.parent / "examples" / "z.jsonl").write_text(json.dumps(row))
    with pytest.raises(NotAccepted, match="names another clause"):
        drafting.accept(drafts / "examples" / "HR-2.jsonl", drafts.parent, ids(leave))
    (drafts / "note.txt").write_text("?")
    with pytest.raises(NotAccepted, match="is no guidance"):
        drafting.accept(drafts / "note.txt", drafts.parent, ids(leave))


def finish(drafts: Path) -> None:
    """What an owner does: write the plain sentences, and delete the lines that are not wanted."""
    rules, examples = drafts / "HR-2.yaml", drafts / "examples" / "HR-2.jsonl"
    rules.write_text(rules.read_text(encoding="utf-8").replace('plain: ""', "plain: So it is."), encoding="utf-8")
    lines = examples.read_text(encoding="utf-8").splitlines()
    examples.write_text("\n".join(line for line in lines if '"ask": ""' not in line), encoding="utf-8")
