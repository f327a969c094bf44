"""Who somebody in Teams is: a colleague or a guest, and which person of the directory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from bot.people import People, Person
from bot.ports import Later, Refused, Unclear
from bot.teams.connector import Connector
from bot.teams.translate import Came

REMEMBERED_S = 600.0
"""Seconds for which it is remembered who somebody is."""
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Colleague:
    """As Teams knows them; `address` is their sign-in name or mail address."""

    account: str
    name: str
    address: str
    guest: bool


@dataclass(slots=True)
class Colleagues:
    """Asks Teams who somebody is, and the directory which person that is."""

    connector: Connector
    people: Callable[[], People]
    guests: bool = False
    _known: dict[str, tuple[float, Colleague]] = field(default_factory=dict)

    def admitted(self, came: Came) -> Colleague | Refused | Later:
        """Who it is, where they may have an answer."""
        at, known = self._known.get(came.account, (float("-inf"), None))
        if known is None or monotonic() - at > REMEMBERED_S:
            found = self._asked(came)
            if isinstance(found, Refused | Later):
                return found
            known = found
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[came.account] = monotonic(), known
        return Refused("not_a_colleague") if known.guest and not self.guests else known

    def person(self, colleague: Colleague) -> Person | None:
        """By their object id, or else by their address in Teams."""
        people = self.people()
        return people.with_account("teams", colleague.account) or people.with_email(colleague.address)

    def _asked(self, came: Came) -> Colleague | Refused | Later:
        try:
            found = self.connector.member(came.service, came.conversation, came.user)
        except Unclear:
            return Later(1.0)  # nothing was changed by asking
        return found if isinstance(found, Refused | Later) else _colleague(found, came.account)


def _colleague(member: dict[str, Any], account: str) -> Colleague:
    return Colleague(
        account=account,
        name=str(member.get("givenName") or member.get("name") or ""),
        address=str(member.get("email") or member.get("userPrincipalName") or ""),
        guest=member.get("userRole") == "guest",
    )
