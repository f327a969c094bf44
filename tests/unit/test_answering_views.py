"""Answers as of a day and for an audience: from the view asked about, and from today's where that matters more."""

from __future__ import annotations

from datetime import date

import pytest

from bot import messages
from bot.answering.routing import Care
from bot.answering.service import AnsweringService, Contacts
from bot.model import AnswerStatus, Question, Route
from knowledge.catalogue import Catalogue, Library
from knowledge.learned import Gate, Judge
from knowledge.model import Clause, Document, Hit, Rule, Stance, Status
from knowledge.search import Findings

TODAY, THEN = date(2026, 3, 2), date(2024, 3, 3)
OLD = "Report it to your supervisor."
NEW = "Report it to your manager or to HR."


def document(edition: str, text: str, **more: str | None) -> Document:
    return Document(
        reference="R",
        title="Reporting",
        status=Status.OFFICIAL,
        source="r.md",
        source_sha256=edition,
        text=text,
        edition=edition,
        published="2026-01-01",
        **more,  # type: ignore[arg-type]
    )


def clause(edition: str, text: str) -> Clause:
    return Clause(
        id="R:1", document="R", section_path=(), position="1", text=text, lead_in="", start=0, end=len(text),
        edition=edition,
    )  # fmt: skip


class EveryClause:
    """A finder that finds every clause of the view it is given."""

    def search(self, question: str, within: Catalogue) -> Findings:
        hits = tuple(
            Hit(clause_id=c.id, score=1.0, dense=1.0, lexical=1.0, span=(0, len(c.text)))
            for c in within.clauses.values()
        )
        return Findings(hits=hits, neighbours=(), signals={}, verdicts={}, routes={})

    def spelt(self, question: str) -> str:
        return question

    def familiar(self, text: str) -> float:
        return 1.0


@pytest.fixture
def service() -> AnsweringService:
    library = Library(
        [
            document("old", OLD, begins="2023-01-01"),
            document("new", NEW, begins="2025-01-01", effective_until="2026-12-31"),
        ],
        [clause("old", OLD), clause("new", NEW)],
        {"R:1": (Rule(Stance.INFORM, "Tell your manager or HR."),)},
    )
    gate = Gate({}, bias=9.0, answer_from=0.5, closest_from=0.4)
    care = Care(reporting=frozenset({"R:1"}))
    return AnsweringService(library, EveryClause(), gate, "g", Contacts("Call someone."), care, Judge(), lambda: TODAY)


def test_today_is_the_clocks(service: AnsweringService) -> None:
    answer = service.answer(Question("where do I report a spill?"))
    assert [quote.text for quote in answer.quotes] == [NEW]
    assert (answer.as_of, answer.preface) == (None, "")
    assert answer.plain == "Tell your manager or HR."


def test_another_day_is_answered_from_its_own_edition_without_words_about_the_newest(service: AnsweringService) -> None:
    answer = service.answer(Question("where do I report a spill?", as_of=THEN))
    assert [quote.text for quote in answer.quotes] == [OLD]
    assert answer.text.startswith("As of 3 March 2024, from the edition in force then.")
    assert answer.plain == messages.FOUND


def test_a_day_to_come_is_told_as_such(service: AnsweringService) -> None:
    answer = service.answer(Question("where do I report a spill?", as_of=date(2026, 6, 1)))
    assert answer.text.startswith("As of 1 June 2026, from the edition that will be in force then as things stand.")


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2027, 1, 1)])
def test_when_nothing_held_that_is_said(service: AnsweringService, day: date) -> None:
    answer = service.answer(Question("where do I report a spill?", as_of=day))
    assert answer.status is AnswerStatus.REFUSED
    assert answer.quotes == ()
    assert "None of the policies I have" in answer.text


def test_a_concern_is_met_with_the_routes_of_today_whatever_day_is_named(service: AnsweringService) -> None:
    answer = service.answer(Question("my manager keeps bullying me", as_of=THEN))
    assert answer.route is Route.NOT_MANAGER
    assert [quote.text for quote in answer.quotes] == [NEW]
    assert messages.NOT_MANAGER in answer.text


def test_distress_is_met_even_when_no_policy_holds(service: AnsweringService) -> None:
    answer = service.answer(Question("I want to kill myself", as_of=date(1999, 1, 1)))
    assert answer.route is Route.SUPPORT
    assert "Call someone." in answer.text
