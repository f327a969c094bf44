"""People from a Slack workspace: its members, and who somebody's manager is where their profile says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from bot.directory.fetching import Api
from bot.directory.source import Found, tidy, zone
from bot.people import Person
from bot.settings import SlackSettings

NAME = "slack"
PAGE = 200
MOST_PAGES = 5000
LABEL = "manager"
READ_AGAIN_S = 86_400.0
_RIGHTS = "Give the app the scopes that `clausewise slack manifest` lists, and install it again."
_NOT_COLLEAGUES = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_workflow_bot")
SLACKBOT = "USLACKBOT"
Asked = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Profile:
    """Whom a profile named, when it was read (monotonic), and Slack's mark of its last change then."""

    updated: object
    at: float
    manager: str


@dataclass
class Members:
    """Reads everybody in the workspace; guests, bots and people of other organisations are left out.

    Which profile field names the manager is asked once and remembered. A profile is read again once Slack says that it
    has changed, and each day.
    """

    settings: SlackSettings
    pause: Callable[[float], None] = time.sleep
    _field: str = field(default="", init=False)
    _read: dict[str, _Profile] = field(default_factory=dict, init=False)

    def __call__(self) -> Found:
        """Raises `WrongDirectory`."""
        token = self.settings.bot_token.get_secret_value() if self.settings.bot_token else ""
        with Api("Slack", self.pause) as api:

            def ask(method: str, **parameters: str | int) -> dict[str, Any]:
                return api.post(f"{self.settings.api.rstrip('/')}/{method}", parameters, token).data

            teams = self.settings.teams or (str(_done(api, ask("auth.test")).get("team_id")),)
            found = [(person, row.get("updated")) for row in _members(api, ask) if (person := _person(row, teams))]
            problem = "" if self._field else self._look_for_field(ask)
            people = [replace(one, manager=self._manager(api, ask, one, updated)) for one, updated in found]
        return Found(tuple(people), (problem,) if problem else (), datetime.now(UTC))

    def _manager(self, api: Api, ask: Asked, person: Person, updated: object) -> str:
        if person.leaves or not self._field:
            return ""
        read = self._read.get(person.id)
        if read is None or updated is None or read.updated != updated or time.monotonic() - read.at > READ_AGAIN_S:
            read = _Profile(updated, time.monotonic(), _manager(api, ask, person.id, self._field))
            self._read[person.id] = read
        return read.manager

    def _look_for_field(self, ask: Asked) -> str:
        """Find the field that names the manager; in words, why there is none."""
        reply = ask("team.profile.get")
        if reply.get("ok") is not True:
            told = tidy(reply.get("error"))[:60] or "no answer"
            return f"Slack doesn't tell which profile field names the manager ({told}). {_RIGHTS}"
        found = [*_manager_fields(reply)]
        if len(found) != 1:
            count = "no field" if not found else f"{len(found)} fields, not one,"
            return f'Slack\'s profiles have {count} for a person labelled "Manager". Add one, or name a file of people.'
        self._field = found[0]
        return ""


def _members(api: Api, ask: Asked) -> Iterator[dict[str, Any]]:
    seen = {""}
    cursor: object = None
    while cursor != "":
        reply = _done(api, ask("users.list", limit=PAGE, **({"cursor": cursor} if cursor else {})))
        rows = reply.get("members")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise api.strange("no list of people")
        yield from rows
        cursor = _dict(reply.get("response_metadata")).get("next_cursor") or ""
        if cursor and (not isinstance(cursor, str) or cursor in seen or len(seen) > MOST_PAGES):
            raise api.strange("its pages have no end")
        seen.add(str(cursor))


def _person(row: Mapping[str, Any], teams: tuple[str, ...]) -> Person | None:
    """A member as a person; None for whoever is no colleague."""
    known, profile = tidy(row.get("id")), _dict(row.get("profile"))
    outsider = row.get("team_id", teams[0]) not in teams or any(row.get(mark) for mark in _NOT_COLLEAGUES)
    if not known or len(known) > 200 or known == SLACKBOT or outsider:
        return None
    names = (profile.get("real_name"), row.get("real_name"), profile.get("display_name"), row.get("name"), known)
    return Person(
        id=known,
        name=next(name for name in map(tidy, names) if name),
        email=tidy(profile.get("email")),
        time_zone=zone(row.get("tz")),
        leaves=date.min if row.get("deleted") else None,
        accounts=MappingProxyType({"slack": known}),
    )


def _manager_fields(reply: Mapping[str, Any]) -> Iterator[str]:
    for one in _list(_dict(reply.get("profile")).get("fields")):
        made = _dict(one)
        if tidy(made.get("label")).casefold() == LABEL and made.get("type") == "user" and tidy(made.get("id")):
            yield tidy(made.get("id"))


def _manager(api: Api, ask: Asked, user: str, field_id: str) -> str:
    """The id of the manager in somebody's profile, "" where none stands there."""
    reply = ask("users.profile.get", user=user)
    if reply.get("error") == "user_not_found":  # gone since the list was read
        return ""
    found = _dict(_dict(_dict(_done(api, reply).get("profile")).get("fields")).get(field_id))
    return tidy(found.get("value")).split(",")[0].strip()


def _done(api: Api, reply: dict[str, Any]) -> dict[str, Any]:
    if reply.get("ok") is not True:
        raise api.refused(str(reply.get("error", "no answer")), _RIGHTS)
    return reply


def _dict(found: object) -> dict[str, Any]:
    """Slack writes `[]` or null where an object is empty."""
    return found if isinstance(found, dict) else {}


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else []
