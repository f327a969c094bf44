"""People from Microsoft Graph and Slack: all of them, whatever happens on the way; and what was known stays known."""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.directory import fetching
from bot.directory.graph import Graph
from bot.directory.kept import FOLDER, Kept
from bot.directory.slack import Members
from bot.directory.source import Found
from bot.directory.sources import Directory
from bot.errors import WrongDirectory
from bot.people import Person
from bot.settings import GraphSettings, SlackSettings
from tests.directory_peers import RESET, TOKEN, Peer, graph_row, serving, slack_row

USERS, LIST = "/v1.0/users", "/api/users.list"
GARBAGE: list[Any] = [b"<html>no</html>", b"", b"\xff\xfe", b"[" * 100_000, b"[]", b'{"value": 7, "members": {}}']


@pytest.fixture
def peer() -> Iterator[Peer]:
    with serving(Peer()) as found:
        yield found


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def graph(peer: Peer, waits: list[float]) -> Graph:
    told: dict[str, Any] = {"tenant": "t1", "client_id": "c1", "client_secret": "s1"}
    return Graph(GraphSettings(**told, api=f"{peer.url}/v1.0", login=peer.url), waits.append)


@pytest.fixture
def members(peer: Peer, waits: list[float]) -> Members:
    told: dict[str, Any] = {"bot_token": "xoxb-1", "signing_secret": "s1"}
    return Members(SlackSettings(**told, api=f"{peer.url}/api/"), waits.append)


def managers(found: Found) -> dict[str, str]:
    return {person.id: person.manager for person in found.people}


def test_everybody_in_the_tenant_is_read_over_its_pages(peer: Peer, graph: Graph) -> None:
    peer.rows = [graph_row("ann"), *(graph_row(f"n{number}", "ann") for number in range(6))]
    found = graph()
    assert managers(found) == {"g-ann": ""} | {f"g-n{number}": "g-ann" for number in range(6)}
    assert found.people[0].accounts == {"teams": "g-ann"}
    assert found.people[0].team == "Stores"
    assert peer.counts[USERS] == 4
    assert peer.tokens == {"", f"Bearer {TOKEN}"}


def test_guests_are_no_colleagues_and_who_cannot_sign_in_has_left(peer: Peer, graph: Graph) -> None:
    peer.rows = [
        graph_row("ann", accountEnabled=False), graph_row("bob", userType="Guest"), graph_row("cat", displayName=None),
        graph_row("dan", mail=None, userPrincipalName="dan@corp.example", employeeHireDate="2026-03-02T00:00:00Z"),
    ]  # fmt: skip
    found = graph()
    assert [(one.id, one.leaves) for one in found.people] == [("g-ann", date.min), ("g-dan", None)]
    assert (found.people[1].email, found.people[1].starts) == ("dan@corp.example", date(2026, 3, 2))
    assert found.problems == ("g-cat has no id or no name.",)


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/users",
        "http://127.0.0.1:1/v1.0/users",
        "/v1.0/users?a=b",
        7,
        "http://[",
        "//x/v1.0/users",
    ],
)
def test_the_token_goes_nowhere_but_to_graph(peer: Peer, graph: Graph, link: Any) -> None:
    peer.rows, peer.next_link = [graph_row("ann")] * 5, lambda _: link
    with pytest.raises(WrongDirectory, match="somewhere else"):
        graph()


def test_pages_without_an_end_are_given_up(peer: Peer, graph: Graph, members: Members) -> None:
    peer.rows, peer.next_link = [graph_row("ann")] * 5, lambda _: f"{peer.url}/v1.0/users?$skiptoken=1"
    with pytest.raises(WrongDirectory, match="no end"):
        graph()
    peer.next_link = lambda _: "1"
    with pytest.raises(WrongDirectory, match="no end"):
        members()


def test_a_redirection_is_not_followed(peer: Peer, graph: Graph) -> None:
    peer.faults[USERS] = [(302, {"Location": f"{peer.url}/elsewhere"}, b"{}")]
    with pytest.raises(WrongDirectory):
        graph()
    assert "/elsewhere" not in peer.counts


