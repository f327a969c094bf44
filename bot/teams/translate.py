"""What Teams sends, as plain data of ours; None for what is not for us. Pure."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any

LONGEST = 50_000
"""Characters of a message that are taken in."""
DEEPEST = 60
"""Levels of an activity that are read; Teams sends about ten."""
LONGEST_ADDRESS = 8_000
UPLOAD = ("name", "uploadUrl", "contentUrl", "uniqueId", "fileType")
"""What Teams tells of a place for a file."""
LONGEST_WORD, MOST_WORDS = 200, 20
"""Characters of a word, and words of a value, that tell what kind of activity it is."""
MOST_MENTIONS = 100
_BREAK = re.compile(r"<(?:br ?/?|/p|/div|/li)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,4000}>", re.IGNORECASE)


class Unreadable(Exception):
    """A body is no activity."""


class Way(StrEnum):
    """What came, and where."""

    DIRECT = "direct"
    MENTION = "mention"
    PRESS = "press"
    WELCOME = "welcome"
    """Somebody has the app now."""
    HELLO = "hello"
    """A team has the app now."""
    RECEIPT = "receipt"
    """Somebody wants a receipt as a file."""
    LEAVE = "leave"
    """They have allowed it to be put into their OneDrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Something to be answered. `account` is the person's object id, `user` and `bot` are ids of the conversation's."""

    way: Way
    tenant: str
    service: str
    conversation: str
    activity: str
    account: str
    user: str
    bot: str
    text: str = ""
    alone: bool = True
    """Whether it came from a one-to-one conversation."""
    file: Mapping[str, str] = field(default_factory=dict)
    """The file that it is about: the number of its `receipt`, and where it may be put."""

    @property
    def key(self) -> str:
        """One activity, one key. Its parts are too long and too personal to be a key themselves."""
        who = self.account if self.way is Way.WELCOME else self.activity
        who += self.account if self.way is Way.LEAVE else ""
        return f"teams:{_hashed(self.way, self.tenant, self.conversation, who)}"


def parsed(body: bytes) -> dict[str, Any]:
    """An activity out of a body, its texts such as any database takes; raises `Unreadable`."""
    try:
        found = _tidied(json.loads(body), DEEPEST)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise Unreadable
    return found


def outline(activity: Mapping[str, Any]) -> dict[str, Any]:
    """What tells one kind of activity from another, and nothing that could be long.

    The SDK's reader takes a second for half a megabyte, in which nobody else is heard.
    """
    named = {name: _short(activity.get(name)) for name in ("type", "name", "channelId")}
    value = activity.get("value")
    if isinstance(value, Mapping):
        told: dict[str, Any] = {
            str(name)[:LONGEST_WORD]: _short(one) for name, one in islice(value.items(), MOST_WORDS)
        }
        action = value.get("action")
        if isinstance(action, Mapping):
            told["action"] = {name: _short(action.get(name)) for name in ("type", "verb")}
        return {**named, "value": told}
    return named


def came(activity: Mapping[str, Any]) -> Came | None:
    """The message in an activity; from people, and in channels only where they mention us."""
    sender = _part(activity, "from")
    if activity.get("type") != "message" or sender.get("role") == "bot":
        return None
    text = activity.get("text")
    if not isinstance(text, str):
        return None
    direct = _alone(activity)
    if not direct and not _mentioned(activity):
        return None
    return _addressed(activity, Way.DIRECT if direct else Way.MENTION, sender, plain(text, activity))


def arrived(activity: Mapping[str, Any]) -> list[Came]:
    """Whom to welcome: the one who has installed the app, a team that has it, or people who have joined one."""
    if activity.get("type") != "conversationUpdate":
        return []
    told = activity.get("membersAdded")
    added = [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []
    bot = _part(activity, "recipient").get("id")
    personal = _alone(activity)
    ours = any(one.get("id") == bot for one in added)
    if personal or ours:
        way = Way.WELCOME if personal else Way.HELLO
        one = _addressed(activity, way, _part(activity, "from")) if ours else None
        return [one] if one else []
    found = [_addressed(activity, Way.WELCOME, one) for one in added]
    return [one for one in found if one]


def left(activity: Mapping[str, Any]) -> str | None:
    """The object id of somebody who has removed the app for themselves."""
    removed = activity.get("type") == "installationUpdate" and str(activity.get("action")).startswith("remove")
    account = _part(activity, "from").get("aadObjectId")
    return account if _alone(activity) and removed and isinstance(account, str) else None


def acting(activity: Mapping[str, Any]) -> Came | None:
    """Whoever presses or sends something off."""
    return _addressed(activity, Way.PRESS, _part(activity, "from"))


def allowed(activity: Mapping[str, Any]) -> Came | None:
    """Somebody's leave to put a file into their OneDrive: one for each card that asked, however often it comes."""
    value, asked = _part(activity, "value"), activity.get("replyToId")
    found = _addressed(activity, Way.LEAVE, _part(activity, "from"))
    if found is None or value.get("action") != "accept":
        return None
    info = _part(value, "uploadInfo")
    file = {name: str(info.get(name) or "")[:LONGEST_ADDRESS] for name in UPLOAD}
    file["receipt"] = str(_part(value, "context").get("receipt"))
    return replace(found, file=file, activity=asked if isinstance(asked, str) and asked else found.activity)


