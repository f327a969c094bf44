"""Teams when everything comes twice, out of order, and a third of what is sent fails.

`TEAMS_ACTIVITIES=10000 TEAMS_SENDS=5000` is the whole storm; what stands in docs/measurements.md came of it.
"""

from __future__ import annotations

import heapq
import os
import random
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.desk import now
from bot.letters import Letter
from bot.people import Person
from bot.ports import Later, Refused, Sent, Unclear
from bot.records.database import open_records
from bot.records.intake import Intake
from bot.records.teams import Conversations, Place
from bot.teams.connector import Connector
from bot.teams.pace import Pace
from bot.teams.posting import Post, TeamsSender
from tests.surfaces.teams_server import teams
from tests.teams_peers import ConnectorPeer, served

ACTIVITIES = int(os.environ.get("TEAMS_ACTIVITIES", "80"))
SENDS = int(os.environ.get("TEAMS_SENDS", "100"))
COPIES, EACH = 4, 5
CHANCE = random.Random(4)


def test_what_comes_in_copies_and_out_of_order_is_answered_once_each(shipped_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    people = [f"p{n}" for n in range(max(1, ACTIVITIES // COPIES // EACH))]
    with teams(home) as tenant:
        for one in people:
            tenant.connector.members[f"29:{one}"] = {"id": f"29:{one}", "givenName": one, "email": f"{one}@example.com"}
        wanted = [tenant.message(f"may I swear online, {n}?", one) for one in people for n in range(EACH)]
        sent = wanted * COPIES
        CHANCE.shuffle(sent)
        with ThreadPoolExecutor(8) as several:
            assert Counter(status for status, _ in several.map(tenant.send, sent)) == {200: len(sent)}
        intake = Intake(tenant.core.desk.engine)
        until = time.monotonic() + 60 + len(wanted)
        while intake.open() and time.monotonic() < until:
            time.sleep(0.1)
        assert intake.open() == []
        assert Counter(c for c, a in tenant.connector.taken if a["type"] == "message") == {
            f"a:{one}": EACH for one in people
        }
        assert tenant.connector.over_the_limit == 0


def test_no_letter_is_lost_where_a_third_of_what_is_sent_fails_and_the_limits_are_kept(tmp_path: Path) -> None:
    peer = ConnectorPeer(fails=0.3)
    with served(peer) as address:
        connector = Connector(None, lambda _: None, Pace(time.monotonic))
        conversations = Conversations(open_records(None, tmp_path), now)
        sender = TeamsSender(Post(connector, conversations, Place("", address, "t", "28:b")))
        count = max(1, SENDS // 10)
        letters = {f"letter {n} for {n % count}": f"p{n % count}" for n in range(SENDS)}
        with ThreadPoolExecutor(8) as several:
            tries = _sent(sender, letters, several)
    taken = Counter(activity["summary"] for _, activity in peer.taken)
    assert set(taken) == set(letters)
    assert peer.over_the_limit == 0
    twice = sum(1 for many in taken.values() if many > 1)
    print(f"{SENDS} letters, {tries} tries, 0 lost, {twice} read more than once")


def _sent(sender: TeamsSender, letters: dict[str, str], several: ThreadPoolExecutor) -> int:
    """Each till it is taken, as the postman does; how many tries it took."""
    due = [(0.0, title, account) for title, account in letters.items()]
    tries = 0
    while due:
        ready = [heapq.heappop(due) for _ in range(len(due)) if due and due[0][0] <= time.monotonic()]
        tries += len(ready)
        for (_, title, account), seconds in zip(
            ready, several.map(lambda one: _tried(sender, *one[1:]), ready), strict=True
        ):
            if seconds is not None:
                heapq.heappush(due, (time.monotonic() + seconds, title, account))
        time.sleep(0.01)
    return tries


def _tried(sender: TeamsSender, title: str, account: str) -> float | None:
    """Seconds till it is worth trying again, None where it is taken."""
    person = Person(id=account, name=account, accounts={"teams": account})
    try:
        came: Sent | Refused | Later = sender.send(person, Letter(title=title), title)
    except Unclear:
        return 0.5
    assert not isinstance(came, Refused), came
    return came.after_s if isinstance(came, Later) else None
