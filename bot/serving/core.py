"""What is behind every surface, put together once, and what each surface adds to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.routing import BaseRoute

from bot.delivery.clerk import Clerk
from bot.delivery.durable import Durable
from bot.desk import MESSAGE, Desk, desk, durable, now, onboarding, records
from bot.onboarding.service import OnboardingService
from bot.ports import Responder, Sender
from bot.records.feedback import Feedback
from bot.records.intake import Intake
from bot.serving.policies import Policies
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Core:
    """The services and their records. `runner` sees to letters and messages once it has been started."""

    settings: Settings
    policies: Policies
    desk: Desk
    onboarding: OnboardingService
    intake: Intake
    notebook: Feedback
    runner: Durable

    def note(self, surface: str, key: str, message: Mapping[str, Any]) -> None:
        """Record a message that came in and have it answered; back once it is on disk, a second time does nothing."""
        if self.intake.note(key, surface, message, now()):
            self.runner.post(MESSAGE, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A place where people ask, ready to be served.

    `socket` runs beside the HTTP server till it is cancelled, where the surface has a connection of its own.
    """

    name: str
    routes: Sequence[BaseRoute] = ()
    socket: Callable[[], Awaitable[None]] | None = None


class Connection(Protocol):
    """A surface before there is anything behind it: how letters and replies go out there."""

    @property
    def senders(self) -> Sequence[Sender]: ...

    def responders(self, policies: Policies) -> Sequence[Responder]:
        """Those that answer what the surface notes down."""
        ...

    def surface(self, core: Core) -> Surface:
        """The whole of it."""
        ...


def assembled(settings: Settings, policies: Policies, connections: Sequence[Connection]) -> Core:
    """Everything behind the surfaces that are connected; raises `BotError`."""
    senders = [sender for connection in connections for sender in connection.senders]
    responders = [responder for connection in connections for responder in connection.responders(policies)]
    opened = desk(settings, policies.concern, senders)
    journeys = onboarding(
        settings, opened, lambda: (policies.opened.library, policies.opened.content.signing), policies.answer
    )
    engine = records(settings)
    intake = Intake(engine)
    clerk = Clerk(intake, responders, now)
    runner = durable(settings, opened, journeys, clerk)
    return Core(settings, policies, opened, journeys, intake, Feedback(engine, now), runner)
