"""What buttons and windows carry from one press to the next, so that nothing of it has to be kept here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model import Question
from bot.slack import blocks

LONGEST_QUESTION = 800
"""Characters of a question that travel; what is longer is answered from its beginning."""
LARGEST = 1900
"""Characters of what a button carries, a little below what Slack takes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the turns before it that fit."""

    text: str
    earlier: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        return Question(self.text, self.earlier)

    def as_value(self) -> str:
        """For a button; the newest of the turns before it first, as many as there is room for."""
        text = blocks.cut(blocks.readable(self.text), LONGEST_QUESTION)
        kept: list[str] = []
        for turn in reversed(self.earlier):
            longer = [blocks.cut(blocks.readable(turn), LONGEST_QUESTION), *kept]
            if len(written({"q": text, "e": longer})) > LARGEST:
                break
            kept = longer
        return written({"q": text, "e": kept})

    @classmethod
    def of_value(cls, value: str) -> Asked:
        found = read(value)
        return cls(str(found.get("q") or ""), tuple(map(str, found.get("e") or ())))


def written(told: Mapping[str, Any]) -> str:
    """As a button or a window carries it."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(value: str) -> dict[str, Any]:
    """What one carries; nothing where it isn't ours."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def user(body: Mapping[str, Any]) -> str:
    """Who pressed, as Slack says in what it signed."""
    return str(body["user"]["id"])


def value(body: Mapping[str, Any]) -> str:
    """What the pressed button or thumb carries."""
    return _pressed(body, "value")


def action(body: Mapping[str, Any]) -> str:
    """The action id of what was pressed."""
    return _pressed(body, "action_id")


def _pressed(body: Mapping[str, Any], name: str) -> str:
    return str((body.get("actions") or [{}])[0].get(name) or "")


def metadata(body: Mapping[str, Any]) -> str:
    """What the window carries that something was pressed in."""
    return str((body.get("view") or {}).get("private_metadata") or "")


def typed(body: Mapping[str, Any], block: str, longest: int) -> str:
    """What was typed into a field of a window."""
    found = _state(body, block).get("value")
    return blocks.cut(str(found), longest) if found else ""


def chosen(body: Mapping[str, Any], block: str) -> tuple[str, ...]:
    """The values of what was chosen or ticked in a window."""
    found = _state(body, block)
    options: Sequence[Any] = found.get("selected_options") or [found.get("selected_option")]
    return tuple(str(option["value"]) for option in options if option)


def _state(body: Mapping[str, Any], block: str) -> Mapping[str, Any]:
    values = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    return dict((values.get(block) or {}).get(blocks.FIELD) or {})
