"""`clausewise serve`: one process, all surfaces that are configured, till it is stopped."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial

import uvicorn
from fastapi import FastAPI

from bot.errors import WrongSettings
from bot.serving import health, slack, teams, tracing, web
from bot.serving.accounts import Accounts
from bot.serving.core import Connection, Core, Surface, assembled
from bot.serving.policies import Policies
from bot.settings import Settings
from bot.wiring import Opened

TURN_S = 0.001
"""Seconds that one thread of several keeps the interpreter: short, so that what comes in is acknowledged at once."""
FOLLOWED_EVERY_S = 30.0
FINISHED_WITHIN_S = 20
"""Seconds that a stop waits for what is being answered; the rest is taken up at the next start."""


def connections(settings: Settings, host: str = "127.0.0.1") -> list[Connection]:
    """A connection for each surface that is configured; raises `BotError` where one is half configured, or none is."""
    found: list[Connection] = []
    if settings.slack.bot_token:
        found.append(slack.connect(settings.slack))
    if settings.teams.configured:
        found.append(teams.connect(settings))
    page = web.connect(settings, host)  # last: its address is where nobody else's begins
    if page:
        found.append(page)
    if not found:
        raise WrongSettings(
            f"There is nothing to serve: no chat is connected, and the page is off because {host} lets other machines "
            "in. Serve on 127.0.0.1, or see web.address in docs/configuration.md."
        )
    return found


def application(core: Core, surfaces: Sequence[Surface]) -> FastAPI:
    """The web application: while it runs, letters and messages are seen to."""
    traces = tracing.provider(core.settings.trace_to)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(core.runner.start)
        jobs: list[Callable[[], Awaitable[None]]] = [partial(_follow, core.policies)]
        jobs += [surface.socket for surface in surfaces if surface.socket]
        jobs += [surface.watch.run for surface in surfaces if surface.watch]
        beside = [asyncio.ensure_future(job()) for job in jobs]
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await asyncio.to_thread(core.runner.stop)
            if traces:
                await asyncio.to_thread(traces.shutdown)

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=running)
    app.include_router(health.routes(core, surfaces))
    app.router.routes.extend(route for surface in surfaces for route in surface.routes)
    app.add_middleware(Accounts, traces=traces)
    return app


class Server(uvicorn.Server):
    """Says where it is once it listens, so that port 0 is known, and stops in peace."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[str, int], None]) -> None:
        super().__init__(config)
        self._listening = listening

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A stop that was asked for is no failure; uvicorn's own way ends the process with the signal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.handle_exit)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self.servers:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._listening(host, port)


async def serve(
    settings: Settings, opened: Opened, host: str, port: int, listening: Callable[[str, int], None] = lambda _, __: None
) -> None:
    """Run till stopped; `listening` is told the address. What is half done at a stop is taken up at the next start."""
    sys.setswitchinterval(TURN_S)
    found = connections(settings, host)
    taken = _taken(host, port)
    core = assembled(settings, Policies(settings, opened), found)
    app = application(core, [connection.surface(core) for connection in found])
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=FINISHED_WITHIN_S,
    )
    gc.freeze()  # what is loaded stays, and looking through it would hold everybody up for a seventh of a second
    await Server(config, listening).serve([taken])


def _taken(host: str, port: int) -> socket.socket:
    """The address, ours from now; raises `WrongSettings` where it can't be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = str(error.strerror or error).partition(" (")[0]
        raise WrongSettings(
            f"{host}:{port} can't be listened at ({why}). Stop what else is there, or choose another: "
            "clausewise serve --port 8401"
        ) from error


async def _follow(policies: Policies) -> None:
    """Answer from a new generation soon after it is published."""
    while True:
        await asyncio.sleep(FOLLOWED_EVERY_S)
        await asyncio.to_thread(policies.follow)
