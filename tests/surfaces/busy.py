"""All that colleagues do at once on every surface, and what of it is confirmed to them."""

from __future__ import annotations

import itertools
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException

import httpx

from tests.surfaces import confirmed
from tests.surfaces.everywhere import Everywhere, account, name

ASKERS = 24
PAUSE_S = 0.3
CUT_OFF = (httpx.HTTPError, OSError, HTTPException)
ASKED = ("can I post our sales figures on LinkedIn?", "may I swear in a private group?", "can I share a photo?")
Job = Callable[[], None]


@dataclass
class Load:
    """All that people do at once, and what of it was confirmed to them."""

    place: Everywhere
    colleagues: int
    """Of the place; the first ask and write, all others sign, once each."""
    over: threading.Event = field(default_factory=threading.Event)
    messages: list[str] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
    letters: dict[str, list[str]] = field(default_factory=lambda: {"page": [], "slack": [], "teams": []})
    signed: list[int] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)

    @property
    def questions(self) -> list[Job]:
        return [self.slack_message, self.teams_message, self.question]

    @property
    def letters_and_signatures(self) -> list[Job]:
        return [self.on_page(), self.on_slack(), self.in_teams()]

    @contextmanager
    def kept_up(self, jobs: Iterable[Job]) -> Iterator[None]:
        """From here on till it is left."""
        busy = [threading.Thread(target=self._kept, args=(job,)) for job in jobs]
        for one in busy:
            one.start()
        try:
            yield
        finally:
            self.over.set()
            for one in busy:
                one.join()

    def _kept(self, job: Job) -> None:
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

    def on_page(self) -> Job:
        """A letter and a signature in turn, and so on the other surfaces."""

        def letter() -> None:
            words = self._words()
            with self.place.page(3 * random.randrange(ASKERS // 3)) as page:
                assert confirmed.sent_on_page(page, words).status_code == 303
            self.letters["page"].append(words)

        def signature(number: int) -> bool:
            with self.place.page(number) as page:
                return "/sign/receipt/" in confirmed.signed_on_page(page, name(number), confirmed.walked_on_page(page))

        return self._in_turn(letter, signature, 0)

    def on_slack(self) -> Job:
        def letter() -> None:
            words = self._words()
            assert confirmed.sent_on_slack(self.place.person(1), words)
            self.letters["slack"].append(words)

        return self._in_turn(letter, lambda n: confirmed.signed_on_slack(self.place.person(n), name(n)), 1)

    def in_teams(self) -> Job:
        def letter() -> None:
            words = self._words()
            assert confirmed.sent_in_teams(self.place.tenant, account(2), words)
            self.letters["teams"].append(words)

        return self._in_turn(letter, lambda n: confirmed.signed_in_teams(self.place.tenant, account(n), name(n)), 2)

    def _in_turn(self, letter: Job, signature: Callable[[int], bool], first: int) -> Job:
        fresh = itertools.count(ASKERS + first, 3)

        def sign() -> None:
            number = next(fresh)
            if number < self.colleagues:
                assert signature(number)
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
