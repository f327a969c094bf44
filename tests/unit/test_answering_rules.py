"""Tidying, routing, forms: the rules that come before any search."""

from __future__ import annotations

import pytest

from bot.answering import routing
from bot.answering.tidying import LIMIT, Unusable, tidied
from bot.model import Route
from knowledge import forms
from knowledge.forms import Form


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


@pytest.mark.parametrize(
    ("question", "yes_or_no", "inverted", "negated"),
    [
        ("is it ok not to use a disclaimer?", True, False, True),
        ("would it be against the guidelines to share this?", True, True, False),
        ("am I banned from TikTok", True, True, False),
        ("do I have to avoid politics?", True, False, True),
        ("would I be in trouble if I liked it?", True, True, False),
        ("surely I can't post that?", True, False, True),
        ("I've left my badge in shot. Should I take it down?", True, True, False),
        ("do I have to keep quiet about it", True, True, False),
        ("Two drinks in and a rant half typed. Bad idea?", True, True, False),
        ("can it be held against me?", True, True, False),
        ("may I post it if I don't name her?", True, False, False),
        ("can I just skip the reading?", True, False, True),
        ("is it my manager or HR that I tell?", False, False, False),
        ("may I post about football or politics?", True, False, False),
        ("Our stall raised £300. Share it?", True, False, False),
        ("Found this. What do I do?", False, False, False),
        ("when I chat to mates do I need a disclaimer", True, False, False),
    ],
)
def test_which_way_round_a_question_is_put(
    question: str,
    yes_or_no: bool,  # noqa: FBT001
    inverted: bool,  # noqa: FBT001
    negated: bool,  # noqa: FBT001
) -> None:
    reading = forms.read(question)
    assert (reading.yes_or_no, reading.inverted, reading.negated) == (yes_or_no, inverted, negated)


def test_markup_in_a_question_is_dropped() -> None:
    assert tidied("<b>can I</b> {{system}} post this? <3") == "can I post this? <3"
