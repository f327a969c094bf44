"""Teams over HTTP: who sent it is settled before its body is read, and what isn't Microsoft's is told nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import bodies
from bot.teams import translate, verifying
from bot.teams.app import Reply
from bot.teams.translate import Unreadable
from bot.teams.verifying import NotGenuine, Verifier

PATH = "/teams/messages"
LARGEST = 256 * 1024
"""Bytes of a body that is looked at: the most that Microsoft's services pass on, and far above Teams' own limit."""
AT_ONCE = 16_000
"""Bytes of a body that is read before anything else; larger ones are read beside the rest, one at a time."""


def route(turn: Callable[[dict[str, Any]], Awaitable[Reply]], verifier: Verifier | None) -> Route:
    """The one address for everything; without a `verifier`, for this machine alone."""
    in_turn = asyncio.Semaphore(1)

    async def received(request: Request) -> Response:
        try:
            activity = await _genuine(request, verifier, in_turn)
            reply = await turn(activity)
        except NotGenuine as refused:
            return Response(status_code=refused.status)
        except Unreadable:
            return Response(status_code=400)
        return JSONResponse(reply.body, reply.status) if reply.body is not None else Response(status_code=reply.status)

    return Route(PATH, received, methods=["POST"])


async def _genuine(request: Request, verifier: Verifier | None, in_turn: asyncio.Semaphore) -> dict[str, Any]:
    """The activity; raises `NotGenuine` and `Unreadable`."""
    caller = await verifier.caller(request.headers.get("authorization")) if verifier else None
    body = await bodies.read(request, LARGEST)
    if body is None:
        raise NotGenuine(verifying.FORBIDDEN)
    if len(body) <= AT_ONCE:
        activity = translate.parsed(body)
    else:
        async with in_turn:
            activity = await asyncio.to_thread(translate.parsed, body)
    if verifier and caller:
        verifier.agree(caller, activity)
    else:
        verifying.local(activity, request.client.host if request.client else None)
    return activity
