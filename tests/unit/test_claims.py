"""Clauses that a question names by number."""

from __future__ import annotations

import pytest

from bot.answering.claims import claim

IDS = ("POL:1a", "POL:4.2", "POL:4.11", "POL:5a", "GUIDE:6")
TITLES = {"POL": "Use of Social Networks Policy", "GUIDE": "Social Media Guidelines"}


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Clause 4.12 says I may post prices", "4.12"),
        ("what does section 9.4 say?", "9.4"),
        ("rule 42 exempts blogs", "42"),
        ("doesn't 6.2 of the policy say we can film?", "6.2"),
        ("paragraph #7.3 lets me", "7.3"),
        ("rule 11 of the guidelines please", "11"),
        ("§ 9 permits it", "9"),
        ("bullet 19 lets me share the rota", "19"),
        ("it says in 4.12 that I can share figures with friends", "4.12"),
        ('4.14: "colleagues may share business information". True?', "4.14"),
    ],
)
def test_a_number_that_no_document_has_is_unknown(question: str, number: str) -> None:
    found = claim(question, IDS, TITLES)
    assert found is not None
    assert (found.number, found.unknown) == (number, True)


@pytest.mark.parametrize(
    ("question", "clauses", "exact"),
    [
        ("clause 4.2 says I'm free to share", ("POL:4.2",), True),
        ("guideline 6 please", ("GUIDE:6",), True),
        ("clause 5A", ("POL:5a",), True),
        ("rule 11 of the policy please", ("POL:4.11",), False),
        ("does 4.2 say I can share business information?", ("POL:4.2",), True),
        ("what is in section 4?", ("POL:4.2", "POL:4.11"), False),
    ],
)
def test_a_number_that_is_there_is_found(question: str, clauses: tuple[str, ...], exact: bool) -> None:  # noqa: FBT001
    found = claim(question, IDS, TITLES)
    assert found is not None
    assert (found.clauses, found.exact) == (clauses, exact)


@pytest.mark.parametrize(
    "question",
    [
        "can I post 4.2 million views?",
        "we raised 300 pounds",
        "it's 9.30 now",
        "sales rose by 4.2 percent",
        "I said 9.30pm",
    ],
)
def test_other_numbers_claim_nothing(question: str) -> None:
    assert claim(question, IDS, TITLES) is None
