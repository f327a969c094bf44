"""A process that delivers letters, to be killed at any moment; and the platform it delivers to, which isn't killed.

The platform is a file that letters are appended to and flushed: what is in it has reached somebody. `tells` is whether
it reports at once that it has taken a letter, or dies on the sender now and then just before or after taking it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import sleep
from zoneinfo import ZoneInfo

from bot.delivery.durable import Durable
from bot.delivery.matters import Escalations
from bot.delivery.postman import Postman
from bot.delivery.presence import FilePresence
from bot.escalation import steps
from bot.escalation.model import Content, Escalation, State
from bot.escalation.steps import Office
from bot.letters import Letter
from bot.people import People, Person
from bot.ports import Later, Refused, Sent, Unclear
from bot.records.database import open_records
from bot.records.escalations import Book
from bot.records.outbox import Outbox
from bot.working_time import WorkingTime

PEOPLE = People(
    [
        Person(id="asha", name="Asha"),
        Person(id="ben", name="Ben", manager="asha"),
        Person(id="cara", name="Cara", manager="ben"),
    ]
)


def now() -> datetime:
    return datetime.now(UTC)


def office() -> Office:
    return Office(PEOPLE, None, "PSG.", WorkingTime(ZoneInfo("Europe/London")), 8, 16, now())


class Platform:
    """Takes letters, with bad days."""

    surface = "platform"

    def __init__(self, file: Path, chance: random.Random) -> None:
        self._file = file
        self._chance = chance

    def reaches(self, person: Person) -> bool:
        return bool(person.id)

    def send(self, person: Person, letter: Letter, key: str) -> Sent | Refused | Later:
        day = self._chance.random()
        if day < 0.1:
            return Later(0.01)
        if day < 0.2:
            raise Unclear
        with self._file.open("a") as taken:
            taken.write(f"{key}\t{person.id}\t{len(letter.text)}\n")
            taken.flush()
            os.fsync(taken.fileno())
        if day < 0.35:
            raise Unclear
        if day < 0.4:
            os.kill(os.getpid(), signal.SIGKILL)
        return Sent(key)

    def find(self, person: Person, key: str) -> Sent | None:
        taken = self._file.read_text().splitlines() if self._file.exists() else []
        return Sent(key) if any(line.startswith(f"{key}\t{person.id}\t") for line in taken) else None


def main(home: Path, seed: int, names: list[str]) -> None:
    """Open what isn't open yet, deliver what is to be delivered, and leave when all is."""
    engine = open_records(None, home)
    book, outbox = Book(engine), Outbox(engine)
    platform = Platform(home / "platform.txt", random.Random(seed))
    postman = Postman(engine, outbox, [platform], lambda: PEOPLE, Escalations(book, office), now)

    def letters() -> list[tuple[str, str]]:
        return [("letter", key) for key in outbox.open()]

    runner = Durable(
        f"sqlite:///{home / 'delivery.db'}", {"letter": postman.deliver}, letters, FilePresence(home), sweeping=False
    )
    for name in names:
        moment = now()
        plain = Escalation(
            id=name, asker="cara", recipient="ben", state=State.SENT, opened=moment, changed=moment,
            content=Content(question="May I?"),
        )  # fmt: skip
        book.open(steps.opened(plain, office()))
        print(name, flush=True)
    runner.start()
    while outbox.open():
        for name in names:
            book.change(name, partial(steps.seen, office=office()))
        sleep(0.01)
    runner.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