@pytest.mark.parametrize("path", [USERS, LIST])
def test_throttling_is_waited_out_and_breaks_are_tried_again(
    peer: Peer, graph: Graph, members: Members, waits: list[float], path: str
) -> None:
    source: Callable[[], Found] = graph if path == USERS else members
    peer.rows = [(graph_row if path == USERS else slack_row)("ann")]
    peer.faults[path] = [(429, {"Retry-After": "7"}, b""), (503, {"Retry-After": "9999"}, b""), RESET]
    assert len(source().people) == 1
    assert waits == [7.0, fetching.LONGEST_WAIT_S, 4.0]


def test_what_never_answers_is_given_up(peer: Peer, graph: Graph, waits: list[float]) -> None:
    peer.faults[USERS] = [(500, {}, b"")] * 9
    with pytest.raises(WrongDirectory, match="can't be reached"):
        graph()
    assert len(waits) == fetching.TRIES - 1


def test_a_moment_to_come_back_at_is_understood(peer: Peer, graph: Graph, waits: list[float]) -> None:
    peer.faults[USERS] = [(429, {"Retry-After": told}, b"") for told in ("Thu, 01 Jan 1970 00:00:00 GMT", "soon")]
    graph()
    assert waits == [0.0, 2.0]


@pytest.mark.parametrize("body", GARBAGE)
def test_garbage_is_an_error_that_says_what_to_do(peer: Peer, graph: Graph, members: Members, body: bytes) -> None:
    for source, path in ((graph, USERS), (members, LIST)):
        peer.faults[path] = [(200, {}, body)]
        with pytest.raises(WrongDirectory) as raised:
            source()
        assert str(raised.value).endswith(".")


def test_an_enormous_body_is_not_read_to_its_end(peer: Peer, graph: Graph) -> None:
    peer.faults[USERS] = [(200, {}, b'{"value":[' + b" " * (fetching.LARGEST + 1_000_000))]
    with pytest.raises(WrongDirectory, match="20 MB"):
        graph()


def test_refusals_name_the_right_that_is_missing(peer: Peer, graph: Graph, members: Members) -> None:
    denied = {"error": {"code": "Authorization_RequestDenied", "message": "secret: s1"}}
    peer.faults[USERS] = [(403, {}, denied)]
    with pytest.raises(WrongDirectory, match=r"Authorization_RequestDenied.*User\.Read\.All") as raised:
        graph()
    assert "s1" not in str(raised.value)
    peer.faults["/t1/oauth2/v2.0/token"] = [(401, {}, {"error": "invalid_client"})]
    with pytest.raises(WrongDirectory, match=r"invalid_client.*graph\.client_secret"):
        graph()
    peer.faults[LIST] = [(200, {}, {"ok": False, "error": "missing_scope"})]
    with pytest.raises(WrongDirectory, match=r"missing_scope.*scopes"):
        members()


def test_everybody_in_the_workspace_is_read_with_their_manager(peer: Peer, members: Members) -> None:
    peer.rows = [
        slack_row("ann"), slack_row("bob"), slack_row("cat", deleted=True), slack_row("dan", is_restricted=True),
        slack_row("eve", is_bot=True), slack_row("fay", team_id="T2"), slack_row("gus", is_stranger=True),
        slack_row("hal", tz="Mars/Base"), {"id": "USLACKBOT"},
    ]  # fmt: skip
    peer.managers = {"UBOB": "UANN", "UHAL": "UBOB,UANN"}
    found = members()
    assert managers(found) == {"UANN": "", "UBOB": "UANN", "UCAT": "", "UHAL": "UBOB"}
    assert [(one.leaves, one.time_zone) for one in found.people[2:]] == [(date.min, "Europe/London"), (None, "")]
    assert found.people[0].email == "ann@example.org"
    assert peer.counts["/api/users.profile.get"] == 3
    members()
    assert peer.counts["/api/team.profile.get"] == 1


def test_only_profiles_that_have_changed_are_read_again(peer: Peer, members: Members) -> None:
    peer.rows = [slack_row("ann", updated=1), slack_row("bob", updated=1)]
    members()
    peer.rows[1]["updated"], peer.managers = 2, {"UANN": "UBOB", "UBOB": "UANN"}
    assert managers(members()) == {"UANN": "", "UBOB": "UANN"}
    assert peer.counts["/api/users.profile.get"] == 3


