"""Is an activity really from Microsoft, for us, and from a tenant of ours? Decided before the SDK sees it.

Source: Microsoft's "Authenticate requests from the Bot Connector service to your bot", each of its seven requirements,
and beside them the tenant. The SDK asks for less: it takes tokens without an expiry, keys without an endorsement, and
activities without an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt

from bot.teams.keys import LOCAL, Key, Keys

SKEW_S = 300
"""Seconds by which clocks may differ."""
LONGEST_TOKEN = 16_384
UNKNOWN, FORBIDDEN = 401, 403
_WHOLE = {"require": ["exp", "iss", "aud"], "strict_aud": True}
_ODD = (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


class NotGenuine(Exception):
    """It isn't from Microsoft (401), or it is and isn't for us (403). `status` is all that the sender is told."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class Caller:
    """Who signed, and what of the activity they vouch for."""

    key: Key
    service: str


class Verifier:
    """Checks tokens, and that activities are what their tokens say."""

    def __init__(
        self, keys: Keys, *, app_id: str, issuer: str, tenants: frozenset[str], services: frozenset[str]
    ) -> None:
        self._keys = keys
        self._app_id = app_id
        self._issuer = issuer
        self._tenants = tenants
        self._services = services

    async def caller(self, authorization: str | None) -> Caller:
        """Who sent it, by the `Authorization` header alone; raises `NotGenuine`."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.casefold() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            raise NotGenuine(UNKNOWN)
        try:
            header = jwt.get_unverified_header(token)
            kid = header["kid"]
            if header["alg"] != "RS256" or "crit" in header or not isinstance(kid, str):
                raise NotGenuine(UNKNOWN)
        except _ODD as error:
            raise NotGenuine(UNKNOWN) from error
        key = await self._keys.get(kid)
        if key is None:
            raise NotGenuine(UNKNOWN)
        claims = self._claims(token, key)
        service = claims.get("serviceurl") or claims.get("serviceUrl")
        if not isinstance(service, str):
            raise NotGenuine(FORBIDDEN)
        return Caller(key, service)

    def agree(self, caller: Caller, activity: Mapping[str, Any]) -> None:
        """That the activity is the one the token is about, and from a tenant of ours; raises `NotGenuine`."""
        service, channel = activity.get("serviceUrl"), activity.get("channelId")
        if not isinstance(service, str) or not isinstance(channel, str):
            raise NotGenuine(FORBIDDEN)
        if service.rstrip("/") != caller.service.rstrip("/") or origin(service) not in self._services:
            raise NotGenuine(FORBIDDEN)
        if channel != "msteams" or channel not in caller.key.endorsements:
            raise NotGenuine(FORBIDDEN)
        named = tenants(activity)
        if not named or not named <= self._tenants:
            raise NotGenuine(FORBIDDEN)

    def _claims(self, token: str, key: Key) -> dict[str, Any]:
        try:
            return dict(
                jwt.decode(
                    token,
                    key.public,
                    algorithms=["RS256"],
                    audience=self._app_id,
                    issuer=self._issuer,
                    leeway=SKEW_S,
                    options=_WHOLE,  # type: ignore[arg-type]
                )
            )
        except _ODD as error:
            raise NotGenuine(UNKNOWN) from error


def tenants(activity: Mapping[str, Any]) -> set[str]:
    """Every tenant that an activity names, its sender's and its conversation's."""
    channel, conversation = activity.get("channelData"), activity.get("conversation")
    tenant = channel.get("tenant") if isinstance(channel, Mapping) else None
    named = (
        tenant.get("id") if isinstance(tenant, Mapping) else None,
        conversation.get("tenantId") if isinstance(conversation, Mapping) else None,
    )
    return {str(one) for one in named if one is not None}


def origin(url: str) -> str:
    """Scheme, host and port; "" where an address has none or hides another in it."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if not parts.hostname or parts.username or parts.password or "\\" in url:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}"


def local(activity: Mapping[str, Any], client: str | None) -> None:
    """For development: that everything about it stays on this machine; raises `NotGenuine`."""
    try:
        service = urlsplit(str(activity.get("serviceUrl"))).hostname
    except ValueError:
        service = None
    if client not in LOCAL or service not in LOCAL or activity.get("channelId") != "msteams":
        raise NotGenuine(FORBIDDEN)
