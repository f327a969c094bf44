"""Which turns lean back, and what they are searched for with."""

from __future__ import annotations

import pytest

from bot.answering import conversation
from knowledge.model import Hit
from knowledge.search import Findings


@pytest.mark.parametrize(
    "turn",
    ["and in a closed group?", "does that count too?", "and a thumbs-up?", "where do I take it then?", "why not"],
)
def test_turns_that_need_the_ones_before_lean_back(turn: str) -> None:
    assert conversation.leans_back(turn)


@pytest.mark.parametrize(
    "turn",
    ["Where do I find the social media guidelines on the intranet", "can my daughter post a photo of our shop window?"],
)
def test_new_subjects_stand_on_their_own(turn: str) -> None:
    assert not conversation.leans_back(turn)


def found(text: str) -> Findings:
    hit = Hit(clause_id="A:1" if "prices" in text else "A:2", score=1.0, dense=1.0, lexical=0.0, span=(0, 1))
    return Findings(hits=(hit,), neighbours=(), signals={"share": 1.0}, verdicts={"no": 1.0}, routes={})


def ask(turn: str, earlier: tuple[str, ...], *, unsure: bool = False) -> tuple[Findings, list[str]]:
    searched: list[str] = []

    def search(text: str) -> Findings:
        searched.append(text)
        return found(text)

    return conversation.find(turn, earlier, search, lambda _: unsure), searched


def test_a_first_turn_is_searched_for_alone() -> None:
    assert ask("and me?", ())[1] == ["and me?"]


def test_a_turn_that_leans_back_carries_the_subject_over_several_turns() -> None:
    earlier = ("can I post the prices of our new range online", "and in a closed group?")
    findings, searched = ask("and a thumbs-up?", earlier)
    assert f"{earlier[0]} {earlier[1]} and a thumbs-up?" in searched
    assert {hit.clause_id for hit in findings.hits} == {"A:1", "A:2"}
    assert findings.signals == {"share": pytest.approx(1.0)}
    assert sum(hit.score for hit in findings.hits) == pytest.approx(1.0)


def test_a_new_subject_is_new_unless_nothing_sure_is_found_for_it() -> None:
    turn, earlier = "do I need to sign the policy when I start?", ("can I post our prices on the internet",)
    assert ask(turn, earlier)[1] == [turn]
    assert len(ask(turn, earlier, unsure=True)[1]) > 1
