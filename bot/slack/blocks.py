"""Blocks in which nothing that somebody wrote can come alive.

Words of people, documents and models stand in rich text and plain text only, which Slack shows as they are: no mention,
no link, no markup is read in them. Sizes are kept below Slack's limits here, in one place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Block = dict[str, Any]

MOST_BLOCKS = 50
LONGEST_TEXT = 3000
"""Characters of one text; longer ones are cut with "…"."""
LONGEST_LABEL = 75
LONGEST_VALUE = 2000
LONGEST_NOTIFICATION = 4000


def cut(text: str, limit: int) -> str:
    """At most so many characters, the last of them "…" where something is missing; never empty."""
    kept = text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
    return kept or " "


def escaped(text: str) -> str:
    """For the places where Slack reads markup, notifications among them: shown as written, and no mention."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def notification(text: str) -> str:
    """The whole of a message in plain words, for notifications and screen readers."""
    return cut(escaped(text), LONGEST_NOTIFICATION)


def words(text: str, **style: bool) -> Block:
    """A run of text, shown as it is."""
    run: Block = {"type": "text", "text": cut(text, LONGEST_TEXT)}
    return run | ({"style": style} if style else {})


def paragraph(*runs: Block) -> Block:
    """Runs of text, one after another."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(runs)}]}


def quote(text: str) -> Block:
    """Somebody else's words, set apart."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words(text)]}]}


def copyable(text: str) -> Block:
    """Text to be taken over as it is."""
    inner = {"type": "rich_text_preformatted", "elements": [words(text)]}
    return {"type": "rich_text", "elements": [inner]}


def aside(text: str) -> Block:
    """Small print: where a quote stands."""
    return {"type": "context", "elements": [plain(text, LONGEST_TEXT)]}


def heading(text: str) -> Block:
    """A line that stands above the rest."""
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def plain(text: str, limit: int) -> Block:
    """Plain text, in which `:smile:` stays as it is too."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def button(label: str, action: str, value: str, *, style: str | None = None, says: str = "") -> Block:
    """`says` is read out instead of the label where the label alone would not tell."""
    made: Block = {
        "type": "button",
        "text": plain(label, LONGEST_LABEL),
        "action_id": action,
        "value": value[:LONGEST_VALUE],
    }
    if style:
        made["style"] = style
    if says:
        made["accessibility_label"] = cut(says, LONGEST_LABEL)
    return made


def buttons(made: Sequence[Block], block_id: str = "") -> Block:
    """Buttons in a row."""
    block: Block = {"type": "actions", "elements": list(made[:25])}
    return block | ({"block_id": block_id} if block_id else {})


def feedback(action: str, value: str, good: tuple[str, str], bad: tuple[str, str]) -> Block:
    """Slack's own thumbs; each with its label and what it says."""

    def thumb(kind: str, told: tuple[str, str]) -> Block:
        label, says = told
        made = {"text": plain(label, LONGEST_LABEL), "value": f"{kind}:{value}"[:LONGEST_VALUE]}
        return made | {"accessibility_label": cut(says, LONGEST_LABEL)}

    element = {
        "type": "feedback_buttons",
        "action_id": action,
        "positive_button": thumb("good", good),
        "negative_button": thumb("bad", bad),
    }
    return {"type": "context_actions", "elements": [element]}


def text_input(label: str, block_id: str, *, hint: str = "", initial: str = "", longest: int, optional: bool) -> Block:
    """A field of several lines; its text comes back under `block_id`."""
    element: Block = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": longest}
    if initial:
        element["initial_value"] = initial[:longest]
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}
    block["optional"] = optional
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def choice(label: str, block_id: str, options: Mapping[str, str], chosen: str) -> Block:
    """One of several, each a value and what it says; the value comes back under `block_id`."""
    made = {value: {"text": plain(says, LONGEST_LABEL), "value": value} for value, says in options.items()}
    element = {
        "type": "radio_buttons",
        "action_id": "choice",
        "options": list(made.values()),
        "initial_option": made[chosen],
    }
    return {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}


def modal(title: str, made: Sequence[Block], *, callback: str = "", submit: str = "", metadata: str = "") -> Block:
    """A window over the conversation; with `submit`, what was typed comes back under `callback`."""
    view: Block = {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain("Close", 24),
        "blocks": list(made[:100]),
    }
    if callback:
        view["callback_id"] = callback
    if submit:
        view["submit"] = plain(submit, 24)
    if metadata:
        view["private_metadata"] = metadata
    return view


def home(made: Sequence[Block]) -> Block:
    """The app's own tab."""
    return {"type": "home", "blocks": list(made[:100])}
