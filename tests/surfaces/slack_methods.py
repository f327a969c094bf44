"""Slack's Web API as far as the app uses it, by its documented contract: trigger ids are good once, blocks are held to
Slack's limits, what is posted for one person is in no history."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.surfaces.slack_limits import Refusal, chunks, shown_view, sound

BOT_TOKEN, APP_TOKEN = "xoxb-local-test", "xapp-local-test"
TEAM, BOT = "T1", "UBOT"
PEOPLE = {"U1": "asha@example.com", "U2": "ben@example.com", "U3": "nobody@example.com"}
OFFERED = frozenset({"streaming", "stopping", "files"})
"""What a workspace lets the app do, unless a test says otherwise."""
STRANGER = "U3"
"""Whom no directory knows."""
Told = dict[str, Any]
Handler = Callable[[Told], Told]


@dataclass
class Slack:
    """Everything that happened in a workspace, and what each method of the Web API makes happen."""

    offers: set[str] = field(default_factory=lambda: set(OFFERED))
    url: str = ""
    people: dict[str, str] = field(default_factory=lambda: dict(PEOPLE))
    """Addresses of its members, by their ids."""
    messages: dict[str, list[Told]] = field(default_factory=dict)
    whispers: list[Told] = field(default_factory=list)
    answers: list[Told] = field(default_factory=list)
    """What came to response addresses."""
    homes: dict[str, Told] = field(default_factory=dict)
    windows: list[Told] = field(default_factory=list)
    """Views opened, pushed and updated, the last of them in front."""
    calls: Counter[str] = field(default_factory=Counter)
    statuses: list[str] = field(default_factory=list)
    prompts: list[Told] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._count = itertools.count(1)
        self._triggers: set[str] = set()

    def method(self, name: str) -> Handler | None:
        """What does one of Slack's: `chat.postMessage` is `_chat_post_message`."""
        ours = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name.replace(".", "_")).lower()
        return getattr(self, f"_{ours}", None)

    def ts(self) -> str:
        return f"1700000000.{next(self._count):06d}"

    def trigger(self) -> str:
        """Good for one window."""
        made = f"{next(self._count)}.trigger"
        self._triggers.add(made)
        return made

    def direct(self, user: str) -> str:
        return f"D{user}"

    def say(self, user: str, text: str, channel: str = "", thread: str = "") -> Told:
        """Somebody says something; the event that tells of it."""
        ts = self.ts()
        where = channel or self.direct(user)
        said = {"type": "message", "user": user, "text": text, "ts": ts, "thread_ts": thread or ts}
        self.messages.setdefault(where, []).append(said)
        event = {"type": "message", "channel": where, "channel_type": "im", "user": user, "text": text, "ts": ts}
        return event | ({"thread_ts": thread} if thread else {})

    def thread(self, channel: str, ts: str) -> list[Told]:
        """The app's replies under a message."""
        found = self.messages.get(channel, [])
        return [one for one in found if one.get("thread_ts") == ts and one["ts"] != ts and one.get("bot_id")]

    def finished(self) -> Counter[str]:
        """How many finished replies of the app's each message has."""
        found = [one for told in list(self.messages.values()) for one in list(told)]
        return Counter(one["thread_ts"] for one in found if one.get("metadata") and one["thread_ts"] != one["ts"])

    def letters(self, user: str) -> list[Told]:
        """What the app wrote to somebody of its own accord, their latest last."""
        there = self.messages.get(self.direct(user), [])
        return [one for one in there if one.get("bot_id") and one["thread_ts"] == one["ts"]]

    def _auth_test(self, _: Told) -> Told:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": "B1"}

    def _apps_connections_open(self, _: Told) -> Told:
        return {"url": self.url.replace("http", "ws").replace("/api/", "/socket")}

    def _users_info(self, told: Told) -> Told:
        user = str(told["user"])
        if user not in self.people:
            raise Refusal("user_not_found")
        return {"user": {"id": user, "team_id": TEAM, "profile": {"email": self.people[user]}}}

    def _users_list(self, _: Told) -> Told:
        rows = [
            {"id": user, "team_id": TEAM, "name": email, "profile": {"email": email, "real_name": email.split("@")[0]}}
            for user, email in self.people.items()
            if user != STRANGER
        ]
        return {"members": rows}

    def _team_profile_get(self, _: Told) -> Told:
        return {"profile": {"fields": []}}

    def _users_lookup_by_email(self, told: Told) -> Told:
        found = [user for user, email in self.people.items() if email == told["email"]]
        if not found:
            raise Refusal("users_not_found")
        return {"user": {"id": found[0]}}

    def _conversations_open(self, told: Told) -> Told:
        return {"channel": {"id": self.direct(str(told["users"]))}}

    def _conversations_history(self, told: Told) -> Told:
        found = [one for one in self.messages.get(told["channel"], []) if one.get("thread_ts", one["ts"]) == one["ts"]]
        return {"messages": found[::-1][: int(told.get("limit", 100))]}

    def _conversations_replies(self, told: Told) -> Told:
        found = self.messages.get(told["channel"], [])
        thread = [one for one in found if told["ts"] in (one["ts"], one.get("thread_ts"))]
        if not thread:
            raise Refusal("thread_not_found")
        return {"messages": thread}

    def _chat_post_message(self, told: Told) -> Told:
        sound(told.get("blocks") or [])
        return {"ts": self._written(told, blocks=told.get("blocks") or [], text=told["text"])}

    def _chat_post_ephemeral(self, told: Told) -> Told:
        sound(told.get("blocks") or [])
        self.whispers.append(told)
        return {"message_ts": self.ts()}

    def _chat_update(self, told: Told) -> Told:
        sound(told["blocks"])
        message = self._message(told)
        message |= {"blocks": told["blocks"], "text": told["text"], "metadata": told.get("metadata")}
        return {"ts": message["ts"]}

    def _chat_start_stream(self, told: Told) -> Told:
        if "streaming" not in self.offers:
            raise Refusal("feature_not_enabled")
        made = chunks(told)
        return {"ts": self._written(told, blocks=made, text="", streaming=True)}

    def _chat_append_stream(self, told: Told) -> Told:
        self._streaming(told)["blocks"] += chunks(told)
        return {"ts": told["ts"]}

    def _chat_stop_stream(self, told: Told) -> Told:
        if "stopping" not in self.offers:
            raise Refusal("internal_error")
        message = self._streaming(told)
        message["blocks"] += chunks(told) + list(told.get("blocks") or [])
        sound(message["blocks"])
        message |= {"streaming": False, "metadata": told.get("metadata")}
        return {"ts": told["ts"]}

    def _streaming(self, told: Told) -> Told:
        message = self._message(told)
        if not message.get("streaming"):
            raise Refusal("message_not_in_streaming_state")
        return message

    def _written(self, told: Told, **more: Any) -> str:
        ts = self.ts()
        message = {"type": "message", "bot_id": "B1", "user": BOT, "ts": ts, "metadata": told.get("metadata"), **more}
        message["thread_ts"] = told.get("thread_ts") or ts
        self.messages.setdefault(str(told["channel"]), []).append(message)
        return ts

    def _message(self, told: Told) -> Told:
        for message in self.messages.get(str(told["channel"]), []):
            if message["ts"] == told["ts"] and message.get("bot_id"):
                return message
        raise Refusal("message_not_found")

    def _assistant_threads_set_status(self, told: Told) -> Told:
        self.statuses.append(str(told["status"]))
        return {}

    def _assistant_threads_set_suggested_prompts(self, told: Told) -> Told:
        self.prompts.append(told)
        return {}

    def _views_publish(self, told: Told) -> Told:
        self.homes[str(told["user_id"])] = shown_view(told)
        return {}

    def _views_open(self, told: Told) -> Told:
        self._spend(told)
        self.windows = []
        return self._shown(told)

    def _views_push(self, told: Told) -> Told:
        self._spend(told)
        if not 0 < len(self.windows) < 3:
            raise Refusal("push_limit_reached")
        return self._shown(told)

    def _views_update(self, told: Told) -> Told:
        view = shown_view(told)
        here = next((n for n, one in enumerate(self.windows) if one["id"] == told["view_id"]), None)
        if here is None:
            raise Refusal("not_found")
        self.windows[here] = {**view, "id": told["view_id"]}
        return {"view": self.windows[here]}

    def _spend(self, told: Told) -> None:
        trigger = str(told["trigger_id"])
        if trigger not in self._triggers:
            raise Refusal("expired_trigger_id")
        self._triggers.remove(trigger)

    def _shown(self, told: Told) -> Told:
        shown = {**shown_view(told), "id": f"V{next(self._count)}"}
        self.windows.append(shown)
        return {"view": shown}

    def _files_get_upload_url_external(self, told: Told) -> Told:
        if "files" not in self.offers:
            raise Refusal("missing_scope")
        file = f"F{next(self._count)}"
        return {"file_id": file, "upload_url": self.url.replace("/api/", f"/upload/{file}")}

    def _files_complete_upload_external(self, told: Told) -> Told:
        for one in told["files"]:
            where = {"channel": told["channel_id"], "thread_ts": told.get("thread_ts")}
            self._written(where, text="", files=[{"id": one["id"], "title": one["title"]}])
        return {"files": told["files"]}
