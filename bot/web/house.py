"""What the page needs of everything behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from fastapi import Request

from bot.delivery.inbox import Inbox
from bot.escalation.service import EscalationService
from bot.model import Answer, Check, Question
from bot.onboarding.service import OnboardingService
from bot.people import People, Person
from bot.ports import Receipts
from bot.web.lane import Lane
from bot.web.visitors import Visitors
from knowledge.catalogue import Catalogue

SURFACE = "web"


class Notebook(Protocol):
    """Where feedback is kept for the owner: of which answer, never of whom."""

    def helped(self, generation: str, *, helpful: bool) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Services and adapters behind the page. `hurry` has letters that were just written taken to people.

    `again` gives an answer that was given before, at once: what goes to the line manager waits for no chat model.
    `elsewhere` says that letters reach people in a chat, which can also bring two of them together.
    """

    answer: Callable[[Question], Answer]
    again: Callable[[Question], Answer]
    check: Callable[[str], Check]
    catalogue: Callable[[], Catalogue]
    audiences: tuple[str, ...]
    people: Callable[[], People]
    escalations: EscalationService
    onboarding: OnboardingService
    inbox: Inbox
    receipt: Receipts
    notebook: Notebook
    hurry: Callable[[], None]
    elsewhere: bool
    lane: Lane
    visitors: Visitors

    def who(self, request: Request) -> Person | None:
        """The colleague that a request comes from."""
        return self.visitors.who(request.headers, request.cookies)
