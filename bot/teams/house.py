"""What the Teams surface needs of everything behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.escalation.service import EscalationService
from bot.model import Answer, Check, Question
from bot.onboarding.service import OnboardingService
from bot.people import People
from bot.ports import Notebook
from bot.records.teams import Conversations
from bot.teams.colleagues import Colleagues
from bot.teams.translate import Came
from knowledge.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class House:
    """Services and adapters. `note` is back once what came is on disk; `hurry` has letters go out now.

    `again` gives an answer that was given before, at once: nothing that is pressed waits for a chat model.
    """

    note: Callable[[Came], None]
    hurry: Callable[[], None]
    first: Callable[[str], bool]
    colleagues: Colleagues
    conversations: Conversations
    again: Callable[[Question], Answer]
    check: Callable[[str], Check]
    generation: Callable[[], str]
    catalogue: Callable[[], Catalogue]
    people: Callable[[], People]
    escalations: EscalationService
    onboarding: OnboardingService
    notebook: Notebook
