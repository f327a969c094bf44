"""Letters to people in Teams, one to one, once as far as Teams lets us know.

The Connector takes no key with a message and can't be asked for one, so a letter whose fate isn't known is sent again:
read twice is better than never, and pressing either does the same (docs/adr).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.letters import Letter
from bot.people import Person
from bot.ports import Later, Refused, Sent
from bot.records.teams import Conversations, Place
from bot.teams import outgoing, render, walking
from bot.teams.connector import GONE, NOT_INSTALLED, Connector


@dataclass(frozen=True, slots=True)
class Post:
    """Where people are found: where they last wrote from, else by their object id from where the bot is at home.

    `home` is None where no conversation can be opened.
    """

    connector: Connector
    conversations: Conversations
    home: Place | None = None

    def to(self, account: str, activity: dict[str, Any]) -> Sent | Refused | Later:
        """One activity to somebody, one to one; raises `Unclear`."""
        place = self.conversations.get(account) or self._opened(account)
        if not isinstance(place, Place):
            return place
        came = self.connector.send(place.service, place.conversation, activity)
        if isinstance(came, Refused) and came.why in (NOT_INSTALLED, GONE):
            self.conversations.forget(account)
        return came

    def _opened(self, account: str) -> Place | Refused | Later:
        if self.home is None:
            return Refused(NOT_INSTALLED)
        home = self.home
        opened = self.connector.open_with(home.service, home.tenant, home.bot, account)
        if not isinstance(opened, str):
            return opened
        place = Place(opened, home.service, home.tenant, home.bot)
        self.conversations.save(account, place)
        return place


@dataclass(frozen=True, slots=True)
class TeamsSender:
    """Letters as cards. A `bot.ports.Sender`."""

    post: Post
    surface: str = walking.SURFACE

    def reaches(self, person: Person) -> bool:
        return self._account(person) is not None

    def send(self, person: Person, letter: Letter, key: str) -> Sent | Refused | Later:  # noqa: ARG002
        account = self._account(person)
        if account is None:
            return Refused(NOT_INSTALLED)
        return self.post.to(account, outgoing.message(render.letter(letter)))

    def find(self, person: Person, key: str) -> None:
        """Teams can't be asked."""

    def _account(self, person: Person) -> str | None:
        """Their object id: from the directory, or from when they wrote to us."""
        return person.accounts.get("teams") or self.post.conversations.account_of(person.id)


def place(of: Mapping[str, Any]) -> Place:
    """Where something that came is to be answered, one to one."""
    return Place(of["conversation"], of["service"], of["tenant"], of["bot"])
