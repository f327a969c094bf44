"""What the page's forms come to."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.escalation.model import Content
from bot.letters import Cited
from bot.model import Answer, AnswerStatus
from bot.web.translate import Asked, Chosen, ToManager

ANSWER = Answer(question="May I?", status=AnswerStatus.ANSWERED, text="Yes.")
WHOLE = Content(question="May I?", answer="Yes.", cited=(Cited("A, point 1", "One."), Cited("A, point 2", "Two.")))


def test_at_first_everything_is_offered() -> None:
    assert ToManager(question="May I?").content(ANSWER, WHOLE) == WHOLE


def test_each_part_can_be_changed_or_left_out() -> None:
    chosen = ToManager(edited=True, words=" Might I? ", quotes=[1, 7], note=" Please. ", together=True)
    sent = chosen.content(ANSWER, WHOLE)
    assert sent == Content(question="Might I?", cited=WHOLE.cited[1:], note="Please.", together=True)


def test_a_question_left_empty_is_the_one_that_was_asked() -> None:
    assert ToManager(edited=True, words=" ").content(ANSWER, WHOLE).question == "May I?"


def test_what_no_keyboard_writes_is_left_out() -> None:
    assert Asked(question="a\x00b\r\nc\x1b[2Jd\te").question == "ab\nc[2Jd\te"


def test_only_the_last_turns_are_remembered() -> None:
    assert Asked(question="q", earlier=[str(n) for n in range(99)]).as_question(()).earlier[0] == "69"


@pytest.mark.parametrize("then", ["https://elsewhere.example", "//elsewhere.example", "/ask", "/sign\n"])
def test_nobody_is_led_away(then: str) -> None:
    with pytest.raises(ValidationError):
        Chosen(person="1", then=then)
