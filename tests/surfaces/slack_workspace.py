"""A Slack workspace on loopback, for what emulate lacks: streaming, windows, files, response addresses, Socket Mode.

It follows Slack's documented contract: trigger ids are good once, blocks are held to Slack's limits, what is posted for
one person is in no history. On bad days it answers 429 and 5xx, or drops connections, also when it has taken something.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

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
class Workspace:
    """Everything that happened in it. `badness` is the share of calls that something goes wrong with."""

    badness: float = 0.0
    seed: int = 1
    offers: set[str] = field(default_factory=lambda: set(OFFERED))
    url: str = ""
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
    acknowledged: asyncio.Queue[Told] = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        self._count = itertools.count(1)
        self._chance = random.Random(self.seed)
        self._triggers: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self.loop: asyncio.AbstractEventLoop | None = None

    @property
    def connections(self) -> int:
        """How many connections of Socket Mode there have been."""
        return len(self._sockets)

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

    def letters(self, user: str) -> list[Told]:
        """What the app wrote to somebody of its own accord, their latest last."""
        there = self.messages.get(self.direct(user), [])
        return [one for one in there if one.get("bot_id") and one["thread_ts"] == one["ts"]]

    def application(self) -> web.Application:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/api/{method}", self._called)
        app.router.add_post("/answer/{user}", self._answered)
        app.router.add_post("/upload/{file}", self._uploaded)
        app.router.add_get("/socket", self._socket)
        return app

    async def deliver(self, kind: str, payload: Told, envelope: str) -> None:
        """Send an envelope over the socket."""
        await self._sockets[-1].send_json({"type": kind, "envelope_id": envelope, "payload": payload})

    async def close_sockets(self) -> None:
        for one in self._sockets:
            await one.close()

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls[method] += 1
        as_json = request.content_type == "application/json"
        told = json.loads(await request.read() or b"{}") if as_json else dict(await request.post())
        token = (request.headers.get("Authorization", "").removeprefix("Bearer ") or told.get("token")) or ""
        if token not in (BOT_TOKEN, APP_TOKEN):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        handler = getattr(self, _named(method), None)
        if handler is None:
            return web.json_response({"ok": False, "error": "unknown_method"})
        return await self._on_a_day(request, method, lambda: _handled(handler, _decoded(told)))

    async def _on_a_day(
        self, request: web.Request, method: str, take: Callable[[], web.Response]
    ) -> web.StreamResponse:
        bad = self._chance.random() if method.startswith(("chat.", "views.", "files.")) else 1.0
        part = bad / self.badness if self.badness else 1.0
        if part < 0.3:
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "0"})
        if part < 0.5:
            return web.Response(status=503)
        taken = take()
        if part < 0.75:
            return web.Response(status=500)
        if part < 1.0:
            assert request.transport is not None
            request.transport.abort()
        return taken

    async def _answered(self, request: web.Request) -> web.Response:
        told = await request.json()
        sound(told.get("blocks") or [])
        self.answers.append({"user": request.match_info["user"], **told})
        return web.Response(text="ok")

    async def _uploaded(self, request: web.Request) -> web.Response:
        self.files[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.put_nowait(json.loads(message.data))
        return socket

    def _auth_test(self, _: Told) -> Told:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": "B1"}

    def _apps_connections_open(self, _: Told) -> Told:
        return {"url": self.url.replace("http", "ws").replace("/api/", "/socket")}

    def _users_info(self, told: Told) -> Told:
        user = str(told["user"])
        if user not in PEOPLE:
            raise Refusal("user_not_found")
        return {"user": {"id": user, "team_id": TEAM, "profile": {"email": PEOPLE[user]}}}

    def _users_list(self, _: Told) -> Told:
        rows = [
            {"id": user, "team_id": TEAM, "name": email, "profile": {"email": email, "real_name": email.split("@")[0]}}
            for user, email in PEOPLE.items()
            if user != STRANGER
        ]
        return {"members": rows}

    def _team_profile_get(self, _: Told) -> Told:
        return {"profile": {"fields": []}}

    def _users_lookup_by_email(self, told: Told) -> Told:
        found = [user for user, email in PEOPLE.items() if email == told["email"]]
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


def _named(method: str) -> str:
    """Our own method for one of Slack's: `chat.postMessage` is `_chat_post_message`."""
    return "_" + re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", method.replace(".", "_")).lower()


def _handled(handler: Handler, told: Told) -> web.Response:
    try:
        return web.json_response({"ok": True, **handler(told)})
    except Refusal as refusal:
        return web.json_response({"ok": False, "error": str(refusal)})


def _decoded(told: Told) -> Told:
    """Forms carry what is nested as JSON."""
    nested = ("blocks", "view", "metadata", "files", "chunks", "prompts")
    return {
        name: json.loads(value) if name in nested and isinstance(value, str) else value for name, value in told.items()
    }


@contextmanager
def workspace(badness: float = 0.0, seed: int = 1) -> Iterator[Workspace]:
    """A workspace that runs in a thread of its own."""
    made = Workspace(badness=badness, seed=seed)
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        runner = web.AppRunner(made.application(), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        made.url, made.loop = f"http://{host}:{port}/api/", loop
        ready.set()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(run())
        loop.run_forever()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def wait(made: Workspace, job: Awaitable[Any]) -> Any:
    """Have a workspace do something in its own thread."""
    assert made.loop is not None
    return asyncio.run_coroutine_threadsafe(job, made.loop).result(10)  # type: ignore[arg-type]


def until(ready: Callable[[], Any], patience_s: float = 20.0) -> Any:
    """What is waited for, once it is there."""
    end = time.monotonic() + patience_s
    while not (found := ready()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
    return found
