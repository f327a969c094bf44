"""`bot.slack.shape`: what is shaped as Slack shapes it is let through, and nothing that would trip whoever reads it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack import shape

WHO = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "1.1"}
PRESS = {**WHO, "type": "block_actions", "actions": [{"action_id": "a", "type": "button", "block_id": "b"}]}
VIEW = {"id": "V1", "callback_id": "c", "private_metadata": "{}", "state": {"values": {"b": {"f": {"value": None}}}}}
EVENT = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "user": "U1", "text": "hello"}}


@pytest.mark.parametrize(
    "body",
    [
        PRESS,
        {**WHO, "type": "view_submission", "view": VIEW},
        {**WHO, "type": "message_action", "message": {"type": "message", "text": "hello"}},
        EVENT,
        {**EVENT, "event": {"type": "team_join", "user": {"id": "U1", "name": "x"}}},
        {"command": "/policy", "text": "", "user_id": "U1", "team_id": "T1", "trigger_id": "1.1"},
        {"type": "url_verification", "challenge": "c"},
    ],
)
def test_what_slack_sends_is_known(body: dict[str, Any]) -> None:
    assert shape.known(body)


@pytest.mark.parametrize(
    "body",
    [
        {**PRESS, "user": "U1"},
        {**PRESS, "actions": [7]},
        {**PRESS, "actions": []},
        {name: value for name, value in PRESS.items() if name != "trigger_id"},
        {**WHO, "type": "view_submission"},
        {**WHO, "type": "view_submission", "view": {**VIEW, "state": {"values": {"b": 7}}}},
        {**WHO, "type": "message_action", "message": "hello"},
        {**EVENT, "event": [EVENT]},
        {**EVENT, "team_id": None},
        {"command": "/policy", "user_id": "U1", "team_id": "T1"},
    ],
)
def test_what_it_would_never_send_is_not(body: dict[str, Any]) -> None:
    assert not shape.known(body)
