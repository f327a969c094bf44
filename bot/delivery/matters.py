"""What letters are about: asks the escalation that a letter belongs to, and tells it what came of the letter."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from bot.escalation import service
from bot.escalation.model import Post
from bot.escalation.steps import Office
from bot.records import escalations
from bot.records.escalations import Book
from bot.records.outbox import Posting, Taken


class Escalations:
    """A `bot.delivery.postman.Matter`: all letters so far belong to escalations."""

    def __init__(self, book: Book, office: Callable[[], Office]) -> None:
        self._book = book
        self._office = office

    def wanted(self, letter: Taken) -> bool:
        about = letter.letter.about
        return service.wanted(_post(letter), self._book.get(about) if about else None)

    def heard(self, connection: Connection, letter: Taken, posting: Posting) -> None:
        step = service.heard(_post(letter), sent=posting is Posting.SENT, office=self._office())
        if step:
            escalations.changed(connection, letter.letter.about, step)


def _post(letter: Taken) -> Post:
    return Post(letter.key, letter.person, letter.letter)
