"""What is behind every surface, put together once, and what each surface adds to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.routing import BaseRoute

from bot.delivery.clerk import Clerk
from bot.delivery.durable import Durable
from bot.desk import LETTER, MESSAGE, Desk, desk, durable, now, onboarding, records, signatures
from bot.onboarding.service import OnboardingService
from bot.ports import Receipts, Responder, Sender
from bot.records.attestations import Log
from bot.records.feedback import Feedback
from bot.records.intake import Intake
from bot.serving.policies import Policies
from bot.serving.watch import Watch
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
    receipts: Receipts
    runner: Durable

    def note(self, surface: str, key: str, message: Mapping[str, Any]) -> None:
        """Record a message that came in and have it answered; back once it is on disk, a second time does nothing."""
        if self.intake.note(key, surface, message, now()):
            self.runner.post_soon(MESSAGE, key)

    def hurry(self) -> None:
        """Have letters that were just written taken to people now, rather than at the next sweep.

        Not for what `runner` runs itself: it begins nothing in the midst of a step.
        """
        for key in self.desk.outbox.open():
            self.runner.post(LETTER, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A place where people ask, ready to be served.

    `socket` runs beside the HTTP server till it is cancelled, where the surface has a connection of its own. `watch`
    says whether messages can come in; a surface without one needs nothing but what is behind every surface.
    """

    name: str
    routes: Sequence[BaseRoute] = ()
    socket: Callable[[], Awaitable[None]] | None = None
    watch: Watch | None = None


class Connection(Protocol):
    """A surface before there is anything behind it: how letters and replies go out there."""

    def senders(self, receipts: Receipts) -> Sequence[Sender]:
        """Those that take letters to people, with the receipts that are enclosed in some."""
        ...

    def responders(self, policies: Policies) -> Sequence[Responder]:
        """Those that answer what the surface notes down."""
        ...

    def surface(self, core: Core) -> Surface:
        """The whole of it."""
        ...


def assembled(settings: Settings, policies: Policies, connections: Sequence[Connection]) -> Core:
    """Everything behind the surfaces that are connected; raises `BotError`."""
    engine = records(settings)
    receipts = _receipts(signatures(settings, engine))
    senders = [sender for connection in connections for sender in connection.senders(receipts)]
    responders = [responder for connection in connections for responder in connection.responders(policies)]
    opened = desk(settings, policies.concern, senders)
    journeys = onboarding(
        settings, opened, lambda: (policies.opened.library, policies.opened.content.signing), policies.answer
    )
    intake = Intake(engine)
    clerk = Clerk(intake, responders, now)
    runner = durable(settings, opened, journeys, clerk)
    policies.metrics.stand_on(engine)
    return Core(settings, policies, opened, journeys, intake, Feedback(engine, now), receipts, runner)


def _receipts(log: Log) -> Receipts:
    def receipt(number: int, person: str) -> bytes | None:
        from bot.records import receipts

        own = (record for record in log.signatures(person) if record.entry.number == number)
        record = next(own, None)
        return receipts.as_pdf(record) if record else None

    return receipt
