"""What the Slack surface needs of everything behind it, and who somebody on Slack is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from slack_sdk import WebClient

from bot.escalation.service import EscalationService
from bot.model import Answer, Check, Question
from bot.people import People, Person
from bot.slack.replying import Door
from bot.slack.translate import Said
from knowledge.catalogue import Catalogue


class Notebook(Protocol):
    """Where feedback is kept for the owner: of which answer, never of whom."""

    def helped(self, generation: str, *, helpful: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class House:
    """Services and adapters behind the surface. `note` records a message, and is back once that is on disk."""

    client: WebClient
    door: Door
    note: Callable[[Said], None]
    answer: Callable[[Question], Answer]
    check: Callable[[str], Check]
    catalogue: Callable[[], Catalogue]
    people: Callable[[], People]
    escalations: EscalationService
    notebook: Notebook

    def person(self, user: str) -> Person | None:
        """The colleague behind a Slack account: by the account, or else by their address on Slack."""
        people = self.people()
        known = people.with_account("slack", user)
        if known:
            return known
        profile = self.client.users_info(user=user)["user"].get("profile") or {}
        return people.with_email(str(profile.get("email") or ""))
