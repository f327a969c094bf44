"""Tidying, routing, forms: the rules that come before any search."""

from __future__ import annotations

import pytest

from bot.answering import forms, routing
from bot.answering.conversation import in_context
from bot.answering.tidying import LIMIT, Unusable, tidied
from bot.model import Form, Route


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "?!…", "\u200b\u202e", "\x00\x01", "👍👍"])
def test_what_holds_no_words_is_answered_with_a_sentence(text: str) -> None:
    with pytest.raises(Unusable) as unusable:
        tidied(text)
    assert str(unusable.value).endswith((".", "?", '"'))


def test_a_text_that_is_too_long_is_told_so() -> None:
    with pytest.raises(Unusable, match="4,000 characters"):
        tidied("a" * 200_000)
    assert tidied("a" * LIMIT)


def test_control_and_bidirectional_characters_are_dropped() -> None:
    assert tidied("can\x00 I\u202e post\u202c\r\nthis?") == "can I post this?"


@pytest.mark.parametrize("text", ["я могу это опубликовать?", "これを投稿できますか", "هل يمكنني النشر؟"])
def test_other_scripts_pass(text: str) -> None:
    assert tidied(text)


@pytest.mark.parametrize(
    ("question", "form", "inverted"),
    [
        ("can I post this?", Form.PERMISSION, False),
        ("is it ok to share a photo", Form.PERMISSION, False),
        ("do I have to sign the policy?", Form.OBLIGATION, False),
        ("must I use a disclaimer", Form.OBLIGATION, False),
        ("is it against the rules to like a post?", Form.PERMISSION, True),
        ("am I banned from TikTok", Form.PERMISSION, True),
        ("who do I ask about this?", Form.WHO, False),
        ("what happens if I break it", Form.CONSEQUENCE, False),
        ("how do I report a post?", Form.HOW, False),
        ("what is the policy about", Form.WHAT, False),
        ("my mate posted something", Form.STATEMENT, False),
    ],
)
def test_the_form_of_a_question(question: str, form: Form, inverted: bool) -> None:  # noqa: FBT001
    reading = forms.read(question)
    assert (reading.form, reading.inverted) == (form, inverted)


@pytest.mark.parametrize(
    ("message", "route"),
    [
        ("I want to kill myself", Route.SUPPORT),
        ("my manager keeps bullying me", Route.NOT_MANAGER),
        ("I was groped by my supervisor", Route.NOT_MANAGER),
        ("can I talk to someone", Route.LINE_MANAGER),
        ("can I post a photo of my manager's birthday cake?", None),
    ],
)
def test_sensitive_messages_are_routed_by_rule(message: str, route: Route | None) -> None:
    assert routing.by_rule(message) is route


def test_a_turn_that_leans_back_is_read_with_the_one_before() -> None:
    assert (
        in_context("and in a closed group?", ("can I post our prices",))
        == "can I post our prices and in a closed group?"
    )
    fresh = "Where do I find the social media guidelines on the intranet"
    assert in_context(fresh, ("can I post our prices",)) == fresh
    assert in_context("and me?", ()) == "and me?"
