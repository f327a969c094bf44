"""Slack's limits on blocks and windows, by its own SDK's models and by what its documentation says beside."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Told = dict[str, Any]


class Refusal(Exception):
    """Slack's `ok: false`, with its error."""


def chunks(told: Told) -> list[Told]:
    """The blocks that are streamed in a call."""
    made = [block for chunk in told.get("chunks") or () for block in chunk["blocks"]]
    sound(made)
    return made


def sound(made: list[Told]) -> None:
    """Hold blocks to Slack's limits."""
    if len(made) > 50:
        raise Refusal("invalid_blocks")
    for one in made:
        hold(one)


def hold(one: Told) -> None:
    """Hold one block to Slack's limits, those on fields and choices among them."""
    parsed = Block.parse(one)
    if parsed is None:
        raise Refusal("invalid_blocks")
    parsed.validate_json()
    for option in (one.get("element") or {}).get("options") or ():
        if len(option["text"]["text"]) > 75:
            raise Refusal("invalid_blocks")
    if (one.get("element") or {}).get("max_length", 0) > 3000:
        raise Refusal("invalid_blocks")


def shown_view(told: Told) -> Told:
    view = dict(told["view"])
    View(**view).validate_json()
    if len(view["blocks"]) > 100 or len(view.get("private_metadata") or "") > 3000:
        raise Refusal("invalid_arguments")
    for one in view["blocks"]:
        hold(one)
    return view
