"""Who somebody on Slack is in the directory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.people import People, Person


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The people of the directory, found by their accounts."""

    client: WebClient
    people: Callable[[], People]

    def person(self, user: str) -> Person | None:
        """The colleague behind a Slack account: by the account, or else by their address on Slack."""
        people = self.people()
        known = people.with_account("slack", user)
        if known:
            return known
        profile = self.client.users_info(user=user)["user"].get("profile") or {}
        return people.with_email(str(profile.get("email") or ""))
