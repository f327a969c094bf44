"""The parts that take words from one person to another, put together over one database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.delivery import matters
from bot.delivery.clerk import Clerk
from bot.delivery.inbox import Inbox
from bot.delivery.matters import Escalations, Onboarding
from bot.delivery.postman import Postman
from bot.directory import sources
from bot.directory.sources import Directory
from bot.escalation.service import EscalationService, Rules
from bot.escalation.steps import Office
from bot.model import Answer, Question, Route
from bot.onboarding import office as onboarding_office
from bot.onboarding.service import OnboardingService
from bot.people import People
from bot.ports import Sender
from bot.records.anchor import Anchor
from bot.records.attestations import Log
from bot.records.database import open_records
from bot.records.escalations import Book
from bot.records.onboarding import Book as Journeys
from bot.records.outbox import Outbox
from bot.settings import Settings
from knowledge.catalogue import Library
from knowledge.model import Signing

if TYPE_CHECKING:
    from bot.delivery.durable import Durable

Published = tuple[Library, Mapping[str, Signing]]
Answering = Callable[[Question], Answer]
Concern = Callable[[str], tuple[Route, bool] | None]
LETTER, MESSAGE = "letter", "message"
QUEUE = "delivery.db"
"""DBOS's own file, beside SQLite's records."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Escalations, journeys and signatures, and everything that carries letters about them."""

    people: Callable[[], People]
    escalations: EscalationService
    book: Book
    journeys: Journeys
    log: Log
    engine: Engine
    outbox: Outbox
    inbox: Inbox
    postman: Postman
    served: bool
    """Whether another process takes letters to people; then they are left to it."""

    def deliver_now(self) -> None:
        """Try everything that is to be sent once, here and now: for commands, which nobody waits behind."""
        for key in () if self.served else self.outbox.open():
            self.postman.deliver(key)


def desk(settings: Settings, concern: Concern, senders: Sequence[Sender] = ()) -> Desk:
    """Everything over the records and the directory of these settings; raises `BotError`.

    `senders` in their order. The inbox takes letters only where there is no other surface: what nobody looks into must
    not count as delivered.
    """
    people = directory(settings)
    engine = records(settings)
    book, outbox, inbox = Book(engine), Outbox(engine), Inbox(engine, now)
    log = signatures(settings, engine)
    journeys = Journeys(engine, log)

    def office() -> Office:
        chosen = settings.escalation
        return Office(
            people=people(),
            owner=chosen.owner,
            contacts=settings.contacts.concerns,
            working=settings.working.working_time(),
            remind_after_h=chosen.remind_after_h,
            give_up_after_h=chosen.give_up_after_h,
            now=now(),
        )

    rules = Rules(concern, timedelta(days=settings.escalation.keep_days))
    matter = matters.every(Escalations(book, office), Onboarding(journeys))
    postman = Postman(engine, outbox, senders or [inbox], people, matter, now)
    service = EscalationService(book, office, rules)
    served = settings.slack.bot_token is not None or settings.teams.configured
    return Desk(people, service, book, journeys, log, engine, outbox, inbox, postman, served)


def onboarding(
    settings: Settings, opened: Desk, published: Callable[[], Published], answer: Answering
) -> OnboardingService:
    """The journeys over what is published then; raises `LogDiffers`. What a crash kept from the log's anchor is added.

    `published` gives all editions of all documents, and how each is signed.
    """
    opened.log.settle()

    def office() -> onboarding_office.Office:
        library, signing = published()
        return onboarding_office.Office(
            people=opened.people(),
            library=library,
            signing=signing,
            working=settings.working.working_time(),
            rhythm=settings.onboarding.rhythm(),
            now=now(),
            owner=settings.escalation.owner,
            audiences=settings.audiences,
            keep_for=timedelta(days=settings.records.keep_attestations_days),
        )

    return OnboardingService(opened.journeys, office, answer)


def durable(
    settings: Settings, opened: Desk, journeys: OnboardingService | None = None, clerk: Clerk | None = None
) -> Durable:
    """What keeps delivering and looking for what is due, in a process that serves; what else it has is seen to, too."""
    from bot.delivery.durable import Durable
    from bot.delivery.presence import presence

    kept = timedelta(days=settings.escalation.keep_days)

    def sweep() -> list[tuple[str, str]]:
        opened.escalations.sweep()
        if journeys:
            journeys.sweep()
        opened.outbox.forget(now() - kept)
        opened.inbox.forget(now() - kept)
        letters = [(LETTER, key) for key in opened.outbox.open()]
        return letters + ([(MESSAGE, key) for key in clerk.open()] if clerk else [])

    url = settings.records.url.get_secret_value() if settings.records.url else None
    tasks = {LETTER: opened.postman.deliver} | ({MESSAGE: clerk.handle} if clerk else {})
    here = presence(opened.engine, settings.home.resolve())
    return Durable(url or f"sqlite:///{settings.home.resolve() / QUEUE}", tasks, sweep, here)


def records(settings: Settings) -> Engine:
    """The database of these settings, migrated; raises `RecordsUnusable`."""
    url = settings.records.url.get_secret_value() if settings.records.url else None
    return open_records(url, settings.home)


def signatures(settings: Settings, engine: Engine) -> Log:
    """The log of signatures in the records, and its anchor in the home."""
    return Log(engine, Anchor(settings.home))


def directory(settings: Settings) -> Directory:
    """Who works here, from all that is configured; raises `WrongDirectory` where a source can't be read at first.

    Where nothing is configured, people are made up, so that everything can be tried.
    """
    found = sources.samples() if settings.samples else sources.directory(settings)
    found()
    return found


def now() -> datetime:
    """The clock that people's days go by."""
    return datetime.now(UTC)
