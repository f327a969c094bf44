"""An outcome follows from what was spotted, what the models make of it, and the owner's table."""

from __future__ import annotations

import pytest

from bot.model import Kind, Outcome, Spotted
from bot.sharing.deciding import FAILED, UNSURE, Table, decide
from knowledge.drafts import Reading, Suspect
from knowledge.model import Handling

TABLE = Table(
    {
        Kind.CREDENTIAL: Handling(clauses=("P:1",), outcome="change_first", alone="do_not_share"),
        Kind.COPYRIGHT: Handling(clauses=("P:2",), outcome="change_first", alone="do_not_share", ask=True),
        Kind.COMPLAINT_ABOUT_WORK: Handling(clauses=("P:3",), outcome="ask_first", alone="ask_first"),
    }
)
CODE = Spotted(Kind.CREDENTIAL, 0, 4)


def reading(*suspects: Suspect, **outcomes: float) -> Reading:
    return Reading(suspects, {outcome.value: outcomes.get(outcome.value, 0.0) for outcome in Outcome})


def suspect(kind: Kind, certainty: float = 0.8) -> Suspect:
    return Suspect(kind.value, 0, 4, certainty)


def test_a_draft_that_the_models_find_fine_is_fine() -> None:
    found = decide((), reading(suspect(Kind.COPYRIGHT, 0.3), ok=0.9, change_first=0.1), TABLE, failed=False)
    assert (found.outcome, found.kept) == (Outcome.OK, ())


def test_what_is_spotted_for_sure_outweighs_models_that_find_a_draft_fine() -> None:
    assert decide((CODE,), reading(ok=0.99), TABLE, failed=False).outcome is Outcome.CHANGE_FIRST


def test_what_is_spotted_without_being_sure_does_not() -> None:
    doubtful = Spotted(Kind.CREDENTIAL, 0, 4, certainty=0.5)
    assert decide((doubtful,), reading(ok=0.99), TABLE, failed=False).outcome is Outcome.OK


def test_the_likeliest_outcome_is_taken_that_the_table_allows() -> None:
    shares = reading(suspect(Kind.CREDENTIAL), ok=0.1, change_first=0.2, ask_first=0.6, do_not_share=0.1)
    assert decide((), shares, TABLE, failed=False).outcome is Outcome.CHANGE_FIRST
    shares = reading(suspect(Kind.COPYRIGHT), ok=0.1, change_first=0.2, ask_first=0.6, do_not_share=0.1)
    assert decide((), shares, TABLE, failed=False).outcome is Outcome.ASK_FIRST


def test_an_owner_who_only_asks_about_a_kind_is_heeded() -> None:
    shares = reading(suspect(Kind.COMPLAINT_ABOUT_WORK), do_not_share=1.0)
    found = decide((), shares, TABLE, failed=False)
    assert (found.outcome, found.depends) == (Outcome.ASK_FIRST, "complaint_about_work")


def test_a_kind_that_the_table_does_not_name_is_asked_about() -> None:
    found = decide((), reading(suspect(Kind.WORK_TIME), do_not_share=1.0), TABLE, failed=False)
    assert found.outcome is Outcome.ASK_FIRST


def test_in_doubt_without_a_suspect_somebody_is_asked() -> None:
    found = decide((), reading(ok=0.3, change_first=0.7), TABLE, failed=False)
    assert (found.outcome, found.depends) == (Outcome.ASK_FIRST, UNSURE)


def test_where_the_models_are_in_two_minds_nothing_worse_is_said_than_to_ask() -> None:
    shares = reading(suspect(Kind.CREDENTIAL), ok=0.5, do_not_share=0.5)
    assert decide((), shares, TABLE, failed=False).outcome is Outcome.ASK_FIRST
    assert decide((CODE,), shares, TABLE, failed=False).outcome is Outcome.DO_NOT_SHARE


@pytest.mark.parametrize("spotted", [(), (CODE,)])
def test_a_check_that_failed_never_leaves_a_draft_fine(spotted: tuple[Spotted, ...]) -> None:
    found = decide(spotted, reading(ok=0.99, change_first=0.01), TABLE, failed=True)
    assert (found.outcome, found.depends) == (Outcome.ASK_FIRST, FAILED)


def test_without_models_what_has_a_form_still_counts() -> None:
    assert decide((CODE,), None, TABLE, failed=False).outcome is Outcome.CHANGE_FIRST
    assert decide((), None, TABLE, failed=False).outcome is Outcome.OK


def test_the_tables_order_has_every_kind_once() -> None:
    assert sorted(TABLE.order) == sorted(Kind)
    assert TABLE.order[:3] == (Kind.CREDENTIAL, Kind.COPYRIGHT, Kind.COMPLAINT_ABOUT_WORK)
