"""One question, one answer: tidy → route → search → gate → verdict → compose → verify."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from bot import messages
from bot.answering import composing, forms, routing, verdicts
from bot.answering.conversation import in_context
from bot.answering.routing import RouteClauses
from bot.answering.tidying import Unusable, tidied
from bot.model import Answer, AnswerStatus, Question, Route
from bot.ports import Finder
from knowledge import dates
from knowledge.catalogue import Catalogue, Library
from knowledge.learned import Gate
from knowledge.model import Hit
from knowledge.search import Findings


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom the employer names for what the line manager is not for; shown as they are written."""

    support: str


class AnsweringService:
    """Answers from one published generation. Stateless, so one instance serves every surface."""

    def __init__(
        self,
        library: Library,
        finder: Finder,
        gate: Gate,
        generation: str,
        contacts: Contacts,
        route_clauses: RouteClauses,
        today: Callable[[], date],
    ) -> None:
        self._library = library
        self._today = today
        self._route_clauses = route_clauses
        self._finder = finder
        self._gate = gate
        self._generation = generation
        self._contacts = contacts

    def answer(self, question: Question) -> Answer:
        """Never raises for anything a colleague can type; bad input gets a sentence that says what to do."""
        began = perf_counter()
        answer = self._answer(question)
        took = (perf_counter() - began) * 1000
        return replace(answer, generation=self._generation, took_ms=took)

    def _answer(self, question: Question) -> Answer:
        try:
            text = tidied(question.text)
        except Unusable as unusable:
            return _told(question, AnswerStatus.REFUSED, str(unusable))
        if routing.is_greeting(text):
            return _told(question, AnswerStatus.HELP, messages.HELP)
        if routing.is_thanks(text):
            return _told(question, AnswerStatus.HELP, messages.THANKS)
        today = self._library.at(self._today(), question.audiences)
        view = self._library.at(question.as_of, question.audiences) if question.as_of else today
        asked = in_context(text, question.earlier)
        findings = self._finder.search(asked, view)
        route = routing.by_rule(text) or routing.by_example(text, findings, self._route_clauses)
        if route:
            now = findings if view is today else self._finder.search(asked, today)
            return self._sensitive(question, route, now, today)
        if not view.documents:
            return self._nothing_in_force(question)
        return self._dated(question, self._settled(question, text, findings, view))

    def _settled(self, question: Question, text: str, findings: Findings, view: Catalogue) -> Answer:
        confidence = self._gate.confidence(findings.signals)
        if confidence >= self._gate.answer_from:
            return self._answered(question, text, findings, confidence, view)
        if confidence >= self._gate.closest_from:
            return self._closest(question, text, findings, confidence, view)
        return self._refused(question, text, findings, confidence, view)

    def _nothing_in_force(self, question: Question) -> Answer:
        day = question.as_of
        told = messages.NOTHING_IN_FORCE.format(day=dates.spelt(day)) if day else messages.NOTHING_FOR_YOU
        return replace(_told(question, AnswerStatus.REFUSED, told), as_of=day)

    def _dated(self, question: Question, answer: Answer) -> Answer:
        """An answer about another day says so before anything else."""
        day = question.as_of
        if day is None:
            return answer
        told = messages.AS_OF_AHEAD if day > self._today() else messages.AS_OF
        preface = (told if answer.quotes else messages.LOOKED_AS_OF).format(day=dates.spelt(day))
        return replace(answer, as_of=day, preface=preface, text=f"{preface}\n\n{answer.text}")

    def _answered(
        self, question: Question, text: str, findings: Findings, confidence: float, view: Catalogue
    ) -> Answer:
        reading = forms.read(text)
        hits = composing.chosen(findings, view)
        rules = view.rules.get(hits[0].clause_id, ())
        verdict = verdicts.verdict(reading, rules, findings)
        opening = messages.verdict_line(reading.form, verdict, inverted=reading.inverted) if verdict else ""
        plain = _plain(hits[0], view)
        quoted = composing.quotes(hits, view)
        pointer = self._pointer(text, hits, view)
        return Answer(
            question=question.text,
            status=AnswerStatus.ANSWERED,
            text=composing.laid_out([f"{opening} {plain}".strip()], quoted, [pointer]),
            verdict=verdict,
            verdict_line=opening,
            plain=plain,
            quotes=quoted,
            pointer=pointer,
            confidence=confidence,
        )

    def _closest(self, question: Question, text: str, findings: Findings, confidence: float, view: Catalogue) -> Answer:
        hits = composing.chosen(findings, view)
        quoted = composing.quotes(hits, view)
        pointer = self._pointer(text, hits, view)
        return Answer(
            question=question.text,
            status=AnswerStatus.CLOSEST,
            text=composing.laid_out([messages.CLOSEST], quoted, [pointer]),
            plain=messages.CLOSEST,
            quotes=quoted,
            pointer=pointer,
            confidence=confidence,
        )

    def _refused(self, question: Question, text: str, findings: Findings, confidence: float, view: Catalogue) -> Answer:
        pointer = self._pointer(text, findings.hits[:1], view)
        return Answer(
            question=question.text,
            status=AnswerStatus.REFUSED,
            text=composing.laid_out([messages.REFUSED], (), [pointer]),
            plain=messages.REFUSED,
            pointer=pointer,
            confidence=confidence,
        )

    def _sensitive(self, question: Question, route: Route, findings: Findings, view: Catalogue) -> Answer:
        """By what holds today, whatever day was asked about: that is whom one can go to."""
        opening, clauses, closing = self._care(route, findings.hits)
        quoted = tuple(view.quote(clause) for clause in clauses if clause in view.clauses)
        for quote in quoted:
            view.check(quote)
        return Answer(
            question=question.text,
            status=AnswerStatus.SENSITIVE,
            text=composing.laid_out([opening], quoted, [closing]),
            plain=opening,
            quotes=quoted,
            pointer=closing,
            route=route,
            confidence=1.0,
        )

    def _care(self, route: Route, hits: Sequence[Hit]) -> tuple[str, tuple[str, ...], str]:
        """What is said first, which clauses are quoted, and what is said last."""
        if route is Route.SUPPORT:
            return messages.SUPPORT.format(contacts=self._contacts.support), (), ""
        if route is Route.LINE_MANAGER:
            return messages.PERSON, tuple(hit.clause_id for hit in hits[:1]), ""
        opening = messages.NOT_MANAGER if route is Route.NOT_MANAGER else messages.REPORT
        return opening, tuple(sorted(self._route_clauses.reporting)), messages.OUTSIDE

    def _pointer(self, text: str, hits: Sequence[Hit], view: Catalogue) -> str:
        """Whom to ask next: never the line manager alone where the question may be about them."""
        reporting = any(hit.clause_id in self._route_clauses.reporting for hit in hits)
        if not (reporting or routing.names_superior(text)):
            return messages.POINTER
        owner = view.document_of(hits[0].clause_id).owner if hits else None
        return messages.POINTER_OTHER.format(owner=owner) if owner else messages.POINTER_ANYONE


def _plain(hit: Hit, view: Catalogue) -> str:
    """The clause in the owner's plain words: the rule nearest to the question."""
    rules = view.rules.get(hit.clause_id, ())
    return rules[min(hit.rule, len(rules) - 1)].plain if rules else ""


def _told(question: Question, status: AnswerStatus, text: str, confidence: float = 0.0) -> Answer:
    return Answer(question=question.text, status=status, text=text, plain=text, confidence=confidence)
