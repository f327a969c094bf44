"""Where journeys and signatures are kept, as the services need it. `bot.records.onboarding.Book` is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from bot.letters import Post
from bot.onboarding.attestation import Attestation, Record
from bot.onboarding.model import Change, Journey

Step = Callable[[Journey], Change]


class Book(Protocol):
    """A change is recorded whole or not at all; what was signed is on disk before `change` gives it back."""

    def open(self, change: Change) -> Journey:
        """Record a new journey and what is to be sent; one that is known already stays as it is."""
        ...

    def change(self, journey_id: str, step: Step) -> Journey | None:
        """Take one step from how it stands now; None where there is no such journey."""
        ...

    def get(self, journey_id: str) -> Journey | None: ...

    def every(self, person: str | None = None) -> list[Journey]:
        """All journeys, or somebody's, oldest first."""
        ...

    def signatures(self, person: str | None = None) -> list[Record]:
        """All signatures that have not been erased, or somebody's, oldest first."""
        ...

    def post(self, posts: Iterable[Post], now: datetime) -> None:
        """Send letters; those whose key is known are on their way or sent already."""
        ...

    def forget(self, before: datetime, now: datetime) -> int:
        """Erase what those signed who had left before then; how many records."""
        ...

    def posted(self, prefix: str) -> set[str]:
        """Keys of all letters that begin so."""
        ...


def journeys(book: Book) -> dict[tuple[str, str, str], Journey]:
    """All journeys, by person, document and edition."""
    return {(one.person, one.document, one.edition): one for one in book.every()}


def last_signatures(book: Book, person: str | None = None) -> dict[tuple[str, str], Attestation]:
    """The last signature of each person and document."""
    signed = (record.attestation for record in book.signatures(person))
    return {(one.person, one.document): one for one in signed}
