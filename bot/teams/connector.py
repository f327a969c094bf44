"""The Bot Connector's REST API, as far as we need it: what came of each call in the terms of `bot.ports`.

Source: Microsoft's "Bot Connector REST API reference" and "Rate limiting". The SDK's own client neither keeps the
limits nor tells a message that was refused from one that may have been taken.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from bot.ports import Later, Refused, Sent, Unclear
from bot.teams.pace import Pace
from bot.teams.verifying import origin

TIMEOUT_S = 10.0
WAIT_S, LONGEST_WAIT_S = 2.0, 3600.0
NOT_INSTALLED, GONE, FINISHED, NOT_STREAMED = "not_installed", "gone", "finished", "not_streamed"
REFUSED, NOT_ALLOWED = "refused", "not_allowed"
_NOT_TAKEN = frozenset({401, 408, 412, 429, 503})
"""With these, Teams hasn't done it, and may later."""
_GATEWAY = frozenset({500, 502, 504})
"""With these, nobody knows."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the Connector gave back; empty where it gave nothing."""

    body: dict[str, Any]


class Connector:
    """Calls to those `services`, any where None; `token` gives our own, anew where the last wasn't taken."""

    def __init__(self, services: frozenset[str] | None, token: Callable[[bool], str | None], pace: Pace) -> None:
        self._services = services
        self._token = token
        self._pace = pace
        self._client = httpx.Client(timeout=TIMEOUT_S, follow_redirects=False)

    def send(
        self, service: str, conversation: str, activity: dict[str, Any], reply_to: str = ""
    ) -> Sent | Refused | Later:
        """An activity to a conversation; raises `Unclear` where it may have been taken."""
        seconds = self._pace.wait(conversation)
        if seconds:
            return Later(seconds)
        path = f"v3/conversations/{quote(conversation, safe='')}/activities"
        path += f"/{quote(reply_to, safe='')}" if reply_to else ""
        came = self._call("POST", service, path, activity)
        return Sent(str(came.body.get("id") or "")) if isinstance(came, Answered) else came

    def open_with(self, service: str, tenant: str, bot: str, account: str) -> str | Refused | Later:
        """The one-to-one conversation with somebody by their object id; the same one however often it is asked for."""
        wanted = {
            "bot": {"id": bot},
            "members": [{"id": account}],
            "isGroup": False,
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        came = self._call("POST", service, "v3/conversations", wanted)
        return str(came.body.get("id") or "") if isinstance(came, Answered) else came

    def member(self, service: str, conversation: str, user: str) -> dict[str, Any] | Refused | Later:
        """Who somebody in a conversation is, as Teams knows them."""
        path = f"v3/conversations/{quote(conversation, safe='')}/members/{quote(user, safe='')}"
        came = self._call("GET", service, path)
        return came.body if isinstance(came, Answered) else came

    def _call(
        self, method: str, service: str, path: str, body: dict[str, Any] | None = None
    ) -> Answered | Refused | Later:
        if self._services is not None and origin(service) not in self._services:
            return Refused(NOT_ALLOWED)
        for anew in (False, True):
            try:
                response = self._asked(method, f"{service.rstrip('/')}/{path}", body, anew=anew)
            except httpx.ConnectError:
                return Later(WAIT_S * _jitter())
            except httpx.HTTPError as error:
                raise Unclear from error
            if response.status_code != httpx.codes.UNAUTHORIZED:
                break
        return _came(response)

    def _asked(self, method: str, url: str, body: dict[str, Any] | None, *, anew: bool) -> httpx.Response:
        token = self._token(anew)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._client.request(method, url, json=body, headers=headers)


def _came(response: httpx.Response) -> Answered | Refused | Later:
    """What to make of a response; raises `Unclear`."""
    status = response.status_code
    if response.is_success:
        return Answered(_json(response))
    if status in _NOT_TAKEN:
        return Later(_seconds(response.headers.get("Retry-After")))
    if status in _GATEWAY or status < 400:
        raise Unclear
    return Refused(_why(status, _json(response).get("error")))


def _why(status: int, error: Any) -> str:
    code, told = (str(error.get("code")), str(error.get("message"))) if isinstance(error, dict) else ("", "")
    if code == "ContentStreamNotAllowed":
        return FINISHED if "completed" in told else NOT_STREAMED
    if status == httpx.codes.FORBIDDEN:
        return NOT_INSTALLED
    return GONE if status == httpx.codes.NOT_FOUND else REFUSED


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(told: str | None) -> float:
    """What Teams asks for, or a guess; never two of us at the same moment."""
    try:
        asked = float(told or WAIT_S)
    except ValueError:
        asked = WAIT_S
    return min(max(asked, 0.0), LONGEST_WAIT_S) + WAIT_S * _jitter()


def _jitter() -> float:
    return random.uniform(0.0, 1.0)  # noqa: S311 - nothing secret hangs on it
