"""Several questions at once: taken apart, quoted each, and one verdict only where all agree."""

from __future__ import annotations

from datetime import date

import pytest

from bot import messages
from bot.answering import composing, parts
from bot.answering.routing import Care
from bot.answering.service import AnsweringService, Contacts
from bot.model import Question, Verdict
from knowledge import forms
from knowledge.catalogue import Catalogue, Library
from knowledge.learned import Gate, Judge
from knowledge.model import Clause, Document, Hit, Rule, Stance, Status
from knowledge.search import Findings


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (
            "can I post the photo and tag the customer, and who do I ask?",
            ("can I post the photo?", "can I tag the customer", "who do I ask?"),
        ),
        ("Can I post it? And who do I ask?", ("Can I post it?", "And who do I ask?")),
        (
            "what can i say about work and what happens if i get it wrong",
            ("what can i say about work", "what happens if i get it wrong"),
        ),
        (
            "We had a fete. Can I put the pictures up and do the parents have to agree first?",
            ("We had a fete. Can I put the pictures up", "We had a fete. do the parents have to agree first?"),
        ),
        (
            "Is it ok to name the shop and swear about it?",
            ("Is it ok to name the shop?", "Is it ok to swear about it?"),
        ),
    ],
)
def test_each_question_is_taken_with_what_was_told_before(message: str, asked: tuple[str, ...]) -> None:
    assert parts.split(message) == asked


@pytest.mark.parametrize(
    "message",
    [
        "can I post this?",
        "can I post this, can I?",
        "is it my manager or PSG that I go to?",
        "My manager said I can post it and is she right?",
        "When I leave, who do I hand it to?",
        "I'm dyslexic and the whole thing is a slog. Is there an easier read?",
        'She wrote "who asked you?" under it. Can she say that?',
        "Can I livestream where everyone's stood and which doors are open?",
        "hello",
        "",
    ],
)
def test_one_question_stays_whole(message: str) -> None:
    assert parts.split(message) == ()


def test_a_long_list_of_questions_ends_after_three() -> None:
    assert (
        len(parts.split("Can I post it? " * 2 + "Can I tag her? Who do I ask? Do I have to sign it? What if I don't?"))
        == 3
    )


def findings(**scores: float) -> Findings:
    hits = tuple(
        Hit(clause_id=name, score=score, dense=0.0, lexical=0.0, span=(0, 1)) for name, score in scores.items()
    )
    return Findings(hits=hits, neighbours=(), signals={}, verdicts={}, routes={})


def test_a_clause_is_quoted_once_however_many_parts_ask_for_it() -> None:
    one, two = findings(A=0.9, B=0.1), findings(B=0.8, A=0.2)
    quoted = composing.together([one.hits[0], two.hits[0]], [*two.hits, *one.hits])
    assert [hit.clause_id for hit in quoted] == ["A", "B"]


TEXTS = {"R:1": "Do not post photos.", "R:2": "Do not tag customers.", "R:3": "Ask your manager."}


class ByWord:
    """A finder that goes by one word of the question, with the clause on photos close behind."""

    def spelt(self, question: str) -> str:
        return question

    def familiar(self, text: str) -> float:
        return 1.0

    def search(self, question: str, within: Catalogue) -> Findings:
        first = "R:2" if "tag" in question else "R:3" if "who" in question else "R:1"
        hits = (
            Hit(clause_id=clause, score=score, dense=1.0, lexical=0.0, span=(0, len(within.clauses[clause].text)))
            for clause, score in ((first, 1.0), ("R:3" if first == "R:1" else "R:1", 0.05))
        )
        return Findings(hits=tuple(hits), neighbours=(), signals={}, verdicts={}, routes={})


def service(on_tagging: Stance) -> AnsweringService:
    text = "\n".join(TEXTS.values())
    document = Document(
        reference="R", title="T", status=Status.OFFICIAL, source="r.md", source_sha256="h", text=text, edition="e",
        published="2026-01-01",
    )  # fmt: skip
    clauses = [
        Clause(
            id=name, document="R", section_path=(), position=name[-1], text=said, lead_in="", start=text.index(said),
            end=text.index(said) + len(said), edition="e",
        )
        for name, said in TEXTS.items()
    ]  # fmt: skip
    rules = {"R:1": (Rule(Stance.PROHIBIT, "No photos."),), "R:2": (Rule(on_tagging, "On tagging."),)}
    judge = Judge({"no": {}, "none": {}}, {"no": 5.0, "none": 0.0}, {"straight": 0.5})
    gate = Gate({}, bias=9.0, answer_from=0.5, closest_from=0.4)
    contacts, care = Contacts("Call someone."), Care(reporting=frozenset())
    return AnsweringService(
        Library([document], clauses, rules), ByWord(), gate, "g", contacts, care, judge, lambda: date(2026, 3, 2)
    )


def test_every_part_is_quoted_in_the_order_asked() -> None:
    answer = service(Stance.PROHIBIT).answer(Question("Can I post the photo and tag her, and who do I ask about it?"))
    assert [quote.clause_id for quote in answer.quotes] == ["R:1", "R:2", "R:3"]
    assert answer.plain == "No photos. On tagging."


def test_a_verdict_is_given_only_where_all_parts_agree() -> None:
    asked = Question("Can I post the photo and tag her?")
    assert service(Stance.PROHIBIT).answer(asked).verdict_line == "No."
    assert service(Stance.PERMIT).answer(asked).verdict is None
    assert service(Stance.PERMIT).answer(Question("Can I post the photo?")).verdict_line == "No, best not."


def test_the_next_best_clause_is_quoted_where_the_best_stands_there_already() -> None:
    answer = service(Stance.PROHIBIT).answer(Question("Can I post the photo? Can I post the photo of the till?"))
    assert [quote.clause_id for quote in answer.quotes] == ["R:1", "R:3"]


def test_two_questions_asked_together_get_one_bare_word() -> None:
    reading = forms.read("can I post it?")
    assert messages.verdict_line(reading, Verdict.NO) == "No, best not."
    assert messages.verdict_line(reading, Verdict.NO, alone=False) == "No."
