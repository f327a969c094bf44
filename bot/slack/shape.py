"""The shape of what Slack sends, as far as anything reads it: what is signed and shaped otherwise goes no further."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError


class _Account(BaseModel):
    id: str
    team_id: str | None = None


class _Team(BaseModel):
    id: str


class _Event(BaseModel):
    type: str
    user: str | _Account | None = None


class _Pressed(BaseModel):
    action_id: str
    value: str | None = None


class _Option(BaseModel):
    value: str


class _Field(BaseModel):
    value: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None


class _State(BaseModel):
    values: dict[str, dict[str, _Field]] = {}


class _View(BaseModel):
    id: str
    callback_id: str = ""
    private_metadata: str = ""
    state: _State | None = None


class _Message(BaseModel):
    text: str | None = None


class _Container(BaseModel):
    thread_ts: str | None = None


class _Sent(BaseModel):
    """Any of what Slack sends: an event, a command, a press, a window sent off, a shortcut."""

    team_id: str | None = None
    team: _Team | None = None
    user_id: str | None = None
    user: _Account | None = None
    trigger_id: str | None = None
    event: _Event | None = None
    actions: list[_Pressed] | None = None
    view: _View | None = None
    message: _Message | None = None
    container: _Container | None = None


def known(body: Mapping[str, Any]) -> bool:
    """Whether what is read of it is there in the way it is read."""
    try:
        found = _Sent.model_validate(body)
    except ValidationError:
        return False
    needed = {
        "block_actions": (found.user, found.trigger_id, found.actions),
        "view_submission": (found.user, found.view),
        "shortcut": (found.user, found.trigger_id),
        "message_action": (found.user, found.trigger_id, found.message),
        "event_callback": (found.event, found.team_id),
    }
    command = (found.user_id, found.team_id, found.trigger_id) if "command" in body else ()
    return all((*needed.get(str(body.get("type")), ()), *command))
