"""Microsoft's signing keys: fetched without holding anybody up, kept, and fetched again when they change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

STALE_AFTER_S = 12 * 3600.0
"""Seconds after which keys are fetched anew."""
GOOD_FOR_S = 24 * 3600.0
"""Seconds for which keys are trusted while new ones can't be fetched."""
ASKED_AGAIN_S = 60.0
"""Seconds between fetches, whatever asks for them: a key nobody knows must not make us ask Microsoft each time."""
TIMEOUT_S = 5.0
LARGEST = 1_000_000
"""Bytes of an answer that are read."""
SHORTEST_KEY = 2048
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the channels that it is endorsed for."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class Keys:
    """The keys that the metadata at `url` leads to; `now` in seconds, from any beginning."""

    def __init__(self, url: str, now: Callable[[], float]) -> None:
        self._url = url
        self._now = now
        self._keys: dict[str, Key] = {}
        self._fetched = self._asked = float("-inf")
        self._turn = asyncio.Lock()

    async def get(self, kid: str) -> Key | None:
        """The key with this id, None where there is no such key that can still be trusted."""
        if kid not in self._keys or self._age() > STALE_AFTER_S:
            async with self._turn:
                if kid not in self._keys or self._age() > STALE_AFTER_S:
                    await self._refresh()
        return self._keys.get(kid) if self._age() <= GOOD_FOR_S else None

    async def fetched(self) -> bool:
        """Whether there are keys that can be trusted, fetched now where they have to be."""
        if not self._keys or self._age() > STALE_AFTER_S:
            async with self._turn:
                await self._refresh()
        return bool(self._keys) and self._age() <= GOOD_FOR_S

    def _age(self) -> float:
        return self._now() - self._fetched

    async def _refresh(self) -> None:
        if self._now() - self._asked < ASKED_AGAIN_S:
            return
        self._asked = self._now()
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_S) as client, asyncio.timeout(2 * TIMEOUT_S):
                found = await _read(client, str((await _read(client, self._url))["jwks_uri"]))
            keys = dict(_usable(found["keys"]))
        except (
            httpx.HTTPError,
            httpx.InvalidURL,
            TimeoutError,
            ValueError,
            KeyError,
            TypeError,
            RecursionError,
        ) as error:
            _LOG.error("Microsoft's signing keys can't be fetched (%s).", type(error).__name__)
            return
        if keys:
            self._keys, self._fetched = keys, self._now()


async def _read(client: httpx.AsyncClient, url: str) -> Any:
    """JSON from an address; raises what `_refresh` knows of."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOCAL:
        raise ValueError("keys come over https alone")
    body = bytearray()
    async with client.stream("GET", url) as response:
        response.raise_for_status()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > LARGEST:
                raise ValueError("too large")
    return httpx.Response(200, content=bytes(body)).json()


def _usable(found: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Key]]:
    """RSA keys of a decent length, by id; others are passed over."""
    for one in found:
        try:
            public = jwt.PyJWK.from_dict(dict(one), algorithm="RS256").key
            endorsed = frozenset(map(str, one.get("endorsements") or ()))
            if isinstance(public, RSAPublicKey) and public.key_size >= SHORTEST_KEY:
                yield str(one["kid"]), Key(public, endorsed)
        except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
            continue
