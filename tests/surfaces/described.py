"""The process's addresses in OpenAPI: FastAPI's own description of the page and of health, and what platforms send."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI

from bot.onboarding.service import LONGEST_NAME
from bot.serving import health
from bot.slack import asgi as slack_asgi
from bot.slack import journey, manifest, render, views
from bot.teams import asgi as teams_asgi
from bot.teams import render as cards
from bot.web import asking, managing, signing
from tests.surfaces.everywhere import account
from tests.surfaces.slack_methods import TEAM
from tests.teams_peers import CHANNEL, TENANT

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
Schema = dict[str, Any]


def description() -> Schema:
    """Of all of them. Nothing is served by what is described here, so there is nothing behind it."""
    nothing: Any = SimpleNamespace(escalations=None, onboarding=None)
    page = FastAPI(title="Clausewise")
    for made in (asking, signing, managing):
        page.include_router(made.routes(nothing))
    page.include_router(health.routes(nothing, ()))
    found = page.openapi()
    found["paths"][slack_asgi.PATH] = {"post": _posted({JSON: EVENT, FORM: {"oneOf": [COMMAND, INTERACTION]}})}
    found["paths"][teams_asgi.PATH] = {"post": _posted({JSON: ACTIVITY})}
    return found


def _posted(kinds: dict[str, Schema]) -> Schema:
    content = {kind: {"schema": schema} for kind, schema in kinds.items()}
    return {"requestBody": {"required": True, "content": content}, "responses": {"200": {"description": "Taken"}}}


def _object(properties: dict[str, Schema], *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required or properties)}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


TEXT: Schema = {"type": "string"}
ANYTHING: Schema = {"type": ["object", "array", "string", "number", "boolean", "null"]}
USER, OTHERS = _one_of(account(1), "stranger"), _one_of(TEAM, "another")
EVENT = _object(
    {
        "type": _one_of("event_callback"),
        "team_id": OTHERS,
        "event_id": TEXT,
        "event": _object(
            {
                "type": _one_of("message", "app_mention", "app_home_opened", "team_join", "message_changed"),
                "channel": _one_of("D1", "C1"),
                "channel_type": _one_of("im", "channel"),
                "user": USER,
                "text": TEXT,
                "ts": {"type": "string", "pattern": r"^[0-9]{10}\.[0-9]{6}$"},
                "thread_ts": TEXT,
                "tab": _one_of("home", "messages"),
                "bot_id": TEXT,
                "subtype": TEXT,
            },
            "type",
            "user",
            "ts",
        ),
    }
)
COMMAND = _object(
    {
        "command": _one_of(manifest.COMMAND, "/another"),
        "text": _one_of("help", "onboard", "sign", "escalate", "privacy", "may I swear?", ""),
        "user_id": USER,
        "team_id": OTHERS,
        "channel_id": TEXT,
        "trigger_id": TEXT,
    }
)
_ACTIONS = (
    render.WHOLE, render.SHARE, render.FEEDBACK, render.MANAGER, views.OPEN_CHECK, views.OPEN_ESCALATE,
    journey.BEGIN, journey.BACK, journey.ASK, f"{render.PRESS}reply", f"{render.PRESS}begin",
)  # fmt: skip
_WINDOWS = (views.CHECK, views.ASK_MANAGER, views.ESCALATE, views.ANSWER, journey.GO_ON, journey.ASKED)
_TYPED = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": _object({"value": TEXT})},
}
INTERACTION = _object(
    {
        "payload": _object(
            {
                "type": _one_of("block_actions", "view_submission", "shortcut", "message_action"),
                "callback_id": _one_of(manifest.CHECK_DRAFT, manifest.CHECK_MESSAGE),
                "user": _object({"id": USER}),
                "team": _object({"id": OTHERS}),
                "trigger_id": TEXT,
                "actions": {
                    "type": "array",
                    "maxItems": 2,
                    "items": _object({"action_id": _one_of(*_ACTIONS), "type": TEXT, "block_id": TEXT, "value": TEXT}),
                },
                "message": ANYTHING,
                "view": _object(
                    {
                        "id": TEXT,
                        "type": _one_of("modal"),
                        "callback_id": _one_of(*_WINDOWS),
                        "private_metadata": TEXT,
                        "state": _object({"values": _TYPED}),
                    }
                ),
            },
            "type",
            "user",
            "team",
        )
    }
)
_BUTTON = _object(
    {
        "verb": _one_of(cards.WHOLE, cards.ANSWER, cards.MANAGER, cards.SEND, cards.PRESS, cards.WALK, "another"),
        "data": {
            "type": "object",
            "properties": {
                "q": TEXT, "earlier": ANYTHING, "clauses": ANYTHING,
                "do": _one_of("next", "back", "check", "sign", "sure"),
                "document": TEXT, "place": ANYTHING, "option": TEXT, "seal": TEXT, "about": TEXT, "press": TEXT,
                "name": {"type": "string", "maxLength": LONGEST_NAME}, "to": TEXT, "sending": TEXT, "reply": TEXT,
            },
        },
    }
)  # fmt: skip
ACTIVITY = _object(
    {
        "type": _one_of("message", "invoke", "conversationUpdate", "installationUpdate", "messageReaction", "event"),
        "id": {"type": "string", "minLength": 1},
        "name": _one_of(
            "adaptiveCard/action", "composeExtension/fetchTask", "composeExtension/submitAction",
            "message/submitAction", "task/fetch", "another",
        ),
        "text": TEXT,
        "value": {"oneOf": [_object({"action": _BUTTON}), ANYTHING]},
        "channelId": _one_of(CHANNEL),
        "from": _object({"id": _one_of("29:u2", "29:stranger"), "aadObjectId": TEXT}),
        "recipient": _object({"id": TEXT}),
        "conversation": _object(
            {"id": TEXT, "conversationType": _one_of("personal", "channel", "groupChat"), "tenantId": _one_of(TENANT)}
        ),
        "channelData": _object({"tenant": _object({"id": _one_of(TENANT)})}),
        "membersAdded": ANYTHING,
        "entities": ANYTHING,
        "attachments": ANYTHING,
    },
    "type", "id", "channelId", "from", "conversation", "channelData",
)  # fmt: skip
