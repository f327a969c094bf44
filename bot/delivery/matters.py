"""What letters are about: says whether one is still wanted, and tells what it belongs to what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from bot.delivery.postman import Matter
from bot.escalation import service
from bot.escalation.steps import Office
from bot.letters import Post
from bot.onboarding import digests, steps
from bot.records import escalations, onboarding
from bot.records.escalations import Book
from bot.records.outbox import Posting, Taken


class Matters:
    """A `bot.delivery.postman.Matter` that asks the one a letter's key names; `rest` has all other letters."""

    def __init__(self, by_prefix: Mapping[str, Matter], rest: Matter) -> None:
        self._by_prefix = by_prefix
        self._rest = rest

    def wanted(self, letter: Taken) -> bool:
        return self._of(letter).wanted(letter)

    def heard(self, connection: Connection, letter: Taken, posting: Posting) -> None:
        self._of(letter).heard(connection, letter, posting)

    def _of(self, letter: Taken) -> Matter:
        found = (matter for prefix, matter in self._by_prefix.items() if letter.key.startswith(prefix))
        return next(found, self._rest)


def every(escalations: Escalations, journeys: Onboarding) -> Matters:
    """All there are: what is no letter of onboarding's belongs to an escalation."""
    return Matters({steps.PREFIX: journeys, digests.PREFIX: journeys}, escalations)


class Escalations:
    """Letters that belong to escalations."""

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


class Onboarding:
    """Letters that belong to journeys: what is signed meanwhile isn't asked for again."""

    def __init__(self, book: onboarding.Book) -> None:
        self._book = book

    def wanted(self, letter: Taken) -> bool:
        return steps.still_wanted(letter.key, self._book.get(letter.letter.about))

    def heard(self, connection: Connection, letter: Taken, posting: Posting) -> None:
        """Nothing hangs on it: who doesn't read a reminder gets the next one."""


def _post(letter: Taken) -> Post:
    return Post(letter.key, letter.person, letter.letter)
