"""The letters of an escalation, in the words of `bot.messages`."""

from __future__ import annotations

from bot import messages
from bot.escalation.model import Content, Escalation, Why
from bot.letters import Cited, Letter, Press
from bot.model import Answer


def shown(answer: Answer, note: str = "", *, together: bool = False) -> Content:
    """What of an answer a manager is shown."""
    cited = tuple(Cited(quote.label, quote.text) for quote in answer.quotes)
    told = f"{answer.verdict_line} {answer.plain}".strip()
    return Content(question=answer.question, answer=told, cited=cited, note=note, together=together)


def request(asker: str, content: Content, about: str, *, passed_on: bool = False, beside: str = "") -> Letter:
    """What a recipient reads, and what the colleague is shown before it is sent; `beside` who reads it with them."""
    lines = [messages.ASKED_QUESTION.format(question=content.question)]
    lines += [messages.ASKED_ANSWER.format(answer=content.answer)] if content.answer else []
    lines += [messages.ASKED_NOTE.format(note=content.note)] if content.note else []
    lines += [messages.ASKED_PASSED_ON] if passed_on else []
    lines += [messages.ASKED_TOGETHER] if beside else []
    return Letter(
        title=messages.ASKED_TITLE.format(asker=asker),
        lines=tuple(lines),
        cited=content.cited,
        presses=() if beside else (Press.REPLY, Press.TALK, Press.WRONG_PERSON, Press.RESOLVE),
        about=about,
        beside=beside,
    )


def reminder(asker: str, content: Content, about: str) -> Letter:
    """The request once more, after some working time without an answer."""
    letter = request(asker, content, about)
    return Letter(
        title=messages.REMINDED_TITLE.format(asker=asker),
        lines=letter.lines,
        cited=letter.cited,
        presses=letter.presses,
        about=about,
    )


def news(escalation: Escalation, title: str, *lines: str, presses: tuple[Press, ...] = ()) -> Letter:
    """What became of it, for the colleague who asked or for a recipient who need do nothing more."""
    return Letter(title=title, lines=lines, presses=presses, about=escalation.id)


def proposal(escalation: Escalation, recipient: str, why: Why, question: str, contacts: str) -> Letter:
    """Why it stands still, and who could be asked instead; with nobody left (""), whom to turn to."""
    told = messages.STALLED[why.value].format(recipient=recipient)
    if not question:
        return news(escalation, told, messages.NOBODY_LEFT.format(contacts=contacts))
    return news(escalation, told, question, presses=(Press.SEND_ON, Press.LEAVE_IT))
