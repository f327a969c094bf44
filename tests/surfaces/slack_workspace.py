"""A Slack workspace on loopback, for what emulate lacks: streaming, windows, files, response addresses, Socket Mode.

What its methods do stands in `slack_methods.py`. On bad days it answers 429 and 5xx, or drops connections, also when it
has taken something.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.surfaces.slack_limits import Refusal, sound
from tests.surfaces.slack_methods import APP_TOKEN, BOT_TOKEN, Handler, Slack, Told


@dataclass
class Workspace(Slack):
    """A workspace over HTTP. `badness` is the share of calls that something goes wrong with."""

    badness: float = 0.0
    seed: int = 1
    acknowledged: asyncio.Queue[Told] = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._chance = random.Random(self.seed)
        self._sockets: list[web.WebSocketResponse] = []
        self.loop: asyncio.AbstractEventLoop | None = None

    @property
    def connections(self) -> int:
        """How many connections of Socket Mode there have been."""
        return len(self._sockets)

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
        handler = self.method(method)
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
