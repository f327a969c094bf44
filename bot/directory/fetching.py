"""Asking a directory over HTTP: patient where it is busy, bounded in time and size, believing nothing it says."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpx

from bot.errors import WrongDirectory

TRIES = 5
TIMEOUT_S = 10.0
PATIENCE_S = 60.0
"""Seconds that one reply may take in all, however slowly it drips."""
LARGEST = 20_000_000
"""Bytes of one reply."""
LONGEST_WAIT_S = 300.0
_BUSY = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Reply:
    """A status that isn't worth another try, and the object that came with it; {} where a refusal came without one."""

    status: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Again:
    why: str
    after_s: float | None = None


@dataclass
class Api:
    """One service that speaks JSON. Redirections aren't followed, so that what is sent goes nowhere else."""

    name: str
    pause: Callable[[float], None] = time.sleep
    _client: httpx.Client = field(init=False)

    def __enter__(self) -> Self:
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        self._client = httpx.Client(timeout=TIMEOUT_S, headers=headers, follow_redirects=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, token: str, **parameters: str | int) -> Reply:
        """What is there; raises `WrongDirectory` where nothing usable comes, however often it is asked."""
        return self._asked(
            lambda: self._client.build_request("GET", url, params=parameters or None, headers=_bearer(token))
        )

    def post(self, url: str, form: Mapping[str, str | int], token: str = "") -> Reply:
        """What comes back for a form; raises `WrongDirectory` as `get` does."""
        headers = _bearer(token) if token else {}
        return self._asked(lambda: self._client.build_request("POST", url, data=dict(form), headers=headers))

    def refused(self, told: str, todo: str) -> WrongDirectory:
        """The error for a refusal; what the service calls it is shown as far as it is a plain word."""
        return WrongDirectory(f"{self.name} doesn't tell who works here ({_word(told)}). {todo}")

    def strange(self, what: str) -> WrongDirectory:
        """The error for an answer that isn't the service's."""
        return WrongDirectory(f"{self.name} answers strangely ({what}). Check the address that is configured for it.")

    def _asked(self, build: Callable[[], httpx.Request]) -> Reply:
        why = ""
        for attempt in range(TRIES):
            came = self._once(build)
            if isinstance(came, Reply):
                return came
            why = came.why
            if attempt < TRIES - 1:
                self.pause(min(2.0**attempt if came.after_s is None else came.after_s, LONGEST_WAIT_S))
        raise WrongDirectory(f"{self.name} can't be reached ({why}). Check the network, or try again later.")

    def _once(self, build: Callable[[], httpx.Request]) -> Reply | _Again:
        try:
            found = self._client.send(build(), stream=True)
            try:
                if found.status_code in _BUSY:
                    return _Again(f"status {found.status_code}", _seconds(found.headers.get("Retry-After", "")))
                return self._read(found)
            finally:
                found.close()
        except httpx.InvalidURL as error:
            raise self.strange("no address") from error
        except httpx.HTTPError as error:
            return _Again(type(error).__name__)

    def _read(self, found: httpx.Response) -> Reply:
        body, until = bytearray(), time.monotonic() + PATIENCE_S
        for chunk in found.iter_raw():
            body += chunk
            if len(body) > LARGEST:
                raise self.strange(f"more than {LARGEST // 1_000_000} MB at once")
            if time.monotonic() > until:
                raise httpx.ReadTimeout("too slow")
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            if found.is_client_error:
                return Reply(found.status_code, {})
            raise self.strange("no JSON") from error
        if not isinstance(data, dict):
            raise self.strange("no object")
        return Reply(found.status_code, data)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _seconds(told: str) -> float | None:
    """`Retry-After`: seconds, or a moment."""
    try:
        return max(float(told), 0.0) if told.replace(".", "", 1).isdigit() else _until(parsedate_to_datetime(told))
    except ValueError:
        return None


def _until(moment: datetime) -> float:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - datetime.now(UTC)).total_seconds(), 0.0)


def _word(told: str) -> str:
    return "".join(letter for letter in told if letter.isascii() and (letter.isalnum() or letter in "_. "))[:60] or "?"
