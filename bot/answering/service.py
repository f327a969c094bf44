"""One question, one answer: tidy → route → search → gate → verdict → compose → verify → word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from time import perf_counter

from bot import messages, quoting
from bot.answering import claims, composing, conversation, drafts, parts, routing, verdicts, wording
from bot.answering.conversation import Found, Turn
from bot.answering.routing import Care, Concern
from bot.answering.tidying import Unusable, tidied
from bot.model import Answer, AnswerStatus, Question, Route, Verdict
from bot.ports import Checker, Finder, Writer
from knowledge import cues, dates, forms
from knowledge.catalogue import Catalogue, Library, Quote
from knowledge.forms import Form
from knowledge.learned import Gate, Judge
from knowledge.model import Hit
from knowledge.search import Findings


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom the employer names for what the line manager is not for; shown as they are written."""

    support: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what was found for it in the documents that hold: all that an answer is made of.

    `perhaps` is the route of a concern that it may be, to be shown beside the answer.
    """

    question: Question
    turn: Turn
    view: Catalogue
    found: Found
    confidence: float
    perhaps: Route | None = None

    @property
    def text(self) -> str:
        """What the turn itself says."""
        return self.turn.text

    @property
    def findings(self) -> Findings:
        """What was found for the turn in its conversation."""
        return self.found.turn


class AnsweringService:
    """Answers from one published generation. Stateless, so one instance serves every surface."""

    def __init__(
        self,
        library: Library,
        finder: Finder,
        gate: Gate,
        generation: str,
        contacts: Contacts,
        care: Care,
        judge: Judge,
        today: Callable[[], date],
        writer: Writer | None = None,
        checker: Checker | None = None,
    ) -> None:
        self._library = library
        self._today = today
        self._care = care
        self._judge = judge
        self._writer = writer
        self._checker = checker
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

    def concern(self, message: str) -> tuple[Route, bool] | None:
        """The route that a message calls for, and whether that is certain; None for an ordinary one."""
        try:
            text = self._finder.spelt(tidied(message))
        except Unusable:
            return None
        found = self._concern(self._asked(Question(message), text, self._library.at(self._today())))
        return (found.route, found.certain) if found else None

    def _answer(self, question: Question) -> Answer:
        draft = drafts.draft_in(question) if self._checker else None
        if self._checker and draft is not None:
            return drafts.answer(question, draft, self._checker)
        try:
            text = self._finder.spelt(tidied(question.text))
        except Unusable as unusable:
            return _told(question, AnswerStatus.REFUSED, str(unusable))
        if routing.is_greeting(text):
            return _told(question, AnswerStatus.HELP, messages.HELP)
        if routing.is_thanks(text):
            return _told(question, AnswerStatus.HELP, messages.THANKS)
        if conversation.asks_again(text):
            return self._again(question)
        today = self._library.at(self._today(), question.audiences)
        view = self._library.at(question.as_of, question.audiences) if question.as_of else today
        asked = self._asked(question, text, view)
        concern = self._concern(asked)
        if concern and concern.certain:
            return self._sensitive(asked if view is today else self._asked(question, text, today), concern.route)
        if not view.documents:
            return self._nothing_in_force(question)
        asked = replace(asked, perhaps=concern.route if concern else None)
        return self._dated(question, self._corrected(asked, self._settled(asked)))

    def _again(self, question: Question) -> Answer:
        """The answer before this turn once more, without its yes or no: what it rests on speaks for itself."""
        said = self._said(question)
        if not said:
            return _told(question, AnswerStatus.HELP, messages.ABOUT_WHAT)
        answer = self._answer(replace(question, text=said[-1], earlier=said[:-1]))
        if answer.status is AnswerStatus.ANSWERED:
            answer = _reworded(answer, messages.AGAIN, answer.quotes)
        return replace(answer, question=question.text)

    def _said(self, question: Question) -> tuple[str, ...]:
        """The turns before that say something of their own, each as one clean line."""
        said = []
        for turn in question.earlier:
            with suppress(Unusable):
                text = self._finder.spelt(tidied(turn))
                if not (routing.is_greeting(text) or routing.is_thanks(text) or conversation.asks_again(text)):
                    said.append(text)
        return tuple(said)

    def _asked(self, question: Question, text: str, view: Catalogue) -> _Asked:
        turn = conversation.read(text, self._said(question), self._finder.familiar)
        found = conversation.find(turn, partial(self._finder.search, within=view))
        confidence = self._gate.confidence(found.turn.signals)
        return _Asked(question, turn, view, found, confidence)

    def _concern(self, asked: _Asked) -> Concern | None:
        """The concern that a turn is, or perhaps is: by what it follows, or by what is told beside a question."""
        heard = self._heard(asked)
        told = routing.told_beside(asked.text)
        if not told or not self._care.router or (heard and heard.certain):
            return heard
        beside = routing.concern(told, self._finder.search(told, within=asked.view), self._care)
        return replace(beside, certain=False) if beside and beside.certain else heard

    def _heard(self, asked: _Asked) -> Concern | None:
        """What a turn may be about, read with those that it leans on: what follows a concern may belong to it.

        A concern is first told of in a statement, whatever was spoken of before.
        """
        turn, found = asked.turn, asked.found
        heard = routing.concern(turn.whole, found.turn, self._care)
        if heard and heard.certain:
            return heard
        if not turn.leans_back:
            return heard if heard and self._may_tell(turn.text) else None
        perhaps = routing.concern(turn.whole, found.in_context, self._care) or heard
        if perhaps is None and forms.read(turn.text).form is Form.STATEMENT:
            perhaps = routing.concern(turn.text, found.alone, self._care)
        return replace(perhaps, certain=False) if perhaps else None

    def _may_tell(self, text: str) -> bool:
        """Whether a hint of a concern is to be trusted: not in words that nobody uses here and that tell of none."""
        return self._finder.familiar(text) > conversation.MOSTLY or cues.may_tell_of_concern(text)

    def _settled(self, asked: _Asked) -> Answer:
        """The answer, the closest clauses or a refusal, by what the gate makes of it, or of all that it asks.

        What a turn leans on vouches for it: the clauses that come closest are shown rather than none.
        """
        each = self._parts(asked)
        if each:
            asked = replace(asked, confidence=max(asked.confidence, min(part.confidence for part in each)))
        if asked.confidence >= self._gate.answer_from:
            return self._answered(asked, each)
        if asked.confidence >= self._gate.closest_from or self._vouched(asked):
            return self._closest(asked)
        return self._refused(asked)

    def _vouched(self, asked: _Asked) -> bool:
        """Whether a turn that may lean back would be answered for its own words, or for them with its subject."""
        found = (asked.found.alone, asked.found.in_context)
        sure = max(self._gate.confidence(findings.signals) for findings in found)
        return asked.turn.leans >= conversation.PERHAPS and sure >= self._gate.answer_from

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

    def _corrected(self, asked: _Asked, answer: Answer) -> Answer:
        """An answer set right where the question names a clause: no such clause, or the clause as it reads."""
        claimed = claims.claim(asked.text, asked.view.clauses, asked.view.titles)
        if claimed is None:
            return answer
        if claimed.unknown:
            opening = f"{messages.NO_SUCH_CLAUSE.format(number=claimed.number)} {answer.plain}"
            return _reworded(answer, opening, answer.quotes)
        if not claimed.exact:
            return answer
        named = tuple(asked.view.quote(clause) for clause in claimed.clauses)
        others = tuple(quote for quote in answer.quotes if quote.clause_id not in claimed.clauses)
        opening = messages.AS_IT_READS.format(number=claimed.number)
        told = replace(answer, status=AnswerStatus.ANSWERED)
        return _reworded(told, opening, (*named, *others)[: composing.MOST_QUOTES])

    def _answered(self, asked: _Asked, each: Sequence[_Asked]) -> Answer:
        sure = [part.findings for part in each if part.confidence >= self._gate.answer_from]
        leading = composing.of_each(sure or [asked.findings], asked.view)
        hits = composing.together(leading, composing.chosen(asked.findings, asked.view))
        verdict = self._verdict(each or (asked,))
        opening = messages.verdict_line(forms.read(asked.turn.whole), verdict, alone=not each) if verdict else ""
        plain = _plain(leading, asked.view) or messages.FOUND
        quoted = composing.quotes(hits, asked.view)
        if asked.perhaps in (Route.NOT_MANAGER, Route.REPORT):
            quoted = self._with_reporting(quoted, asked.view)
        pointer = self._pointer(asked, hits)
        answer = Answer(
            question=asked.question.text,
            status=AnswerStatus.ANSWERED,
            text=composing.laid_out([f"{opening} {plain}".strip()], quoted, [pointer]),
            verdict=verdict,
            verdict_line=opening,
            plain=plain,
            quotes=quoted,
            pointer=pointer,
            route=asked.perhaps,
            confidence=asked.confidence,
        )
        return self._written(answer)

    def _parts(self, asked: _Asked) -> tuple[_Asked, ...]:
        """What a message asks, each part read with those before it; none where it asks one thing."""
        texts = parts.split(asked.text)
        question = asked.question
        return tuple(
            self._asked(replace(question, earlier=(*question.earlier, *texts[:place])), text, asked.view)
            for place, text in enumerate(texts)
        )

    def _verdict(self, each: Sequence[_Asked]) -> Verdict | None:
        """The verdict that all parts get which a yes or no can answer; None where they differ, or one gets none."""
        given = {
            verdicts.verdict(part.turn.whole, part.findings, part.view.rules, self._judge)
            if part.confidence >= self._gate.answer_from
            else None
            for part in each
            if forms.read(part.turn.whole).yes_or_no
        }
        return given.pop() if len(given) == 1 else None

    def _written(self, answer: Answer) -> Answer:
        """The answer in a model's words where there is a model and its words pass; verdict, quotes and route stay."""
        if self._writer is None:
            return answer
        plain = " ".join(wording.kept(self._writer.reword(answer), answer))
        if not plain:
            return answer
        text = composing.laid_out([f"{answer.verdict_line} {plain}".strip()], answer.quotes, [answer.pointer])
        return replace(answer, plain=plain, text=text, writer="model")

    def _closest(self, asked: _Asked) -> Answer:
        hits = composing.closest(asked.findings, asked.view)
        return _shown(asked, AnswerStatus.CLOSEST, messages.CLOSEST, hits, self._pointer(asked, hits))

    def _refused(self, asked: _Asked) -> Answer:
        return _shown(asked, AnswerStatus.REFUSED, messages.REFUSED, (), self._pointer(asked, asked.findings.hits[:1]))

    def _sensitive(self, asked: _Asked, route: Route) -> Answer:
        """By what holds today, whatever day was asked about: that is whom one can go to."""
        opening, quoted, closing = self._with_care(asked, route)
        return Answer(
            question=asked.question.text,
            status=AnswerStatus.SENSITIVE,
            text=composing.laid_out([opening], quoted, [closing]),
            plain=opening,
            quotes=quoted,
            pointer=closing,
            route=route,
            confidence=1.0,
        )

    def _with_care(self, asked: _Asked, route: Route) -> tuple[str, tuple[Quote, ...], str]:
        """What is said first, what is quoted, and what is said last."""
        if route is Route.SUPPORT:
            return messages.SUPPORT.format(contacts=self._contacts.support), (), ""
        if route is Route.LINE_MANAGER:
            hits = composing.chosen(asked.findings, asked.view)[:1]
            other = messages.PERSON_OTHER.format(other=_other(hits, asked.view))
            return messages.PERSON, composing.quotes(hits, asked.view), other
        opening = messages.NOT_MANAGER if route is Route.NOT_MANAGER else messages.REPORT
        return opening, self._reporting(asked.view), messages.OUTSIDE

    def _with_reporting(self, quoted: tuple[Quote, ...], view: Catalogue) -> tuple[Quote, ...]:
        """The clauses on reporting beside those quoted already."""
        cited = {quote.clause_id for quote in quoted}
        return (*quoted, *(quote for quote in self._reporting(view) if quote.clause_id not in cited))

    def _reporting(self, view: Catalogue) -> tuple[Quote, ...]:
        """The owner's clauses on reporting a concern, whole."""
        return quoting.whole(sorted(self._care.reporting), view)

    def _pointer(self, asked: _Asked, hits: Sequence[Hit]) -> str:
        """Whom to ask next: never the line manager alone where the question may be about them."""
        if asked.perhaps in (Route.NOT_MANAGER, Route.REPORT):
            return messages.PERHAPS_REPORT + messages.OUTSIDE
        if asked.perhaps is Route.SUPPORT:
            return messages.PERHAPS_SUPPORT.format(contacts=self._contacts.support)
        reporting = any(hit.clause_id in self._care.reporting for hit in hits)
        if asked.perhaps or reporting or routing.names_superior(asked.turn.whole):
            return messages.POINTER_OTHER.format(other=_other(hits, asked.view))
        return messages.POINTER


