"""The published clauses: what is in force on a day, looking a clause up, and copying words out of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.errors import NotVerbatim
from knowledge.model import Clause, Document, Passage, Rule, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words copied from a clause: `text` is `clause.text[start:end]`, never anything else."""

    clause_id: str
    label: str
    text: str
    start: int
    end: int
    status: Status
    version: str


class Catalogue:
    """One edition a document, with its clauses and rules: what an answer may be given from."""

    def __init__(
        self, documents: Iterable[Document], clauses: Iterable[Clause], rules: dict[str, tuple[Rule, ...]]
    ) -> None:
        self.documents = {document.reference: document for document in documents}
        self.clauses = {clause.id: clause for clause in clauses}
        self.rules = rules

    @property
    def titles(self) -> dict[str, str]:
        """The documents' titles by their reference."""
        return {reference: document.title for reference, document in self.documents.items()}

    def holds(self, passage: Passage) -> bool:
        """Whether a passage's clause stands here in these words."""
        clause = self.clauses.get(passage.clause or "")
        return clause is not None and clause.edition in passage.editions

    def document_of(self, clause_id: str) -> Document:
        return self.documents[self.clauses[clause_id].document]

    def label(self, clause_id: str) -> str:
        """Where a colleague finds the clause, in words that stand in the document itself."""
        clause = self.clauses[clause_id]
        document = self.documents[clause.document]
        title = document.title if document.reference in document.title else f"{document.title} ({document.reference})"
        sections = [f'"{section}"' for section in clause.section_path]
        label = ", ".join([title, *sections, clause.position])
        return f"{label} (paraphrase)" if document.status is Status.PARAPHRASE else label

    def quote(self, clause_id: str, start: int = 0, end: int | None = None) -> Quote:
        """Copy a span of a clause, the whole of it by default; raises `NotVerbatim` where there is no such span."""
        clause = self.clauses.get(clause_id)
        if clause is None:
            raise NotVerbatim(f"There is no clause {clause_id} in what is published.")
        end = len(clause.text) if end is None else end
        if not 0 <= start < end <= len(clause.text):
            raise NotVerbatim(f"Clause {clause_id} has no characters {start} to {end}.")
        document = self.documents[clause.document]
        return Quote(
            clause_id=clause_id,
            label=self.label(clause_id),
            text=clause.text[start:end],
            start=start,
            end=end,
            status=document.status,
            version=document.version,
        )

    def check(self, quote: Quote) -> None:
        """Raises `NotVerbatim` unless the quote is, letter for letter, what the published document says there."""
        clause = self.clauses.get(quote.clause_id)
        if clause is None:
            raise NotVerbatim(f"There is no clause {quote.clause_id} in what is published.")
        printed = self.documents[clause.document].text[clause.start + quote.start : clause.start + quote.end]
        if not quote.text or quote.text != printed or quote.end > len(clause.text):
            raise NotVerbatim(f"A quote from clause {quote.clause_id} isn't what the clause says.")


class Library:
    """All editions of every document. Views of it are kept, so the same one is given for the same question."""

    def __init__(
        self, documents: Iterable[Document], clauses: Iterable[Clause], rules: dict[str, tuple[Rule, ...]]
    ) -> None:
        self.documents = tuple(documents)
        self._rules = rules
        self._editions: defaultdict[str, list[Document]] = defaultdict(list)
        for document in self.documents:
            self._editions[document.reference].append(document)
        self._clauses: defaultdict[tuple[str, str], list[Clause]] = defaultdict(list)
        for clause in clauses:
            self._clauses[clause.document, clause.edition].append(clause)
        self._view = lru_cache(maxsize=16)(self._made)
        self._at = lru_cache(maxsize=64)(self._holding)
        newest = [clause for document in self._newest() for clause in self._clauses_of(document)]
        self._advised = {clause.id: clause for clause in newest}

    def at(self, day: date, audiences: Collection[str] = ()) -> Catalogue:
        """What is in force on a day for somebody of these audiences; documents for all are for everyone."""
        return self._at(day.isoformat(), frozenset(name.strip().casefold() for name in audiences))

    def newest(self) -> Catalogue:
        """The newest edition of every document among the files, whoever it is for: what guidance speaks about."""
        return self._view(self._newest())

    def edition(self, reference: str, edition: str) -> Catalogue | None:
        """One edition of one document, whether it is in force or not; None where there is no such edition."""
        found = next((e for e in self._editions.get(reference, ()) if e.edition == edition), None)
        return self._view((found,)) if found else None

    def _newest(self) -> tuple[Document, ...]:
        present = ([e for e in editions if e.present] for editions in self._editions.values())
        return tuple(editions[-1] for editions in present if editions)

    def _holding(self, day: str, audiences: frozenset[str]) -> Catalogue:
        holding = (in_force(editions, day) for editions in self._editions.values())
        return self._view(tuple(document for document in holding if document and _is_for(document, audiences)))

    def _made(self, documents: tuple[Document, ...]) -> Catalogue:
        """Rules speak of the newest edition, so they stay with clauses that read the same in it."""
        clauses = [clause for document in documents for clause in self._clauses_of(document)]
        told = {clause.id for clause in clauses if reads_as(clause, self._advised.get(clause.id))}
        return Catalogue(documents, clauses, {name: rules for name, rules in self._rules.items() if name in told})

    def _clauses_of(self, document: Document) -> Sequence[Clause]:
        return self._clauses[document.reference, document.edition]


def in_force(editions: Sequence[Document], day: str) -> Document | None:
    """Which of a document's editions, given in their order, holds on a day (an ISO date)."""
    begun = [e for e in editions if e.begins <= day and not (e.withdrawn and e.withdrawn <= day)]
    if not begun or (begun[-1].effective_until or day) < day:
        return None
    return begun[-1]


def reads_as(clause: Clause, other: Clause | None) -> bool:
    """Whether two clauses say the same: a lead-in ("You must not:") is as telling as the words after it."""
    return other is not None and (clause.lead_in, clause.text) == (other.lead_in, other.text)


def _is_for(document: Document, audiences: frozenset[str]) -> bool:
    named = {name.strip().casefold() for name in document.audience}
    return not named or bool(named & audiences)
