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
LARGEST = 1_000_000
"""Bytes of a body that is looked at; Teams' own limit is far below."""
AT_ONCE = 16_000
"""Bytes of a body that is read before anything else; larger ones are read beside the rest."""


def route(turn: Callable[[dict[str, Any]], Awaitable[Reply]], verifier: Verifier | None) -> Route:
    """The one address for everything; without a `verifier`, for this machine alone."""

    async def received(request: Request) -> Response:
        try:
            activity = await _genuine(request, verifier)
            reply = await turn(activity)
        except NotGenuine as refused:
            return Response(status_code=refused.status)
        except Unreadable:
            return Response(status_code=400)
        return JSONResponse(reply.body, reply.status) if reply.body is not None else Response(status_code=reply.status)

    return Route(PATH, received, methods=["POST"])


async def _genuine(request: Request, verifier: Verifier | None) -> dict[str, Any]:
    """The activity; raises `NotGenuine` and `Unreadable`."""
    caller = await verifier.caller(request.headers.get("authorization")) if verifier else None
    body = await bodies.read(request, LARGEST)
    if body is None:
        raise NotGenuine(verifying.FORBIDDEN)
    activity = translate.parsed(body) if len(body) <= AT_ONCE else await asyncio.to_thread(translate.parsed, body)
    if verifier and caller:
        verifier.agree(caller, activity)
    else:
        verifying.local(activity, request.client.host if request.client else None)
    return activity
