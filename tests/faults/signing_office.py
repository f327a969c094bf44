"""Signing, reminding and delivering in processes that are killed at any moment: `signing_office HOME KILLS SEED`.

Processes are forked, so that a kill falls among the work and not among the imports: every other time after some
milliseconds, wherever that is, else before some line of our own code, however fast the machine is.

One file, appended to and never lost, holds in their order what reached a colleague: a letter, or the confirmation that
they have signed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from datetime import date, timedelta
from pathlib import Path
from time import sleep
from types import FrameType
from typing import Any

from bot.delivery.matters import Onboarding
from bot.delivery.postman import Postman
from bot.letters import Letter
from bot.onboarding.rhythm import Rhythm
from bot.people import People, Person
from bot.ports import Later, Refused, Sent, Unclear
from bot.records.outbox import Outbox
from tests import offices
from tests.offices import START, Firm, person

LONGEST_S, MOST_LINES = 0.8, 400_000
"""Seconds, or lines of our own code, till a process is killed, at most."""
OURS = f"{os.sep}bot{os.sep}"
A_RUN = 20
"""Colleagues who sign in one run, if nothing comes between."""
NEVER = 5
"""Colleagues who never sign, and so have every reminder."""


class Platform:
    """Takes letters, now and then without saying so."""

    surface = "platform"

    def __init__(self, reached: Path, chance: random.Random) -> None:
        self._reached = reached
        self._chance = chance

    def reaches(self, person: Person) -> bool:
        return bool(person.id)

    def send(self, person: Person, letter: Letter, key: str) -> Sent | Refused | Later:
        if self._chance.random() < 0.05:
            raise Unclear
        told(self._reached, "letter", person.id, key, str(len(letter.text)))
        if self._chance.random() < 0.05:
            raise Unclear
        return Sent(key)

    def find(self, person: Person, key: str) -> Sent | None:
        lines = self._reached.read_text().splitlines() if self._reached.exists() else []
        return Sent(key) if any(line.startswith(f"letter\t{person.id}\t{key}\t") for line in lines) else None


def told(reached: Path, *words: str) -> None:
    """Something that has reached somebody; the machine itself doesn't fail here, so no flush is needed."""
    descriptor = os.open(reached, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, ("\t".join(words) + "\n").encode())
    os.close(descriptor)


def firm_at(home: Path, count: int, part: float) -> Firm:
    """The same people, at some part of an afternoon: letters are given up on when they can't be sent for a day."""
    policies = home / "policies"
    policies.mkdir(parents=True, exist_ok=True)
    people = [person(f"p{number}", starts=START.date()) for number in range(count)]
    rhythm = Rhythm(invite_from=date(2026, 1, 1), remind_after_days=(0.1, 0.3, 0.5))
    library = offices.library(policies, (offices.FIRST, ""))
    return Firm(library, people, rhythm=rhythm, now=START + timedelta(hours=6 * part))


def work(home: Path, count: int, part: float, chance: random.Random, a_run: int) -> None:
    """Remind, sign and deliver, in turn."""
    firm = firm_at(home, count, part)
    engine, log, book = offices.records(home)
    log.settle()
    onboarding, outbox = offices.service(firm, book), Outbox(engine)
    platform = Platform(home / "reached.txt", chance)
    postman = Postman(engine, outbox, [platform], lambda: People(firm.people), Onboarding(book), lambda: firm.now)
    onboarding.sweep()
    done = {one.person for one in book.every() if one.state.value == "signed"}
    waiting = [one.id for one in firm.people[NEVER:] if one.id not in done]
    for who in chance.sample(waiting, min(a_run, len(waiting))):
        page = offices.sign(firm, onboarding, who)
        told(home / "reached.txt", "signed", who, str(page.record), page.lines[-1].rpartition(" ")[2])
        for key in chance.sample(found := outbox.open(), min(3, len(found))):
            postman.deliver(key)
    while a_run > A_RUN and (left := outbox.open()):
        for key in left:
            postman.deliver(key)


def dies_before(line: int) -> None:
    """Be killed before so many lines of our own code have run."""
    seen = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal seen
        if OURS not in frame.f_code.co_filename:
            return None
        seen += event == "line"
        if seen >= line:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def main(home: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    count = kills + A_RUN
    for run in range(kills):
        line, seconds = chance.randrange(MOST_LINES), chance.random() * LONGEST_S
        by_line, luck = run % 2 == 0, random.Random(chance.random())
        child = os.fork()
        if child == 0:
            if by_line:
                dies_before(line)
            work(home, count, run / kills, luck, A_RUN)
            os._exit(0)
        if not by_line:
            sleep(seconds)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    told(home / "reached.txt", "last", "run", "", "")
    work(home, count, 1, chance, count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
