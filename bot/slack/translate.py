"""What Slack sends, as plain data of ours; None for what is not for us. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST = 50_000
"""Characters of a message that are taken in."""
_ANGLED = re.compile(r"<([^<>]{0,4000})>")


class Way(StrEnum):
    """How a message came."""

    DIRECT = "direct"
    MENTION = "mention"
    COMMAND = "command"
    JOINED = "joined"
    """Nothing was said: somebody has come to the workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody's message to the bot. `thread` is the message that the thread hangs on, itself where it begins one.

    `reply_to` is the address that a command is answered at, "" for what isn't one.
    """

    team: str
    channel: str
    user: str
    ts: str
    thread: str
    text: str
    way: Way
    outsider: bool = False
    reply_to: str = ""

    @property
    def key(self) -> str:
        """One message, one key: Slack may send it as several events with ids of their own."""
        return f"slack:{self.team}:{self.channel}:{self.ts}"


def said(body: Mapping[str, Any]) -> Said | None:
    """The message in an event callback. Bots' messages, edits, joins and our own come back as None."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("bot_id") or event.get("subtype") or event.get("hidden"):
        return None
    direct = event.get("type") == "message" and str(event.get("channel", "")).startswith("D")
    if not direct and event.get("type") != "app_mention":
        return None
    named = {name: event.get(name) for name in ("channel", "user", "ts", "text")}
    team = event.get("team") or event.get("user_team") or body.get("team_id")
    if not all(isinstance(value, str) and value for value in (*named.values(), team)):
        return None
    return Said(
        team=str(body.get("team_id") or team),
        channel=str(named["channel"]),
        user=str(named["user"]),
        ts=str(named["ts"]),
        thread=str(event.get("thread_ts") or named["ts"]),
        text=plain(str(named["text"]), drop_first_mention=not direct),
        way=Way.DIRECT if direct else Way.MENTION,
        outsider=_outsider(body, event),
    )


def commanded(body: Mapping[str, Any], text: str) -> Said | None:
    """A command whose answer comes later, at the address that Slack gives for it."""
    told = {
        name: str(body.get(name) or "") for name in ("team_id", "channel_id", "user_id", "trigger_id", "response_url")
    }
    if not all(told.values()) or not text:
        return None
    once = told["trigger_id"]
    return Said(
        team=told["team_id"], channel=told["channel_id"], user=told["user_id"], ts=once, thread=once, text=text,
        way=Way.COMMAND, reply_to=told["response_url"],
    )  # fmt: skip


def joined(body: Mapping[str, Any]) -> Said | None:
    """Somebody who has come to the workspace, as a message without words."""
    user = (body.get("event") or {}).get("user")
    account = str((user.get("id") if isinstance(user, Mapping) else user) or "")
    team = str(body.get("team_id") or "")
    if not account or not team:
        return None
    return Said(team=team, channel=account, user=account, ts="joined", thread="joined", text="", way=Way.JOINED)


def _outsider(body: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether the author belongs to another organisation: Slack Connect."""
    home = body.get("team_id")
    return any(event.get(name) not in (None, home) for name in ("user_team", "source_team"))


def plain(text: str, *, drop_first_mention: bool = False) -> str:
    """A message as its author saw it: links by their words, mentions as a name, entities as characters."""
    if drop_first_mention:
        text = re.sub(r"^\s*<@[A-Z0-9]+(\|[^<>]*)?>", "", text, count=1)
    return html.unescape(_ANGLED.sub(_spoken, text[:LONGEST])).strip()


def _spoken(found: re.Match[str]) -> str:
    target, _, label = found[1].partition("|")
    if target.startswith(("@", "#")):
        return f"{target[0]}{label or 'someone'}"
    if target.startswith("!"):
        return f"@{label or target[1:].partition('^')[0]}"
    return f"{label} ({target})" if label and label not in target else target


def in_channel(channel: str) -> bool:
    """Whether others read along there."""
    return channel[:1] in ("C", "G")
