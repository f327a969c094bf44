"""What the Slack surface needs of everything behind it, who somebody on Slack is, and whether they may come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.escalation.service import EscalationService
from bot.model import Answer, Check, Question
from bot.onboarding.service import OnboardingService
from bot.people import People, Person
from bot.slack.colleagues import Colleagues
from bot.slack.replying import Door
from bot.slack.translate import Said
from knowledge.catalogue import Catalogue


class Notebook(Protocol):
    """Where feedback is kept for the owner: of which answer, never of whom."""

    def helped(self, generation: str, *, helpful: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class House:
    """Services and adapters behind the surface.

    `note` records a message, and is back once that is on disk; `hurry` has letters just written taken to people now.
    `again` gives an answer that was given before, at once, since Slack waits three seconds for what is pressed.
    """

    colleagues: Colleagues
    door: Door
    note: Callable[[Said], None]
    answer: Callable[[Question], Answer]
    again: Callable[[Question], Answer]
    check: Callable[[str], Check]
    catalogue: Callable[[], Catalogue]
    escalations: EscalationService
    onboarding: OnboardingService
    hurry: Callable[[], None]
    notebook: Notebook

    def people(self) -> People:
        """Everybody in the directory."""
        return self.colleagues.people()

    def person(self, user: str) -> Person | None:
        """The colleague behind a Slack account."""
        return self.colleagues.person(user)

    def admits(self, body: Mapping[str, Any]) -> bool:
        """Whether the one who pressed, typed or came in may: who can't be told is nobody."""
        team = body.get("team_id") or (body.get("team") or {}).get("id")
        who = body.get("user") or (body.get("event") or {}).get("user") or body.get("user_id")
        home = who.get("team_id", team) if isinstance(who, Mapping) else team
        user = who.get("id") if isinstance(who, Mapping) else who
        return bool(user) and self.door.open_to(str(team), str(user), outsider=home != team)
