"""Slack's events to processes that share a database, or are killed: every message gets exactly one reply.

In CI at a small size; `SLACK_DELIVERIES=10000 SLACK_KILLS=100` runs what docs/measurements.md reports.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
import urllib.error
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.surfaces import slack_processes
from tests.surfaces.slack_peer import free
from tests.surfaces.slack_requests import Requests
from tests.surfaces.slack_workspace import Workspace, workspace

DELIVERIES, KILLS = int(os.environ.get("SLACK_DELIVERIES", "160")), int(os.environ.get("SLACK_KILLS", "3"))
COPIES = 4
"""Events, of ids of their own, that one message comes in."""
BADNESS = 0.15
ASKED = (
    "can I post our sales figures on LinkedIn?", "may I swear in a private group?", "hello", "can I share a photo?",
    "who won the election?", "what do I do when I've made a mistake online?",
)  # fmt: skip


def begun(slack: Workspace) -> Counter[str]:
    return Counter(one["thread_ts"] for told in slack.messages.values() for one in told if one.get("bot_id"))


def settled(slack: Workspace, said: list[dict[str, Any]], patience_s: float) -> None:
    """Wait till every message has a reply, and a little for those that should not come."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until and not {one["ts"] for one in said} <= slack.finished().keys():
        time.sleep(0.2)
    time.sleep(2)


def delivered(send: Callable[[], int]) -> bool:
    """Whether Slack is told that it was taken; if not, it sends it again."""
    try:
        return send() == 200
    except (urllib.error.URLError, OSError, HTTPException):
        return False


@pytest.mark.slow
def test_many_events_of_one_message_to_two_processes_get_one_reply(shipped_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    chance = random.Random(5)
    with workspace(BADNESS) as slack, ExitStack() as opened:
        first, second = [opened.enter_context(slack_processes.served(home, slack, free())) for _ in range(2)]
        said = [slack.say("U1", chance.choice(ASKED)) for _ in range(DELIVERIES // COPIES)]
        events = [(event, f"Ev{n}.{copy}") for n, event in enumerate(said) for copy in range(COPIES)]
        chance.shuffle(events)
        took: list[float] = []

        def send(numbered: tuple[int, tuple[dict[str, Any], str]]) -> bool:
            number, (event, event_id) = numbered
            began = time.monotonic()
            there = (first, second)[number % 2]
            taken = delivered(lambda: there.event(event, event_id))
            took.append(time.monotonic() - began)
            return taken

        with ThreadPoolExecutor(8) as several:
            taken = list(several.map(send, enumerate(events)))
        settled(slack, said, 60 + DELIVERIES / 5)
    took.sort()
    half, most = (f"{took[len(took) * part // 100] * 1000:.0f} ms" for part in (50, 99))
    print(f"{len(events)} deliveries of {len(said)} messages; acknowledged in {half} (median), {most} (99 %)")
    assert all(taken)
    assert slack.finished() == Counter(one["ts"] for one in said)
    assert begun(slack) == slack.finished()


@pytest.mark.slow
def test_every_message_that_was_taken_is_answered_once_whatever_is_killed(shipped_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    chance = random.Random(6)
    said: list[dict[str, Any]] = []
    with workspace(BADNESS) as slack:
        again: list[dict[str, Any]] = []
        for _ in range(KILLS):
            port = free()
            process = slack_processes.start(home, slack, port)
            new = [slack.say("U1", chance.choice(ASKED)) for _ in range(2)]
            said += new
            again = [one for one in [*again, *new] if not taken_by(slack_processes.requests(port), one)]
            time.sleep(chance.random() * 0.4)
            process.send_signal(signal.SIGKILL)
            process.wait()
        with slack_processes.served(home, slack, free()) as there:
            for event in again:
                assert taken_by(there, event)
            settled(slack, said, 60 + KILLS)
    assert slack.finished() == Counter(one["ts"] for one in said)
    assert begun(slack) == slack.finished()
    print(f"{KILLS} kills, {len(said)} messages, {slack.calls['chat.startStream']} begun, "
          f"{slack.calls['conversations.replies']} looked up")  # fmt: skip


def taken_by(there: Requests, event: dict[str, Any]) -> bool:
    return delivered(lambda: there.event(event, f"Ev{event['ts']}"))