def _other(hits: Sequence[Hit], view: Catalogue) -> str:
    """Who can help where the line manager is not the one to ask: the document's owner, where it names one."""
    return (hits and view.document_of(hits[0].clause_id).owner) or messages.ANOTHER_PERSON


def _plain(hits: Sequence[Hit], view: Catalogue) -> str:
    """The clauses in the owner's plain words: of each the rule nearest to the question."""
    rules = [(view.rules.get(hit.clause_id, ()), hit.rule) for hit in hits]
    return " ".join(said[min(nearest, len(said) - 1)].plain for said, nearest in rules if said)


def _shown(asked: _Asked, status: AnswerStatus, opening: str, hits: Sequence[Hit], pointer: str) -> Answer:
    """Clauses, or none, under an opening that promises no answer."""
    quoted = composing.quotes(hits, asked.view)
    return Answer(
        question=asked.question.text,
        status=status,
        text=composing.laid_out([opening], quoted, [pointer]),
        plain=opening,
        quotes=quoted,
        pointer=pointer,
        route=asked.perhaps,
        confidence=asked.confidence,
    )


def _reworded(answer: Answer, opening: str, quoted: tuple[Quote, ...]) -> Answer:
    """The same answer with another opening and other quotes, and without a yes or no to what was claimed."""
    text = composing.laid_out([opening], quoted, [answer.pointer])
    return replace(answer, plain=opening, quotes=quoted, text=text, verdict=None, verdict_line="")


def _told(question: Question, status: AnswerStatus, text: str) -> Answer:
    return Answer(question=question.text, status=status, text=text, plain=text)
