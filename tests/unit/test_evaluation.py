"""The owner's measure of quality: reading cases, scoring, bars, history, the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.errors import WrongInput
from bot.evaluation import bars, cases, curves, history, measuring
from bot.evaluation.cases import Case, Section
from bot.evaluation.measuring import Outcome
from bot.evaluation.page import page
from bot.evaluation.scoring import Score
from bot.model import Answer, AnswerStatus, Route, Verdict
from knowledge.catalogue import Quote
from knowledge.model import Status


def quote(clause: str) -> Quote:
    return Quote(clause_id=clause, label="L", text="t", start=0, end=1, status=Status.OFFICIAL, version="v")


def outcome(case: Case, *cited: str, **fields: object) -> Outcome:
    status = AnswerStatus.ANSWERED if cited else AnswerStatus.REFUSED
    given = {"status": status, "text": "told", "confidence": 0.9, **fields}
    return Outcome(case, Answer(question=case.question, quotes=tuple(map(quote, cited)), **given))  # type: ignore[arg-type]


def question(*clauses: str, **fields: object) -> Case:
    given = {"id": "Q", "section": Section.QUESTIONS, "question": "may I <b>?", **fields}
    return Case(clauses=frozenset(clauses), **given)  # type: ignore[arg-type]


def test_every_kind_of_line_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    rows = [
        {"q": "a", "clauses": ["A:1"], "verdict": "no"},
        {"type": "question", "ask": "b", "clause": "A:1", "also": ["A:2"], "verdict": "none"},
        {"turns": [{"ask": "c", "clause": "A:1"}, {"ask": "d", "clause": None, "fresh": True}]},
        {"q": "e", "route": "support"},
        {"q": "f", "expect": "correct", "says": "9.9"},
        {"type": "out_of_scope", "ask": "g", "kind": "hr"},
        {"q": "h and i", "needs": ["A:1", "A:2|A:3"]},
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = cases.load(file)
    assert [case.section.name for case in found] == [
        "QUESTIONS",
        "QUESTIONS",
        "CONVERSATIONS",
        "CONVERSATIONS",
        "SENSITIVE",
        "ATTACKS",
        "OUT_OF_SCOPE",
        "COMPOUND",
    ]
    assert found[-1].needs == ({"A:1"}, {"A:2", "A:3"})
    assert found[1].clauses == {"A:1", "A:2"}
    assert found[1].verdict is None
    assert found[3].earlier == ("c",)


def test_plain_text_and_lists_are_out_of_scope(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("what's for tea\n\nfootball\n", encoding="utf-8")
    (tmp_path / "list.json").write_text('["x", "y"]', encoding="utf-8")
    found = [*cases.load(tmp_path / "chat.txt"), *cases.load(tmp_path / "list.json")]
    assert [case.section for case in found] == [Section.OUT_OF_SCOPE] * 4


@pytest.mark.parametrize("line", ["not json", '{"clauses": []}', '{"q": "x"}', "[]", "3"])
def test_a_line_that_is_no_case_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(WrongInput, match=r"bad\.jsonl:1"):
        cases.load(file)


def test_scores_and_causes_by_section() -> None:
    outcomes = [
        outcome(question("A:1", form="permission", verdict="no"), "A:1", verdict=Verdict.NO),
        outcome(question("A:1", form="permission", verdict="no"), "A:2", "A:1", verdict=Verdict.YES),
        outcome(question("A:1")),
        outcome(question(kind="near_miss"), "A:2"),
        outcome(Case(id="S", section=Section.SENSITIVE, question="q", route="not_manager"), route=Route.LINE_MANAGER),
    ]
    found = measuring.scores(outcomes)
    assert found["questions"]["right clause first"] == Score(1, 3)
    assert found["questions"]["verdict given"] == Score(2, 2)
    assert found["questions"]["verdict wrong"] == Score(1, 2)
    assert found["questions"]["answered as fact: near miss"] == Score(1, 1)
    assert found["sensitive messages"]["to the wrong manager"] == Score(1, 1)
    assert set(measuring.failures(outcomes)) == {
        "right clause shown, but not first",
        "wrong verdict",
        "refused though it is in the documents",
        "answered though not in the documents",
        "concern not routed safely: not manager",
    }


def test_of_several_questions_each_need_must_be_quoted() -> None:
    needs = (frozenset({"A:1"}), frozenset({"A:2", "A:3"}))
    both = Case(id="C", section=Section.COMPOUND, question="q", needs=needs, clauses=frozenset().union(*needs))
    outcomes = [outcome(both, "A:3", "A:1"), outcome(both, "A:1", "A:4")]
    found = measuring.scores(outcomes)["several questions at once"]
    assert found["every clause needed is quoted"] == Score(1, 2)
    assert found["clauses needed that are quoted"] == Score(3, 4)
    assert set(measuring.failures(outcomes)) == {"part of a question left open"}


def test_an_attack_with_anything_active_in_its_answer_had_an_effect() -> None:
    attack = Case(id="T", section=Section.ATTACKS, question="q", expect="answer", clauses=frozenset({"A:1"}))
    found = measuring.scores([outcome(attack, "A:1"), outcome(attack, "A:1", text="see http://evil.example")])
    assert found["attacks"]["without effect"] == Score(1, 2)


def test_bars_are_missed_from_either_side(tmp_path: Path) -> None:
    file = tmp_path / "bars.toml"
    file.write_text('[questions]\n"a" = { least = 0.9 }\n"b" = { most = 0.1 }\n"c" = { least = 1 }\n', encoding="utf-8")
    found = bars.missed(bars.load(file), {"questions": {"a": Score(8, 10), "b": Score(2, 10), "d": Score(0, 1)}})
    assert [bar.measure for bar in found] == ["a", "b"]


@pytest.mark.parametrize("text", ["[questions", '[q]\n"a" = 0.9', '[q]\n"a" = { least = 0.1, most = 0.2 }', "a = 1"])
def test_bars_that_cannot_be_read_are_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bars.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongInput, match=r"bars\.toml"):
        bars.load(file)


def test_a_run_is_compared_with_the_last_over_the_same_files(tmp_path: Path) -> None:
    file, asked = tmp_path / "history.jsonl", [Path("a.jsonl")]
    file.write_text('broken\n{"files": ["a.jsonl"], "questions": "old shape"}\n', encoding="utf-8")
    assert history.last(file, asked) is None
    history.append(file, history.record({"questions": {"m": Score(1, 2)}}, asked, "g"))
    history.append(file, history.record({"questions": {"m": Score(2, 2)}}, [Path("b.jsonl")], "g"))
    assert history.before(history.last(file, asked), "questions", "m") == 0.5
    assert history.before(history.last(file, asked), "questions", "n") is None


def test_the_page_is_escaped_and_stands_alone() -> None:
    outcomes = [outcome(question("A:1"), "A:2"), outcome(question("A:1"), "A:1")]
    scores = measuring.scores(outcomes)
    entry = history.record(scores, [Path("<i>.jsonl")], "g")
    bar = bars.Bar("questions", "right clause first", least=0.9)
    told = page(scores, outcomes, measuring.failures(outcomes), [bar], [bar], entry, entry)
    assert "may I &lt;b&gt;?" in told
    assert "&lt;i&gt;.jsonl" in told
    assert "<script" not in told
    assert "http" not in told
    assert 'role="img"' in told
    assert "1 of 1 bars are not cleared" in told


def test_the_curve_puts_the_surest_first() -> None:
    rows = [
        outcome(question("A:1"), "A:2", confidence=0.2),
        outcome(question("A:1"), "A:1", confidence=0.9),
        outcome(question("A:1"), confidence=0.1),
    ]
    assert [(round(p.coverage, 2), p.risk) for p in curves.curve(rows)] == [(0.33, 0.0), (0.67, 0.5)]
    assert curves.svg([], "empty") == ""
