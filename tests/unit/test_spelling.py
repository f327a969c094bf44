"""Typing errors: what is put right, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.adapters.encoder import common_words
from knowledge.spelling import Spelling, english

OFFICIAL = ("Do not share the policy, customer details or confidential information on WhatsApp groups.",)
ASKED = (
    "can i post a video of our stall",
    *["is banter allowed"] * 5,
    "whats the polciy",
    "any pubs",
    "pics of the cat",
)


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(OFFICIAL, ASKED, common_words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("polcy on whatsap pics of cutomers", "policy on whatsapp pics of customer"),
        ("the polciy", "the policy"),
        ("confidental infomation", "confidential information"),
        ("bantre?", "banter?"),
        ("Vidoe of it", "Video of it"),
        ("ok. Shrae it", "ok. Share it"),
    ],
)
def test_unknown_words_are_read_as_the_likeliest_known_ones(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.corrected(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "my natter about a tenner",  # English, though in no document
        "a colour that we organise",  # British
        "ask Polcy about it",  # a name
        "what about POLCY",
        "vdo",  # short
        "covid19x and p0licy",  # digits
        "the polcy's",
        "zxqvw",  # near to nothing
    ],
)
def test_what_is_known_short_named_or_unclear_stays(spelling: Spelling, question: str) -> None:
    assert spelling.corrected(question) == question


def test_words_equally_likely_are_not_chosen_between() -> None:
    spelling = Spelling(["stall stale"], (), frozenset, frozenset)
    assert spelling.corrected("stalf") == "stalf"
    assert Spelling(["stall stall stall stale"], (), frozenset, frozenset).corrected("stalf") == "stall"


def test_typing_errors_in_examples_are_not_learned() -> None:
    asked = ["the polciy"] * 4
    assert Spelling(["the policy"], asked, frozenset, frozenset).corrected("polciy") == "policy"
    assert Spelling(["the policy"], asked * 2, frozenset, frozenset).corrected("polciy") == "polciy"


def test_texts_and_dictionary_are_read_only_for_words_that_are_not_common() -> None:
    def unread() -> Iterator[str]:
        raise AssertionError
        yield ""

    spelling = Spelling(unread(), unread(), lambda: frozenset({"share", "this"}))
    assert spelling.corrected("share this?") == "share this?"


def test_the_dictionary_knows_english() -> None:
    assert {"natter", "tenner", "share"} <= english()
    assert "polciy" not in english()
