"""Whole conversations over the shipped policies, turn by turn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import messages
from bot.answering.service import AnsweringService
from bot.model import Answer, AnswerStatus, Question, Route, Verdict


def talk(service: AnsweringService, *turns: str) -> list[Answer]:
    return [service.answer(Question(turn, turns[:place])) for place, turn in enumerate(turns)]


def cited(answer: Answer) -> list[str]:
    return [quote.clause_id for quote in answer.quotes]


def test_turns_lean_on_those_before_and_a_new_subject_does_not(service: AnsweringService) -> None:
    *_, closed, thumb, signed = talk(
        service,
        "Am I allowed to like a post that makes fun of a colleague?",
        "does that count in a closed chat too?",
        "and a thumbs-up?",
        "By when do new starters sign the social networks policy?",
    )
    assert {"PSG-SM-001:3b", "PSG-SM-001:3a", "PSG-SM-001:4a"} & set(cited(closed))
    assert "PSG-SM-001:3b" in cited(thumb)
    assert cited(signed)[0] == "PSG-SM-001:1c"


@pytest.mark.parametrize("doubt", ["why?", "are you sure?", "what do you mean?"])
def test_a_doubt_gets_the_same_clauses_and_no_yes_or_no(service: AnsweringService, doubt: str) -> None:
    first, again = talk(service, "Can I share our sales figures on Facebook?", doubt)
    assert cited(again) == cited(first)
    assert first.verdict is Verdict.NO
    assert again.verdict is None
    assert again.plain == messages.AGAIN
    assert again.question == doubt


def test_a_doubt_about_nothing_is_asked_back(service: AnsweringService) -> None:
    assert talk(service, "why?")[0].plain == messages.ABOUT_WHAT
    assert talk(service, "hello", "ok thanks", "are you sure?")[2].plain == messages.ABOUT_WHAT


def test_a_doubt_about_what_is_not_there_stays_a_refusal(service: AnsweringService) -> None:
    assert talk(service, "What's the wifi code in the canteen?", "really?")[1].status is AnswerStatus.REFUSED


def test_thanks_with_a_question_after_it_is_a_question(service: AnsweringService) -> None:
    *_, thanks, asked = talk(
        service, "Can I share our sales figures on Facebook?", "ok thanks", "ok can I put them on WhatsApp"
    )
    assert thanks.status is AnswerStatus.HELP
    assert {"SMG:7", "PSG-SM-001:4.2"} & set(cited(asked))


def test_what_follows_a_concern_is_never_sent_to_the_manager_it_is_about(service: AnsweringService) -> None:
    *_, concern, doubt, step, new = talk(
        service,
        "Can I post a photo of the bake sale?",
        "my supervisor keeps touching me",
        "are you sure?",
        "and who do I tell then?",
        "What does the social networks policy say about personal blogs and disclaimers?",
    )
    for answer in (concern, doubt, step):
        assert answer.route in {Route.NOT_MANAGER, Route.REPORT}
        assert messages.POINTER not in answer.text
    assert new.status is AnswerStatus.ANSWERED
    assert cited(new)[0] == "PSG-SM-001:4.5"


def test_twenty_turns_on_the_subject_is_still_known(service: AnsweringService) -> None:
    turns = [
        "Can I share our sales figures on Facebook?",
        *["and on there?", "really?", "ok ta"] * 6,
        "and with mates?",
    ]
    last = talk(service, *turns)[-1]
    assert {"SMG:7", "PSG-SM-001:4.2"} & set(cited(last))


def test_turns_that_nobody_can_read_do_no_harm(service: AnsweringService) -> None:
    earlier = ("", "\u202e", "x" * 5000, "<b>{{}}</b>", "Can I share our sales figures on Facebook?")
    answer = service.answer(Question("and in a closed group?", earlier))
    assert {"SMG:7", "PSG-SM-001:4.2"} & set(cited(answer))


def after(service: AnsweringService, *, follows: bool) -> list[Answer]:
    """The answers to forty turns after a question, which follow on from it or make no sense at all."""
    rows = map(json.loads, Path(__file__).with_name("adrift.jsonl").read_text(encoding="utf-8").splitlines())
    asked = [Question(row["turn"], (row["earlier"],)) for row in rows if row["follows"] is follows]
    assert len(asked) == 40
    return [service.answer(question) for question in asked]


def test_what_makes_no_sense_is_not_answered_with_the_question_before_it(service: AnsweringService) -> None:
    statuses = [answer.status for answer in after(service, follows=False)]
    assert statuses.count(AnswerStatus.REFUSED) >= 28


def test_short_turns_that_follow_are_still_read_with_the_question_before_them(service: AnsweringService) -> None:
    statuses = [answer.status for answer in after(service, follows=True)]
    assert AnswerStatus.REFUSED not in statuses


def test_what_makes_no_sense_is_not_taken_for_a_concern_but_what_follows_one_may_be(service: AnsweringService) -> None:
    assert service.answer(Question("asdf qwer zxcv uiop")).route is None
    assert service.answer(Question("tttttttttttt")).route is None
    after_concern = service.answer(Question("flurble snorkel quince", ("my supervisor keeps touching me",)))
    assert after_concern.route in {Route.NOT_MANAGER, Route.REPORT}
