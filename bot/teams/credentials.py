"""The bot's own token: fetched with its secret, kept till shortly before it ends."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import httpx

SCOPE = "https://api.botframework.com/.default"
TIMEOUT_S = 10.0
EARLY_S = 300.0
"""Seconds before its end from which a token isn't used any more."""


class Credentials:
    """Client credentials of one app in its tenant; `now` in seconds, from any beginning."""

    def __init__(self, login: str, tenant: str, app_id: str, secret: str, now: Callable[[], float]) -> None:
        self._url = f"{login.rstrip('/')}/{tenant}/oauth2/v2.0/token"
        self._form = {"grant_type": "client_credentials", "client_id": app_id, "client_secret": secret, "scope": SCOPE}
        self._now = now
        self._held, self._until = "", float("-inf")
        self._turn = Lock()

    def token(self, anew: bool) -> str:  # noqa: FBT001 - the port has one argument
        """A token that is good now; raises `httpx.ConnectError` where Microsoft gives none."""
        with self._turn:
            if anew or self._now() >= self._until:
                self._fetch()
            return self._held

    def good(self) -> bool:
        """Whether there is a token, fetched now where it has to be."""
        try:
            return bool(self.token(anew=False))
        except httpx.ConnectError:
            return False

    def _fetch(self) -> None:
        try:
            found = httpx.post(self._url, data=self._form, timeout=TIMEOUT_S).raise_for_status().json()
            self._held = str(found["access_token"])
            self._until = self._now() + max(float(found.get("expires_in", 0)) - EARLY_S, 0.0)
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            # nothing has been sent yet, so that it may simply be tried again
            raise httpx.ConnectError("no token") from error
