"""People from Microsoft Entra ID, read through Microsoft Graph with the right to read them and no other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from bot.directory.fetching import Api, Reply
from bot.directory.source import Found, tidy
from bot.people import Person
from bot.settings import GraphSettings

NAME = "graph"
FIELDS = "id,displayName,mail,userPrincipalName,department,accountEnabled,userType,employeeHireDate"
PAGE = 999
MOST_PAGES = 2000
_RIGHT = "Grant the app the permission User.Read.All, with an administrator's consent."
_SECRET = "Check graph.tenant, graph.client_id and graph.client_secret."  # noqa: S105 - what to look at


@dataclass(frozen=True, slots=True)
class Graph:
    """Reads everybody in the tenant, guests left out; who can't sign in there any more has left."""

    settings: GraphSettings
    pause: Callable[[float], None] = time.sleep

    def __call__(self) -> Found:
        """Raises `WrongDirectory`."""
        people: list[Person] = []
        problems: list[str] = []
        with Api("Microsoft Graph", self.pause) as api:
            for row in self._rows(api, self._token(api)):
                if row.get("userType") == "Guest":
                    continue
                person = _person(row)
                if person:
                    people.append(person)
                else:
                    problems.append(f"{tidy(row.get('id'))[:60] or 'somebody'} has no id or no name.")
        return Found(tuple(people), tuple(problems), datetime.now(UTC))

    def _token(self, api: Api) -> str:
        chosen = self.settings
        secret = chosen.client_secret.get_secret_value() if chosen.client_secret else ""
        form = {
            "grant_type": "client_credentials",
            "client_id": str(chosen.client_id),
            "client_secret": secret,
            "scope": f"{_origin(chosen.api)}/.default",
        }
        reply = api.post(f"{chosen.login.rstrip('/')}/{chosen.tenant}/oauth2/v2.0/token", form)
        token = reply.data.get("access_token")
        if reply.status != 200 or not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise api.refused(str(reply.data.get("error", reply.status)), _SECRET)
        return token

    def _rows(self, api: Api, token: str) -> Iterator[dict[str, Any]]:
        first = f"{self.settings.api.rstrip('/')}/users"
        asked: dict[str, str | int] = {"$select": FIELDS, "$expand": "manager($select=id)", "$top": PAGE}
        reply, seen = api.get(first, token, **asked), {first}
        while True:
            yield from _rows(api, reply)
            following = reply.data.get("@odata.nextLink")
            if following is None:
                return
            if not isinstance(following, str) or not _within(following, first):
                raise api.strange("its next page is somewhere else")
            if following in seen or len(seen) >= MOST_PAGES:
                raise api.strange("its pages have no end")
            seen.add(following)
            reply = api.get(following, token)


def _rows(api: Api, reply: Reply) -> list[dict[str, Any]]:
    """The people of a page."""
    rows = reply.data.get("value")
    if reply.status != 200:
        told = reply.data.get("error")
        raise api.refused(str(told.get("code", "")) if isinstance(told, dict) else str(reply.status), _RIGHT)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise api.strange("no list of people")
    return rows


def _person(row: dict[str, Any]) -> Person | None:
    """One person; None without an id or a name."""
    known, name = tidy(row.get("id")), tidy(row.get("displayName"))
    if not known or not name or len(known) > 200:
        return None
    manager = row.get("manager")
    return Person(
        id=known,
        name=name,
        email=tidy(row.get("mail")) or tidy(row.get("userPrincipalName")),
        manager=tidy(manager.get("id")) if isinstance(manager, dict) else "",
        team=tidy(row.get("department")),
        starts=_day(row.get("employeeHireDate")),
        leaves=date.min if row.get("accountEnabled") is False else None,
        accounts=MappingProxyType({"teams": known}),
    )


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told)[:10])
    except ValueError:
        return None


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _within(address: str, first: str) -> bool:
    """Whether an address is a page of the first one: the token goes nowhere else."""
    try:
        found = urlsplit(address)
    except ValueError:
        return False
    known = urlsplit(first)
    return (found.scheme, found.netloc, found.path) == (known.scheme, known.netloc, known.path)
