"""Every quote is a verbatim span of a published clause, and the answers are as good as they were."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import messages
from bot.answering import composing
from bot.answering.service import AnsweringService
from bot.evaluation import cases, measuring
from bot.model import Answer, AnswerStatus, Question, Route
from bot.wiring import Opened
from knowledge.catalogue import Quote
from knowledge.errors import NotVerbatim
from knowledge.model import Hit

QUESTIONS = Path(__file__).parent / "questions.jsonl"
QUOTES = 100_000


def printed(answer: Answer, shipped: Opened) -> bool:
    """Whether every quote of an answer stands, letter for letter, in its clause and in its document."""
    documents, clauses = shipped.catalogue.documents, shipped.catalogue.clauses
    return all(
        quote.text in clauses[quote.clause_id].text
        and quote.text in documents[clauses[quote.clause_id].document].text
        and quote.text in answer.text
        for quote in answer.quotes
    )


@pytest.mark.slow
def test_a_hundred_thousand_quotes_none_off(shipped: Opened) -> None:
    """Random hits over the whole corpus, through the very function that composes answers."""
    chance = random.Random(7)
    passages = [
        passage for passage in shipped.content.passages if passage.clause and passage.key.startswith("sentence")
    ]
    whole = list(shipped.catalogue.clauses.values())
    seen = 0
    while seen < QUOTES:
        hits = []
        for _ in range(3):
            passage, clause = chance.choice(passages), chance.choice(whole)
            name, span = chance.choice(
                [(passage.clause, (passage.start, passage.end)), (clause.id, (0, len(clause.text)))]
            )
            hits.append(Hit(clause_id=str(name), score=1.0, dense=1.0, lexical=0.0, span=span))
        for quote in composing.quotes(hits, shipped.catalogue):
            clause = shipped.catalogue.clauses[quote.clause_id]
            document = shipped.catalogue.documents[clause.document]
            assert quote.text == clause.text[quote.start : quote.end]
            assert quote.text == document.text[clause.start + quote.start : clause.start + quote.end]
            seen += 1


@pytest.mark.slow
def test_quotes_for_made_up_questions(shipped: Opened, service: AnsweringService) -> None:
    """Thousands of questions thrown together from the words of examples and clauses."""
    chance = random.Random(11)
    words = [word for example in list(shipped.content.examples.values())[::7] for word in example.ask.split()]
    words += [word for clause in shipped.content.clauses for word in clause.text.split()]
    for _ in range(2000):
        question = " ".join(chance.choices(words, k=chance.randint(1, 25)))
        answer = service.answer(Question(question))
        assert printed(answer, shipped), question
        assert answer.quotes or answer.status in {AnswerStatus.REFUSED, AnswerStatus.HELP, AnswerStatus.SENSITIVE}


@given(st.text(max_size=500))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_an_answer(shipped: Opened, service: AnsweringService, text: str) -> None:
    answer = service.answer(Question(text))
    assert answer.text
    assert printed(answer, shipped)


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_quote_that_is_off_by_anything_is_refused(shipped: Opened, data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from(list(shipped.catalogue.clauses.values())))
    start = data.draw(st.integers(0, len(clause.text) - 2))
    end = data.draw(st.integers(start + 1, len(clause.text)))
    right = shipped.catalogue.quote(clause.id, start, end)
    shipped.catalogue.check(right)
    changed = data.draw(st.text(min_size=1, max_size=len(right.text) + 3).filter(lambda text: text != right.text))
    wrong = Quote(
        clause_id=right.clause_id,
        label=right.label,
        text=changed,
        start=start,
        end=end,
        status=right.status,
        version=right.version,
    )
    with pytest.raises(NotVerbatim):
        shipped.catalogue.check(wrong)


@pytest.mark.parametrize(("clause", "start", "end"), [("PSG-SM-001:9.9", 0, 1), ("SMG:1", 5, 5), ("SMG:1", 0, 9999)])
def test_there_is_no_quote_where_there_are_no_words(shipped: Opened, clause: str, start: int, end: int) -> None:
    with pytest.raises(NotVerbatim):
        shipped.catalogue.quote(clause, start, end)


@pytest.mark.parametrize(
    "concern",
    [
        "my line manager keeps mocking me in the team chat",
        "the gaffer shared my sick note with everyone",
        "I answer to a woman who posts photos of us without asking",
        "my boss told me to delete my complaint",
        "what if the person I should report it to is the one doing it, she is my manager",
        "my supervisor is on the fiddle",
    ],
)
def test_a_concern_about_the_manager_is_never_sent_to_the_manager_alone(
    service: AnsweringService, concern: str
) -> None:
    answer = service.answer(Question(concern))
    assert answer.route is not Route.LINE_MANAGER
    assert messages.POINTER not in answer.text
    assert "PSG" in answer.text


def test_distress_is_met_with_people_first(service: AnsweringService) -> None:
    answer = service.answer(Question("I can't cope any more and I don't want to be here"))
    assert (answer.status, answer.route, answer.quotes) == (AnswerStatus.SENSITIVE, Route.SUPPORT, ())
    assert "116 123" in answer.text


def test_golden_questions_are_held_out(shipped: Opened) -> None:
    """None of them is an example that was learned from, and there are as many as we say."""
    from ingest.rows import folded

    golden = cases.load(QUESTIONS)
    taught = {folded(example.ask) for example in shipped.content.examples.values()}
    assert not [row.id for row in golden if folded(row.question) in taught]
    assert sum(bool(row.clauses) for row in golden) >= 150
    assert sum(not row.clauses for row in golden) >= 80
    known = set(shipped.catalogue.clauses)
    assert all(row.clauses <= known for row in golden)


def test_answers_are_as_good_as_they_were(service: AnsweringService) -> None:
    """Bars a little under what was measured (docs/measurements.md); a change that drops below them is a regression."""
    found = measuring.scores(measuring.run(cases.load(QUESTIONS), service))["questions"]
    assert found["right clause first"].share >= 0.88
    assert found["right clause among three"].share >= 0.92
    assert found["answered"].share >= 0.92
    assert found["answered wrongly"].share <= 0.06
    assert found["answered as fact: near miss"].share <= 0.14
    assert found["answered as fact: out of scope"].share <= 0.02
