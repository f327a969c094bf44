"""The one process that serves Slack, Teams and the page, killed again and again under load: nothing is lost or doubled.

In CI at a small size; `SERVER_KILLS=15 KILLED_EVERY_S=20` runs what docs/measurements.md reports.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import sqlite3
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import wiring
from bot.desk import QUEUE, records, signatures
from bot.records.attestations import Log
from bot.settings import Settings
from knowledge.generation import Home
from tests.surfaces import confirmed
from tests.surfaces.everywhere import Everywhere, account, everywhere, name

KILLS, EVERY_S = int(os.environ.get("SERVER_KILLS", "2")), float(os.environ.get("KILLED_EVERY_S", "3"))
COLLEAGUES = 60 + 60 * KILLS
ASKERS = 24
"""Colleagues who ask and write; all others sign, once each."""
PAUSE_S = 0.3
CUT_OFF = (httpx.HTTPError, OSError, HTTPException)
ASKED = ("can I post our sales figures on LinkedIn?", "may I swear in a private group?", "can I share a photo?")


@dataclass
class Load:
    """All that people do at once, and what of it was confirmed to them."""

    place: Everywhere
    over: threading.Event = field(default_factory=threading.Event)
    messages: list[str] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
    letters: dict[str, list[str]] = field(default_factory=lambda: {"page": [], "slack": [], "teams": []})
    signed: list[int] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)

    @contextmanager
    def kept_up(self) -> Iterator[None]:
        """From here on till it is left."""
        jobs = [self.slack_message, self.teams_message, self.question, self.on_page(), self.on_slack(), self.in_teams()]
        busy = [threading.Thread(target=self._kept, args=(job,)) for job in jobs]
        for one in busy:
            one.start()
        try:
            yield
        finally:
            self.over.set()
            for one in busy:
                one.join()

    def _kept(self, job: Callable[[], Any]) -> None:
        while not self.over.is_set():
            try:
                job()
            except CUT_OFF:
                self.requests["cut off"] += 1
            except (AssertionError, KeyError, IndexError) as wrong:
                self.unexpected.append(repr(wrong)[:300])
            self.over.wait(PAUSE_S)

    def slack_message(self) -> None:
        """As Slack does, sent again till it is acknowledged."""
        person = self.place.person(1 + 3 * random.randrange(ASKERS // 3))
        event = self.place.slack.say(person.who, random.choice(ASKED))
        while not self._taken(lambda: person.event(event, f"Ev{event['ts']}")):
            time.sleep(PAUSE_S)
        self.messages.append(event["ts"])

    def teams_message(self) -> None:
        who = account(2 + 3 * random.randrange(ASKERS // 3))
        activity = self.place.tenant.message(random.choice(ASKED), who)
        while not self._taken(lambda: self.place.tenant.send(activity)[0]):
            time.sleep(PAUSE_S)
        self.activities.append(f"a:{who}")

    def question(self) -> None:
        with self.place.page(0) as page:
            self.requests[str(page.post("/ask", data={"question": random.choice(ASKED)}).status_code)] += 1

    def on_page(self) -> Callable[[], None]:
        """A letter and a signature in turn, and so on the other surfaces."""

        def letter() -> None:
            words = self._words()
            with self.place.page(3 * random.randrange(ASKERS // 3)) as page:
                if confirmed.sent_on_page(page, words).status_code == 303:
                    self.letters["page"].append(words)

        def signature(number: int) -> bool:
            with self.place.page(number) as page:
                return "/sign/receipt/" in confirmed.signed_on_page(page, name(number), confirmed.walked_on_page(page))

        return self._in_turn(letter, signature, 0)

    def on_slack(self) -> Callable[[], None]:
        def letter() -> None:
            words = self._words()
            if confirmed.sent_on_slack(self.place.person(1), words):
                self.letters["slack"].append(words)

        return self._in_turn(letter, lambda n: confirmed.signed_on_slack(self.place.person(n), name(n)), 1)

    def in_teams(self) -> Callable[[], None]:
        def letter() -> None:
            words = self._words()
            if confirmed.sent_in_teams(self.place.tenant, account(2), words):
                self.letters["teams"].append(words)

        return self._in_turn(letter, lambda n: confirmed.signed_in_teams(self.place.tenant, account(n), name(n)), 2)

    def _in_turn(self, letter: Callable[[], None], signature: Callable[[int], bool], first: int) -> Callable[[], None]:
        fresh = itertools.count(ASKERS + first, 3)

        def sign() -> None:
            number = next(fresh)
            if number < COLLEAGUES and signature(number):
                self.signed.append(number)

        turns = itertools.cycle([letter, sign])

        def turn() -> None:
            next(turns)()

        return turn

    def _words(self) -> str:
        return f"may I post about number-{uuid.uuid4().hex[:12]}?"

    def _taken(self, send: Callable[[], int]) -> bool:
        """Whether it was acknowledged."""
        try:
            return send() == 200
        except CUT_OFF:
            return False


@pytest.mark.slow
def test_whatever_is_killed_all_that_was_acknowledged_is_done_once_on_every_surface(
    shipped_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    with everywhere(home, COLLEAGUES) as place:
        load = Load(place)
        process = place.start()
        with load.kept_up():
            for _ in range(KILLS):
                time.sleep(EVERY_S * random.uniform(0.8, 1.2))
                process.kill()
                process.wait()
                process = place.start()
            time.sleep(2)
        settled(load, 60 + 10 * KILLS)
        process.terminate()
        assert process.wait(60) == 0
        told(load)
        assert load.unexpected == []
        assert replies_on_slack(load) == Counter(load.messages)
        assert replies_in_teams(load) == Counter(load.activities)
        arrived = letters(load)
        assert [words for where in ("page", "slack") for words in load.letters[where] if arrived[words] != 1] == []
        assert set(load.letters["teams"]) <= arrived.keys()  # where Teams can't say, twice is better than never
    assert_sound(home, load.signed)


def assert_sound(home: Path, signed: list[int]) -> None:
    """Both databases, the log of signatures with each that was confirmed once, and what is published."""
    for file in ("records.db", QUEUE):
        with sqlite3.connect(home / file) as opened:
            assert opened.execute("pragma integrity_check").fetchone() == ("ok",)
    log = log_of(home)
    assert log.verify().faults == ()
    times = Counter(record.attestation.person for record in log.signatures())
    assert {times[account(number)] for number in signed} <= {1}
    assert max(times.values()) == 1
    assert wiring.open_generation(Home(home)).catalogue.documents


def log_of(home: Path) -> Log:
    settings = Settings(home=home)
    return signatures(settings, records(settings))


def replies_on_slack(load: Load) -> Counter[str]:
    return load.place.slack.finished()


def replies_in_teams(load: Load) -> Counter[str]:
    """Answers that people read: each ends a stream, which Teams lets end once."""

    def ends_a_stream(activity: dict[str, Any]) -> bool:
        return any(entity.get("streamType") == "final" for entity in activity.get("entities") or ())

    return Counter(where for where, activity in load.place.tenant.connector.taken if ends_a_stream(activity))


def letters(load: Load) -> Counter[str]:
    """How often each letter's words reached a line manager."""
    on_slack = [str(one["blocks"]) for one in load.place.slack.letters("UBEN")]
    in_teams = [str(one) for one in load.place.tenant.connector.said("one-to-one-dina-object-id")]
    found = (re.search(r"may I post about number-[0-9a-f]+\?", one) for one in (*on_slack, *in_teams))
    return Counter(one.group() for one in found if one)


def settled(load: Load, patience_s: float) -> None:
    """Wait till everything has been seen to, and a little for what should not come."""

    def there() -> bool:
        written = [words for each in load.letters.values() for words in each]
        return (
            set(load.messages) <= replies_on_slack(load).keys()
            and Counter(load.activities) <= replies_in_teams(load)
            and set(written) <= letters(load).keys()
        )

    until = time.monotonic() + patience_s
    while time.monotonic() < until and not there():
        time.sleep(1)
    time.sleep(3)


def told(load: Load) -> None:
    twice = sum(letters(load)[words] > 1 for words in load.letters["teams"])
    counts = {where: len(written) for where, written in load.letters.items()}
    print(f"{KILLS} kills; messages on Slack {len(load.messages)}, in Teams {len(load.activities)}; letters {counts}, "
          f"{twice} read twice in Teams; {len(load.signed)} signatures; page {dict(load.requests)}")  # fmt: skip
