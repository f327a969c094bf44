"""The app's manifest: what Slack is told about Clausewise, with the least rights that it can work with."""

from __future__ import annotations

from typing import Any

from bot import messages

SCOPES: dict[str, str] = {
    "app_mentions:read": "to hear when somebody mentions the bot in a channel",
    "assistant:write": "to show that an answer is on its way, and to suggest questions",
    "chat:write": "to answer",
    "commands": "for /policy and the shortcuts",
    "files:write": "to hang the receipt of a signature on its message, as a PDF",
    "im:history": "to hear direct messages to the bot, and the turns before in a thread",
    "im:write": "to write to a line manager or a new starter",
    "mpim:history": "to see whether a message of its own got through to such a conversation; it hears of no other",
    "mpim:write": "to bring a colleague and their line manager together, where the colleague wants it",
    "users:read": "to tell colleagues from guests and outsiders",
    "users:read.email": "to find colleagues in your directory of people",
    "users.profile:read": "to read who somebody's manager is, where Slack knows",
}
"""Every right that is asked for, and what for."""
EVENTS = ("app_home_opened", "app_mention", "message.im", "team_join")
COMMAND = "/policy"
CHECK_MESSAGE, CHECK_DRAFT = "check_message", "check_draft"


def manifest(url: str | None) -> dict[str, Any]:
    """For Slack's "create an app from a manifest"; without a `url`, Socket Mode."""
    address = f"{url.rstrip('/')}/slack/events" if url else None
    reached = {"request_url": address} if address else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Clausewise",
            "description": messages.SLACK_ABOUT,
            "background_color": "#1f3a5f",
        },
        "features": {
            "agent_view": {"agent_description": messages.SLACK_ABOUT},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Clausewise", "always_online": True},
            "shortcuts": [
                {
                    "name": messages.CAN_I_SHARE,
                    "type": kind,
                    "callback_id": callback,
                    "description": messages.CAN_I_SHARE_ABOUT,
                }
                for kind, callback in (("message", CHECK_MESSAGE), ("global", CHECK_DRAFT))
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": messages.SLACK_COMMAND_ABOUT,
                    "usage_hint": messages.SLACK_COMMAND_HINT,
                    "should_escape": False,
                    **({"url": address} if address else {}),
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **reached},
            "interactivity": {"is_enabled": True, **reached},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
