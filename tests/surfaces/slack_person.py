"""Somebody at a screen with Slack on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.serving.core import Core
from tests.surfaces.slack_limits import shown_view
from tests.surfaces.slack_requests import Requests
from tests.surfaces.slack_workspace import Workspace


@dataclass
class Person(Requests):
    """Somebody at a screen: presses what is shown, fills windows in and sends them off."""

    workspace: Workspace
    who: str = "asha"

    @property
    def front(self) -> dict[str, Any]:
        """The window in front."""
        return self.workspace.windows[-1]

    @property
    def held(self) -> dict[str, Any]:
        """What the window in front carries: of a journey, the document, page and kind."""
        return dict(json.loads(self.front["private_metadata"]))

    def press(self, action: str, shown: list[dict[str, Any]], who: str = "", **more: Any) -> None:
        """Press a button that is really there."""
        user = who or self.who
        found = next(one for one in every(shown) if one.get("action_id") == action)
        pressed = {"action_id": action, "type": found["type"], "block_id": "b", "value": found.get("value")}
        body = {"type": "block_actions", "actions": [pressed], "trigger_id": self.workspace.trigger(), **more}
        self.interact(body, user)

    def press_in_window(self, action: str) -> None:
        self.press(action, self.front["blocks"], view=self.front)

    def submit(self, who: str = "", **typed: Any) -> dict[str, Any]:
        """Fill in the window in front and send it off; what comes back takes its place."""
        values = {block: {"text": _value(value)} for block, value in typed.items()}
        view = {**self.front, "state": {"values": values}}
        found = self.interact({"type": "view_submission", "view": view}, who or self.who)
        if found.get("response_action") == "update":
            shown = shown_view({"view": found["view"]})
            self.workspace.windows[-1] = {**shown, "id": self.front["id"]}
        return found


@dataclass
class Insider(Person):
    """Somebody whose app runs in this process, so that what it keeps can be looked at."""

    core: Core = field(kw_only=True)


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, int):
        return {"type": "radio_buttons", "selected_option": {"value": str(value)}}
    if isinstance(value, list):
        return {"type": "checkboxes", "selected_options": [{"value": one} for one in value]}
    return {"type": "plain_text_input", "value": value}


def every(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from every(value)
    elif isinstance(node, list):
        for value in node:
            yield from every(value)


def text(node: Any) -> str:
    return json.dumps(node, ensure_ascii=False)
