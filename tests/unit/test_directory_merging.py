"""People of several sources: one person is one, two stay two, and nobody is mistaken for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.directory.merging import merge
from bot.people import Person

DAY = date(2026, 3, 2)


def person(name: str, **told: object) -> Person:
    return Person(**{"id": name, "name": name, **told})  # type: ignore[arg-type]


def test_a_field_comes_from_the_first_source_that_has_it() -> None:
    file = [person("1", email="ann@example.org", team="Stores", accounts={"slack": "U1"})]
    graph = [person("g1", email="ANN@example.org", team="Shops", starts=DAY, accounts={"teams": "g1"})]
    slack = [person("U1", time_zone="Europe/London", accounts={"slack": "U1"})]
    (ann,) = merge([file, graph, slack])
    assert (ann.id, ann.team, ann.starts, ann.time_zone) == ("1", "Stores", DAY, "Europe/London")
    assert ann.accounts == {"slack": "U1", "teams": "g1"}


def test_managers_are_those_of_the_source_that_names_them() -> None:
    file = [person("1", email="ann@example.org"), person("2", email="bob@example.org")]
    graph = [person("g1", email="ann@example.org"), person("g2", email="bob@example.org", manager="g1")]
    found = merge([file, graph])
    assert [(one.id, one.manager) for one in found] == [("1", ""), ("2", "1")]
    assert [
        one.id for one in merge([[person("2", manager="boss@x.org")], [person("g", email="boss@x.org")]]).managers("2")
    ] == ["g"]


def test_who_has_left_by_any_source_has_left() -> None:
    last = DAY - timedelta(days=1)
    file = [person("1", email="ann@example.org"), person("2", email="bob@example.org", leaves=last)]
    slack = [person("U1", email="ann@example.org", leaves=date.min), person("U2", email="bob@example.org")]
    assert [one.employed(DAY) for one in merge([file, slack])] == [False, False]


def test_what_two_people_claim_leads_to_nobody_and_joins_nobody() -> None:
    file = [person("1", email="ann@example.org"), person("2", email="ann@example.org")]
    slack = [person("U1", email="ann@example.org", accounts={"slack": "U1"})]
    found = merge([file, slack])
    assert [one.id for one in found] == ["1", "2", "U1"]
    assert found.with_email("ann@example.org") is None
    split = [person("1", email="ann@example.org"), person("2", accounts={"slack": "U1"})]
    found = merge([split, slack])
    assert len(found) == 3
    assert found.with_email("ann@example.org") is None
    assert found.with_account("slack", "U1") is None


def test_an_address_of_another_source_leads_to_the_person_too() -> None:
    file = [person("1", email="ann@example.org", accounts={"slack": "U1"})]
    slack = [person("U1", email="ann.rao@example.org", accounts={"slack": "U1"})]
    known = merge([file, slack]).with_email("ann.rao@example.org")
    assert known
    assert known.id == "1"


def test_two_of_one_source_are_never_made_one() -> None:
    file = [person("1", email="ann@example.org", accounts={"slack": "U2"})]
    slack = [person("U1", email="ann@example.org"), person("U2", accounts={"slack": "U2"})]
    assert len(merge([file, slack])) == 3


KEYS = st.sampled_from(["", "a", "b", "c", "d"])
PEOPLE = st.lists(
    st.builds(
        lambda known, mail, account, manager, left: person(
            known or "e", email=mail, manager=manager, leaves=date.min if left else None,
            accounts={"slack": account} if account else {},
        ),
        KEYS, KEYS, KEYS, KEYS, st.booleans(),
    ),
    max_size=5,
)  # fmt: skip


@given(st.lists(PEOPLE, max_size=3))
def test_whatever_the_sources_nothing_is_lost_and_it_comes_out_the_same_each_time(sources: list[list[Person]]) -> None:
    found = merge(sources)
    assert [*found] == [*merge(sources)]
    for one in found:
        assert one.id not in [manager.id for manager in found.managers(one.id)]
    for people in sources:
        assert len(found) >= len(people)
        for one in people:
            same_address = [other for other in people if other.email == one.email]
            reached = found.with_email(one.email)
            if reached:
                assert len(same_address) == 1
                assert reached.leaves or not one.leaves


def test_one_source_alone_comes_out_as_it_is() -> None:
    people = [person("1", manager="2"), person("2", manager="x"), replace(person("1"), name="Other")]
    assert [*merge([people])] == people
