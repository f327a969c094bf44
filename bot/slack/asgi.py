"""Slack over HTTP: the raw bytes are verified before anything reads them; what isn't Slack's gets 401 and no more."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.slack import shape, verifying

PATH = "/slack/events"


def route(app: AsyncApp, secret: str, now: Callable[[], float], turned_away: Callable[[], None]) -> Route:
    """The one address for events, commands, shortcuts and presses; `turned_away` hears of each that isn't Slack's."""

    async def received(request: Request) -> Response:
        body = await _read(request)
        if body is None or not verifying.genuine(request.headers, body, secret, now()):
            turned_away()
            return Response(status_code=401)
        try:
            sent = to_async_bolt_request(request, body)
        except (ValueError, RecursionError, AttributeError, TypeError):  # signed, and still no JSON object or form
            return Response(status_code=400)
        if not shape.known(sent.body):
            return Response(status_code=400)
        return to_starlette_response(await app.async_dispatch(sent))

    return Route(PATH, received, methods=["POST"])


async def _read(request: Request) -> bytes | None:
    """The body, None where it is larger than anything Slack sends or breaks off."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > verifying.LARGEST:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
