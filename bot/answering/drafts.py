"""A draft handed over in a conversation: what the check says of it, as an answer."""

from __future__ import annotations

from dataclasses import replace

from bot import messages
from bot.answering import routing
from bot.errors import CannotCheck
from bot.model import Answer, AnswerStatus, Question, Route
from bot.ports import Checker
from bot.sharing import handing, telling


def draft_in(question: Question) -> str | None:
    """The draft that a question hands over, if it does; one that speaks of distress is no draft first of all."""
    draft = handing.draft_in(question.text)
    return None if draft and routing.by_rule(draft) is Route.SUPPORT else draft


def answer(question: Question, draft: str, checker: Checker) -> Answer:
    """What the check says. Never raises for a draft: one that can't be checked gets a sentence that says why."""
    if not draft:
        return _told(question, AnswerStatus.HELP, messages.HAND_OVER)
    try:
        check = checker.check(draft, question.audiences)
    except CannotCheck as unfit:
        return _told(question, AnswerStatus.REFUSED, str(unfit))
    route = check.route
    if routing.by_rule(draft) is Route.NOT_MANAGER:
        route = Route.NOT_MANAGER
        check = replace(check, pointer=messages.PERHAPS_REPORT + messages.OUTSIDE)
        check = replace(check, text=telling.told(check))
    return Answer(
        question=question.text,
        status=AnswerStatus.ANSWERED,
        text=check.text,
        plain=telling.told(check, quoting=False),
        quotes=check.quotes,
        pointer=check.pointer,
        route=route,
        confidence=1.0,
        check=check,
    )


def _told(question: Question, status: AnswerStatus, text: str) -> Answer:
    return Answer(question=question.text, status=status, text=text, plain=text)
