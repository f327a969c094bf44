"""Parts of Adaptive Cards in which nothing that somebody wrote can come alive.

Words of people, documents and models stand in runs of a `RichTextBlock` alone, which read no markdown: no link, no
picture, no mention comes out of them. Sizes are kept below Teams' limits here, in one place. Source: the Adaptive Cards
schema, version 1.5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.layout import cut

Part = dict[str, Any]

VERSION = "1.5"
CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
LONGEST_TEXT = 3000
"""Characters of one text; longer ones are cut with "…". A whole message may have 28 KB in Teams."""
LONGEST_TITLE = 80
LONGEST_FALLBACK = 3000
MOST_ROOM = 24_000
"""Characters of all texts of a card; what goes beyond is left out, and said to be."""
_TAG = re.compile(r"<(?=/?at\b)", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_\[\]~|])")
_LINE_START = re.compile(r"^(\s*)([-+=#]|\d+[.)])", re.MULTILINE)
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
JOINER = "\u2060"
"""Invisible; it keeps two signs from being read as one."""


def inert(text: str) -> str:
    """Words as they are, in which Teams finds nobody to mention."""
    return _TAG.sub(f"<{JOINER}", text)


def _inert_within(value: Any) -> Any:
    """The same for what a button carries: a text, or several."""
    if isinstance(value, str):
        return inert(value)
    return [inert(one) for one in value] if isinstance(value, list) else value


def spoken(text: str) -> str:
    """Words for a message's own text, which Teams reads as markdown: shown as written, no link, no mention."""
    safe = _SPECIAL.sub(r"\\\1", _ADDRESS.sub(JOINER, inert(text)))
    safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LINE_START.sub(rf"\1{JOINER}\2", safe)


def run(text: str, **style: object) -> Part:
    """A piece of text: `weight`, `color`, `isSubtle`, `italic`, `strikethrough`, `size`."""
    return {"type": "TextRun", "text": inert(cut(text, LONGEST_TEXT)), **style}


def words(*runs: Part, **style: object) -> Part:
    """A paragraph."""
    return {"type": "RichTextBlock", "inlines": list(runs), **style}


def line(text: str, **style: object) -> Part:
    """A paragraph all of one kind."""
    return words(run(text, **style))


def heading(text: str) -> Part:
    """What stands above the rest."""
    return words(run(text, weight="Bolder", size="Medium"))


def aside(text: str) -> Part:
    """Small print."""
    return words(run(text, isSubtle=True, size="Small"), spacing="Small")


def box(parts: Sequence[Part], style: str = "emphasis", **more: object) -> Part:
    """Parts set apart."""
    return {"type": "Container", "style": style, "items": list(parts), **more}


def execute(title: str, verb: str, data: Mapping[str, Any], *, style: str | None = None) -> Part:
    """A button that has the card replaced by what comes back."""
    carried = {name: _inert_within(value) for name, value in data.items()}
    made: Part = {"type": "Action.Execute", "title": inert(cut(title, LONGEST_TITLE)), "verb": verb, "data": carried}
    return made | ({"style": style} if style else {})


def entry(name: str, label: str, *, value: str = "", longest: int, lines: bool = True) -> Part:
    """A field to type in; what was typed comes back under `name`."""
    made: Part = {"type": "Input.Text", "id": name, "label": inert(label), "maxLength": longest, "isMultiline": lines}
    return made | ({"value": inert(cut(value, longest))} if value else {})


def choice(name: str, label: str, options: Sequence[str]) -> Part:
    """One of several; its number from 0 comes back under `name`."""
    choices = [{"title": inert(cut(option, LONGEST_TEXT)), "value": str(n)} for n, option in enumerate(options)]
    return {"type": "Input.ChoiceSet", "id": name, "label": inert(label), "style": "expanded", "wrap": True} | {
        "choices": choices
    }


def card(body: Sequence[Part], actions: Sequence[Part] = (), *, fallback: str = "") -> Part:
    """A whole card; `fallback` is the same in plain words, for clients that show no cards."""
    made: Part = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "body": _within(body),
    }
    if actions:
        made["actions"] = list(actions)
    if fallback:
        made["fallbackText"] = inert(cut(fallback, LONGEST_FALLBACK))
    return made


def _within(body: Sequence[Part]) -> list[Part]:
    """As many parts as there is room for."""
    kept: list[Part] = []
    room = MOST_ROOM
    for part in body:
        room -= _length(part)
        if room < 0:
            return [*kept, aside("…")]
        kept.append(part)
    return kept


def _length(part: Any) -> int:
    if isinstance(part, str):
        return len(part)
    if isinstance(part, Mapping):
        return sum(map(_length, part.values()))
    return sum(map(_length, part)) if isinstance(part, list) else 0
