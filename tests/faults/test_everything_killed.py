"""The one process that serves Slack, Teams and the page, killed again and again under load: nothing is lost or doubled.

In CI at a small size; `SERVER_KILLS=15 KILLED_EVERY_S=20` runs what docs/measurements.md reports.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot import wiring
from bot.desk import QUEUE, records, signatures
from bot.records.attestations import Log
from bot.settings import Settings
from knowledge.generation import Home
from tests.surfaces.busy import Load
from tests.surfaces.everywhere import account, everywhere

KILLS, EVERY_S = int(os.environ.get("SERVER_KILLS", "2")), float(os.environ.get("KILLED_EVERY_S", "3"))
COLLEAGUES = 60 + 60 * KILLS


@pytest.mark.slow
def test_whatever_is_killed_all_that_was_acknowledged_is_done_once_on_every_surface(
    shipped_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    with everywhere(home, COLLEAGUES) as place:
        load = Load(place, COLLEAGUES)
        process = place.start()
        with load.kept_up([*load.questions, *load.letters_and_signatures]):
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
    assert max(times.values(), default=1) == 1
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
