"""One draft, one check: look → decide → second opinion → point → rewrite → tell. Nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from time import perf_counter

from bot import messages
from bot.model import Check, Outcome, Route, Spotted
from bot.ports import SecondOpinion
from bot.sharing import deciding, handing, opinion, pointing, rewriting, telling
from bot.sharing.deciding import Decision, Table
from bot.sharing.handing import Unread
from bot.sharing.watching import Looked, Watch
from knowledge import cues
from knowledge.catalogue import Catalogue, Library

_NOTES = {Unread.IMAGE: messages.IMAGE_UNREAD, Unread.LINK: messages.LINK_UNREAD}
_STRICTNESS = list(Outcome)
_UNREAD = "unread"


class SharingService:
    """Checks drafts against one published generation. Keeps nothing of them, so one instance serves every surface."""

    def __init__(
        self,
        library: Library,
        watch: Watch,
        table: Table,
        generation: str,
        today: Callable[[], date],
        support: str,
        second: SecondOpinion | None = None,
    ) -> None:
        """`support` names whom somebody in distress can turn to."""
        self._library = library
        self._watch = watch
        self._table = table
        self._generation = generation
        self._today = today
        self._support = support
        self._second = second

    def check(self, text: str, audiences: tuple[str, ...] = ()) -> Check:
        """What is said of a draft; raises `CannotCheck` where it is empty, enormous or no text."""
        began = perf_counter()
        draft = handing.readable(text)
        watch = self._watch.remembering()
        looked = watch.look(draft)
        decision = self._decided(looked, draft)
        notes = [messages.PERHAPS_SUPPORT.format(contacts=self._support)] if cues.DESPAIR.search(draft) else []
        notes += [_NOTES[what] for what in handing.unread(draft)]
        if looked.failed:
            notes.append(messages.CHECK_FAILED)
        if self._second and decision.outcome in (Outcome.OK, Outcome.CHANGE_FIRST):
            doubts = opinion.doubts(self._second, draft, looked.spotted)
            notes += [messages.NO_SECOND_OPINION] if doubts is None else []
            decision = _doubted(decision, doubts or ())
        check = self._composed(draft, decision, self._library.at(self._today(), audiences))
        check = replace(check, notes=tuple(notes), rewrite=self._rewrite(draft, decision, watch))
        took = (perf_counter() - began) * 1000
        return replace(check, text=telling.told(check), generation=self._generation, took_ms=took)

    def _decided(self, looked: Looked, draft: str) -> Decision:
        """By the owner's table; what holds nothing but pictures and links can't be called fine."""
        decision = deciding.decide(looked.spotted, looked.reading, self._table, failed=bool(looked.failed))
        if handing.has_words(draft):
            return decision
        return Decision(_stricter(decision.outcome, Outcome.ASK_FIRST), looked.spotted, _UNREAD)

    def _composed(self, draft: str, decision: Decision, view: Catalogue) -> Check:
        fine = decision.outcome is Outcome.OK
        found = pointing.findings(pointing.merged(decision.kept, draft), draft, partial(self._clauses, view))
        points = pointing.points(found, self._table.order, view)
        quotes = tuple(point.quote for point in points if point.quote)
        owner = view.document_of(quotes[0].clause_id).owner if quotes else None
        pointer = messages.POINTER
        if cues.SUPERIOR.search(draft):
            pointer = messages.POINTER_OTHER.format(other=owner or messages.ANOTHER_PERSON)
        return Check(
            outcome=decision.outcome,
            draft=draft,
            text="",
            findings=found,
            points=points,
            quotes=quotes,
            route=None if fine else Route.LINE_MANAGER,
            pointer="" if fine else pointer,
            depends=messages.depends(decision.depends) if decision.outcome is Outcome.ASK_FIRST else "",
        )

    def _clauses(self, view: Catalogue, spotted: Spotted) -> tuple[str, ...]:
        named = spotted.clauses or self._table.clauses[spotted.kind]
        return tuple(clause for clause in named if clause in view.clauses)

    def _rewrite(self, draft: str, decision: Decision, watch: Watch) -> str | None:
        """A version of what needs changing that is fine by the same detectors, reader and table; None where none is."""
        if decision.outcome is not Outcome.CHANGE_FIRST or len(draft) > rewriting.LONGEST_DRAFT:
            return None
        gently = rewriting.rewritten(draft, decision.kept)
        boldly = rewriting.rewritten(draft, pointing.merged(decision.kept, draft), boldly=True)
        for text in dict.fromkeys((gently, boldly, rewriting.credited(draft, decision.kept))):
            if text and self._decided(watch.look(text), text).outcome is Outcome.OK:
                return text
        return None


def _stricter(one: Outcome, other: Outcome) -> Outcome:
    return max(one, other, key=_STRICTNESS.index)


def _doubted(decision: Decision, doubts: Sequence[Spotted]) -> Decision:
    """With a model's doubts: whoever is to answer for it should be asked, whatever else is wrong."""
    if not doubts:
        return decision
    return Decision(_stricter(decision.outcome, Outcome.ASK_FIRST), (*decision.kept, *doubts), doubts[0].kind)
