"""Who works here: put up with every fault, be wrong about nobody."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory import csv_file
from bot.errors import WrongDirectory
from bot.people import People, Person

DAY = date(2026, 3, 2)


def person(name: str, manager: str = "", **told: object) -> Person:
    return Person(id=name, name=name.title(), manager=manager, **told)  # type: ignore[arg-type]


def told(*people: Person) -> dict[str, str]:
    return {fault.person: fault.told for fault in People(people).faults(DAY)}


def test_managers_stand_nearest_first() -> None:
    people = People([person("ann"), person("bob", "ann"), person("cat", "bob")])
    assert [manager.id for manager in people.managers("cat")] == ["bob", "ann"]
    assert [report.id for report in people.reports("ann")] == ["bob"]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 13)), max_size=20))
def test_whatever_the_circles_nobody_is_their_own_manager_and_every_chain_ends(rows: list[tuple[int, int]]) -> None:
    people = People([person(str(who), str(manager)) for who, manager in rows])
    for one in people:
        chain = [manager.id for manager in people.managers(one.id)]
        assert one.id not in chain
        assert len(set(chain)) == len(chain)


def test_an_id_that_stands_twice_leads_to_nobody() -> None:
    people = People([person("ann"), person("ann"), person("bob", "ann")])
    assert people.get("ann") is None
    assert people.managers("bob") == ()


def test_an_account_that_two_people_have_leads_to_neither() -> None:
    people = People([person("ann", accounts={"slack": "U1"}), person("bob", accounts={"slack": "U1", "teams": "U1"})])
    assert people.with_account("slack", "U1") is None
    found = people.with_account("teams", "U1")
    assert found is not None
    assert found.id == "bob"


def test_addresses_are_found_in_capitals_and_an_empty_one_is_nobodys() -> None:
    people = People([person("ann", email="Ann@Example.org"), person("bob")])
    assert people.with_email("ann@example.ORG") is not None
    assert people.with_email("") is None


def test_what_needs_mending_is_named() -> None:
    found = told(
        person("ann"),
        person("bob", "bob"),
        person("cat", "dan"),
        person("eve", "fay"),
        person("fay", "eve"),
        person("gus", "hal"),
        person("hal", "ann", leaves=DAY - timedelta(days=1)),
        person("ida", "ann"),
    )
    assert "their own line manager" in found["bob"]
    assert "can't be found" in found["cat"]
    assert "answers to somebody who answers to them" in found["eve"]
    assert "doesn't work here now" in found["gus"]
    assert not {"ann", "ida", "hal"} & set(found)


def test_days_at_work_and_away_include_their_ends() -> None:
    one = person("ann", starts=DAY, leaves=DAY, away_from=DAY, away_until=DAY)
    assert one.employed(DAY)
    assert one.away(DAY)
    for other in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        assert not one.employed(other)
        assert not one.away(other)


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_file_is_read_whatever_stands_between_its_columns(tmp_path: Path, between: str) -> None:
    lines = ["ID,Name,Email,Manager,Time zone,Cost centre", "1,Ann Day,ann@example.org,,Europe/London,7"]
    lines += ["2,Bob  Ode,,ANN@example.org,,"]
    file = tmp_path / "people.csv"
    file.write_text("\ufeff" + "\r\n".join(lines).replace(",", between), encoding="utf-8")
    found = csv_file.read(file)
    assert [(one.id, one.name, one.manager) for one in found.people] == [("1", "Ann Day", ""), ("2", "Bob Ode", "1")]
    assert found.unused == ("cost_centre",)
    assert not found.problems


def test_lines_that_cannot_be_read_are_named_and_left_out(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "id,name,starts,time_zone\n1,Ann,soon,\n2,,,\n3,Cat,2026-01-31,Mars/Base\n4,Dan,2026-01-31,Europe/London\n"
    )
    found = csv_file.read(file)
    assert [one.id for one in found.people] == ["4"]
    assert [problem.split(": ")[0] for problem in found.problems] == ["people.csv:2", "people.csv:3", "people.csv:4"]


@pytest.mark.parametrize("content", [b"", b"name,email\nAnn,a@b\n", b"id,name\n1,\xff\xfe\n", b"\x00\x01"])
def test_what_is_no_directory_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    with pytest.raises(WrongDirectory):
        csv_file.read(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongDirectory, match="can't be opened"):
        csv_file.read(tmp_path / "none.csv")


def test_a_changed_file_counts_at_once_and_a_broken_one_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,name\n1,Ann\n")
    current = csv_file.Current(file)
    file.write_text("id,name\n1,Ann\n2,Bob\n")
    assert len(current()) == 2
    file.write_text("nonsense")
    assert len(current()) == 2
    file.unlink()
    assert len(current()) == 2
