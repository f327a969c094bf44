"""Asking one's line manager, on a card: who gets it, every word of it, what can be changed or left out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import messages
from bot.escalation.model import Content
from bot.escalation.service import LONGEST, Preview
from bot.model import Question
from bot.teams import cards, render
from bot.teams.cards import Part

QUESTION, WITH_ANSWER, NOTE = "question", "with_answer", "note"


def preview(shown: Preview, asked: Question, content: Content, key: str) -> Part:
    """What would go to whom; or whom to turn to instead. `asked` is the question that the answer was given to."""
    if shown.to is None or shown.letter is None:
        return render.told(messages.ASK_MANAGER, *shown.passed_over, shown.told)
    carried = render.carried(asked.text, asked.earlier)
    back = cards.execute(messages.TEAMS_NOT_NOW, render.ANSWER, carried)
    held = {
        **carried,
        "to": shown.to.id,
        "sending": key,
        "sure": "yes" if shown.ask else "no",
    }
    title = messages.SEND_ANYWAY if shown.ask else messages.SEND
    letter = shown.letter
    body = [
        cards.heading(messages.ASK_MANAGER),
        *map(cards.aside, shown.passed_over),
        cards.line(messages.GOES_TO.format(recipient=shown.to.name)),
        cards.box([cards.line(letter.title, weight="Bolder"), *map(cards.line, letter.lines)]),
        *render.cited(letter.cited),
        cards.entry(QUESTION, messages.TEAMS_QUESTION, value=content.question, longest=LONGEST),
        *_toggle(content),
        cards.entry(NOTE, messages.OWN_WORDS.format(recipient=shown.to.name), value=content.note, longest=LONGEST),
        *([cards.box([cards.line(shown.ask)], "warning")] if shown.ask else []),
    ]
    return cards.card(body, [cards.execute(title, render.SEND, held, style="positive"), back])


def chosen(whole: Content, data: Mapping[str, Any]) -> Content:
    """What of it the colleague wants to send."""
    kept = data.get(WITH_ANSWER) != "false"
    return Content(
        question=_typed(data, QUESTION) or whole.question,
        answer=whole.answer if kept else "",
        cited=whole.cited if kept else (),
        note=_typed(data, NOTE),
    )


def _toggle(content: Content) -> list[Part]:
    """Whether the answer goes with it."""
    made: Part = {"type": "Input.Toggle", "id": WITH_ANSWER, "title": messages.TEAMS_WITH_ANSWER}
    return [made | {"value": "true" if content.answer or content.cited else "false"}]


def _typed(data: Mapping[str, Any], field: str) -> str:
    found = data.get(field)
    return found.strip()[:LONGEST] if isinstance(found, str) else ""
