"""How far a turn leans on those before it."""

from __future__ import annotations

import pytest

from bot.answering.conversation import EVEN
from bot.answering.leaning import WEIGHTS, leaning, signals

EARLIER = ("Can I post the prices of our new range online?",)


@pytest.mark.parametrize(
    "turn",
    [
        "and in a closed group?",
        "does that count too?",
        "and a thumbs-up?",
        "where do I take it then?",
        "roughly?",
        "with her face covered",
        "what if it's only my mates",
        "But I've only got thirty followers",
    ],
)
def test_turns_that_need_the_ones_before_lean_back(turn: str) -> None:
    assert leaning(turn, EARLIER) >= EVEN


@pytest.mark.parametrize(
    "turn",
    [
        "Where do I find the social media guidelines on the intranet",
        "can my daughter post a photo of our shop window?",
        "Different question: is a LinkedIn recommendation for a supplier allowed?",
        "Thanks. Who do I ring about a broken freezer?",
    ],
)
def test_new_subjects_stand_on_their_own(turn: str) -> None:
    assert leaning(turn, EARLIER) < EVEN


def test_nothing_leans_on_nothing() -> None:
    assert leaning("and in a closed group?", ()) == 0.0


def test_a_turn_in_the_words_of_the_one_before_leans_further() -> None:
    assert leaning("are discounts prices", EARLIER) > leaning("are discounts rotas", EARLIER)


def test_every_signal_is_weighed() -> None:
    assert set(signals("and a thumbs-up?", EARLIER)) == set(WEIGHTS)
