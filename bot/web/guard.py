"""What every request has to pass before anything reads it, and what every response says to the browser."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1_000_000
"""Bytes of a form."""
FORM = "application/x-www-form-urlencoded"
SECRET_HEADER = "x-clausewise-secret"  # noqa: S105 - the header's name
HERE = frozenset({"127.0.0.1", "localhost", "::1"})
SAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types answers"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""`same-origin` tells nobody else where somebody comes from; with `no-referrer`, browsers hide where a form was sent
from, which is what keeps other sites from sending ours."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Who may come. `address` is where people reach us, None on this machine alone; `secret` is the proxy's."""

    address: str | None = None
    secret: str | None = None

    def refusal(self, method: str, headers: Mapping[str, str]) -> int | None:
        """The status of a request that isn't taken; None where nothing speaks against it."""
        if self.secret and not hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(), self.secret.encode()):
            return 403
        host = headers.get("host", "")
        if not self._is_ours(host):
            return 421
        if method not in ("GET", "HEAD", "POST"):
            return 405
        if method != "POST":
            return None
        if headers.get("origin") != (self.address or f"http://{host}"):
            return 403
        if headers.get("content-type", "").partition(";")[0].strip().casefold() != FORM:
            return 415
        length = headers.get("content-length", "")
        return None if length.isdecimal() and len(length) < len(str(LARGEST)) else 413

    def _is_ours(self, host: str) -> bool:
        if self.address:
            return host.casefold() == urlsplit(self.address).netloc
        try:
            return urlsplit(f"//{host}").hostname in HERE
        except ValueError:
            return False


class Guard:
    """An ASGI application in front of another. Bodies without a length are refused, so that none runs on for ever."""

    def __init__(self, app: ASGIApp, bounds: Bounds) -> None:
        self._app = app
        self._bounds = bounds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        refusal = self._bounds.refusal(scope["method"], Headers(scope=scope))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SAYS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if refusal is None:
            await self._app(scope, receive, told)
            return
        await told({"type": "http.response.start", "status": refusal, "headers": [(b"content-length", b"0")]})
        await told({"type": "http.response.body", "body": b""})
