"""A line in the log for each request, and a span: which address, what came of it, how long. Never what was in it."""

from __future__ import annotations

from time import perf_counter, time_ns
from typing import TYPE_CHECKING

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


class Accounts:
    """An ASGI application around another."""

    def __init__(self, app: ASGIApp, traces: TracerProvider | None = None) -> None:
        self._app = app
        self._log = structlog.get_logger("bot.serving.requests")
        self._tracer = traces.get_tracer("bot.serving") if traces else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, at, status = perf_counter(), time_ns(), 500

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, told)
        finally:
            route = getattr(scope.get("route"), "path", "")
            took = round((perf_counter() - began) * 1000, 1)
            self._log.info("request", method=scope["method"], route=route, status=status, ms=took)
            if self._tracer:
                noted = {"http.request.method": scope["method"], "http.route": route}
                span = self._tracer.start_span(f"{scope['method']} {route}", start_time=at, attributes=noted)
                span.set_attribute("http.response.status_code", status)
                span.end()
