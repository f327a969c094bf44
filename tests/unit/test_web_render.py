"""What the page makes of answers, drafts and policies."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.model import Check, Finding, Kind, Outcome, Point, Question
from bot.web import document, render
from bot.web.translate import Asked

QUESTIONS = [
    "can I post our sales figures on LinkedIn?",
    "what is the capital of France?",
    "hello",
    "my manager keeps bullying me",
    "I can't cope any more",
    "somebody here steals from the till",
    "do I have to, and may I post a photo of a colleague?",
    "how long is my notice period?",
    "can I share this: Ring Jane on 07700 900123 for cakes",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_page_says_all_that_an_answer_says(service, question: str) -> None:  # noqa: ANN001
    answer = service.answer(Question(question))
    html = render.part("answer", answer=answer, asked=Asked(question=question))
    shown = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    for line in answer.text.split("\n"):
        said = " ".join(line.removeprefix("— ").strip("“”").split())
        if not answer.check:
            assert said in shown


@pytest.mark.parametrize("question", QUESTIONS[3:6])
def test_nothing_leads_a_concern_to_the_line_manager(service, question: str) -> None:  # noqa: ANN001
    html = render.part("answer", answer=service.answer(Question(question)), asked=Asked(question=question))
    assert "/manager" not in html
    assert "/feedback" not in html


def test_words_at_fault_are_marked_with_the_numbers_of_their_points() -> None:
    draft = "Ring Jane on 07700 900123 now"
    found = (finding(Kind.PERSONAL_DATA, 5, 25), finding(Kind.WORK_TIME, 13, 29))
    points = tuple(Point(one.kind, (), "", "", None) for one in found)
    check = Check(outcome=Outcome.CHANGE_FIRST, draft=draft, text="", findings=found, points=points)
    assert [(run.text, run.points) for run in render.marked(check)] == [
        ("Ring ", ()),
        ("Jane on ", (1,)),
        ("07700 900123", (1, 2)),
        (" now", (2,)),
    ]


def finding(kind: Kind, start: int, end: int) -> Finding:
    return Finding(kind, (), start, end, "", "", "")


def test_a_policy_comes_apart_and_nothing_of_it_is_lost(shipped) -> None:  # noqa: ANN001
    view = shipped.catalogue
    for found in view.documents.values():
        clause = next(one for one in view.clauses.values() if one.document == found.reference)
        pieces = list(document.pieces(view, found, clause.id, 0, 10))
        assert "\n".join("".join(piece.text) for piece in pieces).split() == found.text.split()
        assert [piece.text[1] for piece in pieces if piece.text[1]] == [clause.text[:10]]


def test_marks_that_lie_outside_a_clause_mark_nothing(shipped) -> None:  # noqa: ANN001
    view = shipped.catalogue
    for start, end in ((-1, 3), (3, 3), (0, 10**9), (5, 2)):
        pieces = document.pieces(view, view.documents["SMG"], "SMG:1", start, end)
        assert not any(piece.text[1] for piece in pieces)
