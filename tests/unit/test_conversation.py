"""What a turn is searched for with, and what comes of it."""

from __future__ import annotations

import pytest

from bot.answering import conversation
from knowledge.model import Hit
from knowledge.search import Findings

PRICES = "can I post the prices of our new range online"


def found(text: str) -> Findings:
    hit = Hit(clause_id="A:1" if "prices" in text else "A:2", score=1.0, dense=1.0, lexical=0.0, span=(0, 1))
    return Findings(hits=(hit,), neighbours=(), signals={"share": 1.0}, verdicts={"no": 1.0}, routes={})


def ask(turn: str, earlier: tuple[str, ...]) -> tuple[conversation.Found, list[str]]:
    searched: list[str] = []

    def search(text: str) -> Findings:
        searched.append(text)
        return found(text)

    return conversation.find(conversation.read(turn, earlier), search), searched


def test_a_first_turn_is_searched_for_alone() -> None:
    assert ask("and me?", ())[1] == ["and me?"]


def test_a_turn_that_leans_back_carries_the_subject_over_several_turns() -> None:
    earlier = (PRICES, "and in a closed group?")
    whole, searched = ask("and a thumbs-up?", earlier)
    assert f"{earlier[0]} {earlier[1]} and a thumbs-up?" in searched
    assert {hit.clause_id for hit in whole.turn.hits} == {"A:1", "A:2"}
    assert whole.turn.signals == {"share": pytest.approx(1.0)}
    assert sum(hit.score for hit in whole.turn.hits) == pytest.approx(1.0)
    assert whole.alone.hits[0].clause_id == "A:2"
    assert whole.in_context.hits[0].clause_id == "A:1"


def test_a_new_subject_is_new() -> None:
    turn = "Where would I find the form on which new starters sign the policy?"
    assert ask(turn, (PRICES,))[1] == [turn]


def test_whom_to_go_to_is_a_matter_of_its_own() -> None:
    (step,) = [hit.score for hit in ask("and who do I tell?", (PRICES,))[0].turn.hits if hit.clause_id == "A:1"]
    (thing,) = [hit.score for hit in ask("and do I tell?", (PRICES,))[0].turn.hits if hit.clause_id == "A:1"]
    assert step < thing


def test_the_subject_is_remembered_for_twenty_turns() -> None:
    earlier = (PRICES, *["and in a closed group?", "what about that one?"] * 10)
    turn = conversation.read("and him?", earlier)
    assert turn.subject == PRICES
    assert turn.whole == f"{PRICES} {earlier[-1]} and him?"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("thanks — and on WhatsApp?", "and on WhatsApp?"),
        ("Cheers, what about a story?", "what about a story?"),
        ("no I meant the back office", "the back office"),
        ("thanks", "thanks"),
        ("great stuff on our page, can I share it", "great stuff on our page, can I share it"),
    ],
)
def test_thanks_and_corrections_are_not_searched_for(typed: str, said: str) -> None:
    assert conversation.read(typed, (PRICES,)).text == said


def test_a_correction_takes_the_place_of_the_turn_before() -> None:
    turn = conversation.read("no, I meant in our group chat", (PRICES, "and in the newspaper?"))
    assert turn.whole == f"{PRICES} in our group chat"
    assert conversation.read("no, I meant in our group chat", (PRICES,)).whole == f"{PRICES} in our group chat"


@pytest.mark.parametrize(
    "turn", ["why?", "Why not", "are you sure?", "what do you mean?", "but really?", "I don't get it", "sorry?", "eh"]
)
def test_doubts_and_puzzlement_ask_again(turn: str) -> None:
    assert conversation.asks_again(turn)


@pytest.mark.parametrize("turn", ["why can't I name her?", "what do you mean by gossip?", "what if I explain it"])
def test_questions_of_their_own_do_not_ask_again(turn: str) -> None:
    assert not conversation.asks_again(turn)


@pytest.mark.parametrize(
    ("turn", "share", "leans"),
    [
        ("glorp wibble fandango", 0.2, False),
        ("a mate from school", 0.9, True),
        ("and on mastodon", 0.0, True),
        ("on mastodon", 0.0, True),
        ("fandango?", 0.0, True),
    ],
)
def test_a_bare_statement_in_words_that_nobody_uses_here_stands_alone(turn: str, share: float, *, leans: bool) -> None:
    read = conversation.read(turn, (PRICES,), lambda _: share)
    assert read.leans_back is leans
    assert (read.before == PRICES) is leans


def test_after_what_may_be_a_concern_nothing_stands_alone_for_its_words() -> None:
    assert conversation.read("glorp wibble", ("my boss keeps shouting at me",), lambda _: 0.0).leans_back
