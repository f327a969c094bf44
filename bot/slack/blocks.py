"""Blocks in which nothing that somebody wrote can come alive.

Words of people, documents and models stand in rich text and plain text only, which Slack shows as they are: no mention,
no link, no markup is read in them. Sizes are kept below Slack's limits here, in one place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot import messages

Block = dict[str, Any]

MOST_BLOCKS = 50
LONGEST_TEXT = 3000
"""Characters of one text; longer ones are cut with "…"."""
LONGEST_LABEL = 75
LONGEST_VALUE = 2000
LONGEST_NOTIFICATION = 4000
LONGEST_OPTION = 75
LARGEST_MODAL = 100
"""Blocks of a window."""
FIELD = "text"
"""The action id of every field and choice; blocks tell them apart."""


def cut(text: str, limit: int) -> str:
    """At most so many characters, the last of them "…" where something is missing; never empty."""
    kept = text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
    return kept or " "


def readable(text: str) -> str:
    """Without characters that can't be seen, but for lines and tabs: some are six when they travel."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)


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


def quotes(text: str) -> list[Block]:
    """The whole of somebody else's words, in as many blocks as it takes."""
    made, left = [], text
    while len(left) > LONGEST_TEXT:
        end = left.rfind(" ", LONGEST_TEXT // 2, LONGEST_TEXT) + 1 or LONGEST_TEXT
        made.append(quote(left[:end]))
        left = left[end:]
    return [*made, quote(left)]


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


def text_input(
    label: str,
    block_id: str,
    *,
    hint: str = "",
    initial: str = "",
    longest: int,
    optional: bool,
    multiline: bool = True,
) -> Block:
    """A field; its text comes back under `block_id`."""
    element: Block = {"type": "plain_text_input", "multiline": multiline}
    element["max_length"] = min(longest, LONGEST_TEXT)
    if initial:
        element["initial_value"] = initial[: element["max_length"]]
    return _input(label, block_id, element, optional=optional) | ({"hint": plain(hint, 2000)} if hint else {})


def choice(label: str, block_id: str, options: Mapping[str, str], chosen: str = "") -> Block:
    """One of several, each a value and what it says; the value comes back under `block_id`."""
    offered = {value: _option(says, value) for value, says in options.items()}
    element: Block = {"type": "radio_buttons", "options": list(offered.values())[:10]}
    element |= {"initial_option": offered[chosen]} if chosen else {}
    return _input(label, block_id, element, optional=False)


def tick(label: str, block_id: str, option: str, *, ticked: bool = False, optional: bool) -> Block:
    """Something to be ticked; "yes" comes back under `block_id` where it is."""
    offered = [_option(option, "yes")]
    element: Block = {"type": "checkboxes", "options": offered} | ({"initial_options": offered} if ticked else {})
    return _input(label, block_id, element, optional=optional)


def _option(text: str, value: str) -> Block:
    return {"text": plain(text, LONGEST_OPTION), "value": value}


def _input(label: str, block_id: str, element: Block, *, optional: bool) -> Block:
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, 2000)}
    return block | {"element": {**element, "action_id": FIELD}, "optional": optional}


def modal(
    title: str,
    made: Sequence[Block],
    *,
    callback: str = "",
    submit: str = "",
    metadata: str = "",
    close: str = messages.SLACK_CLOSE,
) -> Block:
    """A window over the conversation; with `submit`, what was typed comes back under `callback`."""
    view: Block = {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": list(made[:LARGEST_MODAL]),
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
    return {"type": "home", "blocks": list(made[:LARGEST_MODAL])}