@pytest.mark.parametrize("labels", [("Title",), ("Manager", "manager ")])
def test_without_one_field_for_the_manager_people_come_without_and_it_is_told(
    peer: Peer, members: Members, labels: tuple[str, ...]
) -> None:
    peer.rows, peer.labels = [slack_row("ann"), slack_row("bob")], labels
    found = members()
    assert managers(found) == {"UANN": "", "UBOB": ""}
    assert "Manager" in found.problems[0]


def found_now(*names: str, ago: timedelta = timedelta(0)) -> Found:
    people = tuple(Person(id=name, name=name, leaves=date.min, accounts={"slack": name}) for name in names)
    return Found(people, ("a problem",), datetime.now(UTC) - ago)


def settled(kept: Kept, holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        kept.current()
        time.sleep(0.01)
    assert holds()


def test_what_was_read_is_there_at_once_after_a_restart_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = Kept("slack", lambda: found_now("ann"), tmp_path, timedelta(hours=1)).current()
    again = Kept("slack", lambda: pytest.fail("asked again"), tmp_path, timedelta(hours=1))
    assert again.current() == first
    file = tmp_path / FOLDER / "slack.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert again.trouble() == ""


def test_a_refresh_happens_beside_the_work_and_a_failed_one_changes_nothing(tmp_path: Path) -> None:
    answers: list[Any] = [found_now("ann", ago=timedelta(hours=3)), WrongDirectory("It is down.")]

    def fetch() -> Found:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    kept = Kept("graph", fetch, tmp_path, timedelta(hours=1))
    assert [one.id for one in kept.current().people] == ["ann"]
    settled(kept, lambda: bool(kept.trouble()))
    assert kept.trouble().startswith("It is down. People count as they were on")
    assert [one.id for one in kept.current().people] == ["ann"]
    assert Kept("graph", fetch, tmp_path, timedelta(hours=1)).trouble() == kept.trouble()
    answers.append(found_now("bob"))
    kept.anew()
    assert kept.trouble() == ""
    assert [one.id for one in kept.current().people] == ["bob"]


def test_when_half_of_them_are_missing_they_are_all_kept(tmp_path: Path) -> None:
    answers = [found_now(*"abcdefghijkl"), found_now(), found_now(*"abcde"), found_now(*"abcdef")]
    kept = Kept("graph", lambda: answers.pop(0), tmp_path, timedelta(hours=1))
    kept.current()
    for count in (0, 5):
        with pytest.raises(WrongDirectory, match=f"names {count} people where it named 12 before"):
            kept.anew()
        assert len(kept.current().people) == 12
    assert "names 5 people" in kept.trouble()
    assert len(kept.anew().people) == 6


def test_nobody_waits_for_a_refresh(tmp_path: Path) -> None:
    answers = iter([lambda: found_now("ann", ago=timedelta(hours=3)), lambda: time.sleep(1) or found_now("bob")])

    def fetch() -> Found:
        return next(answers)()

    kept = Kept("graph", fetch, tmp_path, timedelta(hours=1))
    kept.current()
    assert [one.id for one in kept.current().people] == ["ann"]
    settled(kept, lambda: [one.id for one in kept.current().people] == ["bob"])


class Changing:
    """A source that tells of somebody else each time."""

    name = "changing"

    def __init__(self) -> None:
        self.found = found_now("ann")

    def current(self) -> Found:
        return self.found


def test_people_are_merged_again_only_where_a_source_has_changed() -> None:
    source = Changing()
    directory = Directory([source])  # type: ignore[list-item]
    first = directory()
    assert directory() is first
    source.found = found_now("bob")
    assert [one.id for one in directory()] == ["bob"]


@pytest.mark.parametrize(
    "held", ["", "{}", "[]", '{"people": [{}]}', json.dumps({"people": 7, "problems": [], "at": ""})]
)
def test_a_damaged_file_is_read_anew(tmp_path: Path, held: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "slack.json").write_text(held)
    kept = Kept("slack", lambda: found_now("ann"), tmp_path, timedelta(hours=1))
    assert [one.id for one in kept.current().people] == ["ann"]


def test_where_nothing_was_ever_read_the_fault_is_told(tmp_path: Path) -> None:
    def fetch() -> Found:
        raise WrongDirectory("It is down.")

    with pytest.raises(WrongDirectory, match="It is down"):
        Kept("slack", fetch, tmp_path, timedelta(hours=1)).current()
