"""The parts that take words from one person to another, put together over one database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.delivery.durable import Durable
from bot.delivery.inbox import Inbox
from bot.delivery.matters import Escalations
from bot.delivery.postman import Postman
from bot.directory import csv_file
from bot.escalation.service import EscalationService, Rules
from bot.escalation.steps import Office
from bot.model import Route
from bot.people import People
from bot.ports import Sender
from bot.records.database import open_records
from bot.records.escalations import Book
from bot.records.outbox import Outbox
from bot.settings import Settings

Concern = Callable[[str], tuple[Route, bool] | None]
QUEUE = "delivery.db"
"""DBOS's own file, beside SQLite's records."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Escalations and everything that carries them."""

    people: Callable[[], People]
    escalations: EscalationService
    book: Book
    outbox: Outbox
    inbox: Inbox
    postman: Postman

    def deliver_now(self) -> None:
        """Try everything that is to be sent once, here and now: for commands, which nobody waits behind."""
        for key in self.outbox.open():
            self.postman.deliver(key)


def desk(settings: Settings, concern: Concern, senders: Sequence[Sender] = ()) -> Desk:
    """Everything over the records and the directory of these settings; raises `BotError`. `senders` in their order."""
    people = directory(settings)
    engine = records(settings)
    book, outbox, inbox = Book(engine), Outbox(engine), Inbox(engine, now)

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
    postman = Postman(engine, outbox, [*senders, inbox], people, Escalations(book, office), now)
    return Desk(people, EscalationService(book, office, rules), book, outbox, inbox, postman)


def durable(settings: Settings, opened: Desk) -> Durable:
    """What keeps delivering and looking for what is due, in a process that serves."""
    kept = timedelta(days=settings.escalation.keep_days)

    def sweep() -> list[str]:
        opened.escalations.sweep()
        opened.outbox.forget(now() - kept)
        return opened.outbox.open()

    url = settings.records.url.get_secret_value() if settings.records.url else None
    return Durable(url or f"sqlite:///{settings.home.resolve() / QUEUE}", opened.postman.deliver, sweep)


def records(settings: Settings) -> Engine:
    """The database of these settings, migrated; raises `RecordsUnusable`."""
    url = settings.records.url.get_secret_value() if settings.records.url else None
    return open_records(url, settings.home)


def directory(settings: Settings) -> Callable[[], People]:
    """The people as their file says now; raises `WrongDirectory` where it can't be read at first."""
    file = settings.directory.file
    return csv_file.Current(file) if file else lambda: People(())


def now() -> datetime:
    """The clock that people's days go by."""
    return datetime.now(UTC)
