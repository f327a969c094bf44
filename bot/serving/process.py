"""`clausewise serve`: one process, all surfaces that are configured, till it is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from bot.serving import slack, teams
from bot.serving.core import Connection, Core, Surface, assembled
from bot.serving.policies import Policies
from bot.settings import Settings
from bot.wiring import Opened

FOLLOWED_EVERY_S = 30.0


def connections(settings: Settings) -> list[Connection]:
    """A connection for each surface that is configured; raises `BotError` where one is half configured."""
    found: list[Connection] = []
    if settings.slack.bot_token:
        found.append(slack.connect(settings.slack))
    if settings.teams.configured:
        found.append(teams.connect(settings))
    return found


def application(core: Core, surfaces: Sequence[Surface]) -> Starlette:
    """The web application: while it runs, letters and messages are seen to."""

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        await asyncio.to_thread(core.runner.start)
        beside = [asyncio.ensure_future(surface.socket()) for surface in surfaces if surface.socket]
        beside.append(asyncio.ensure_future(_follow(core.policies)))
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await asyncio.to_thread(core.runner.stop)

    return Starlette(routes=[route for surface in surfaces for route in surface.routes], lifespan=running)


async def serve(settings: Settings, opened: Opened, host: str, port: int) -> None:
    """Run till stopped. What is half done then is taken up at the next start."""
    found = connections(settings)
    core = assembled(settings, Policies(settings, opened), found)
    app = application(core, [connection.surface(core) for connection in found])
    await uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False)).serve()


async def _follow(policies: Policies) -> None:
    """Answer from a new generation soon after it is published."""
    while True:
        await asyncio.sleep(FOLLOWED_EVERY_S)
        await asyncio.to_thread(policies.follow)