def plain(text: str, activity: Mapping[str, Any] | None = None) -> str:
    """A message as its author saw it: mentions of us gone, others as names, no markup, entities as characters."""
    bot = _part(activity or {}, "recipient").get("id")
    for entity in _mentions(activity or {}):
        spoken = entity.get("text")
        if _part(entity, "mentioned").get("id") == bot and isinstance(spoken, str) and spoken:
            text = text.replace(spoken, " ")
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text[:LONGEST]))).strip()


def shared(value: Mapping[str, Any]) -> str:
    """The message that somebody wants checked, out of a message extension's `messagePayload`."""
    body = _part(_part(value, "messagePayload"), "body")
    content = body.get("content")
    return plain(content) if isinstance(content, str) else ""


def _addressed(activity: Mapping[str, Any], way: Way, who: Mapping[str, Any], text: str = "") -> Came | None:
    """None where anything is missing that an answer needs."""
    about = _part(activity, "conversation")
    alone = _alone(activity)
    named = {
        "service": activity.get("serviceUrl"),
        "conversation": about.get("id"),
        "activity": activity.get("id"),
        "account": who.get("aadObjectId"),
        "user": who.get("id"),
        "bot": _part(activity, "recipient").get("id"),
        "tenant": _part(_part(activity, "channelData"), "tenant").get("id") or about.get("tenantId"),
    }
    if not all(isinstance(value, str) and value for value in named.values()):
        return None
    known: dict[str, Any] = {name: str(value) for name, value in named.items()}
    return Came(way=way, text=text, alone=alone, **known)


def _alone(activity: Mapping[str, Any]) -> bool:
    return bool(_part(activity, "conversation").get("conversationType", "personal") == "personal")


def _mentions(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    told = activity.get("entities")
    entities = told if isinstance(told, list) else []
    found = (one for one in entities if isinstance(one, Mapping) and one.get("type") == "mention")
    return list(islice(found, MOST_MENTIONS))


def _mentioned(activity: Mapping[str, Any]) -> bool:
    bot = _part(activity, "recipient").get("id")
    return any(_part(entity, "mentioned").get("id") == bot for entity in _mentions(activity))


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _short(found: Any) -> str | int | float | None:
    """A word or a number; None for anything else."""
    if isinstance(found, str):
        return found[:LONGEST_WORD]
    return found if isinstance(found, int | float) else None


def _tidied(value: Any, deep: int) -> Any:
    if deep < 0:
        raise Unreadable
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "")
    if isinstance(value, list):
        return [_tidied(one, deep - 1) for one in value]
    if isinstance(value, dict):
        return {_tidied(name, deep - 1): _tidied(one, deep - 1) for name, one in value.items()}
    return value


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
