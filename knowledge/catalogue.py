"""The published clauses: looking one up, naming where it stands, and copying words out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.errors import NotVerbatim
from knowledge.model import Clause, Document, Rule, Status


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
    """Every document, clause and rule of one generation."""

    def __init__(
        self, documents: Iterable[Document], clauses: Iterable[Clause], rules: dict[str, tuple[Rule, ...]]
    ) -> None:
        self.documents = {document.reference: document for document in documents}
        self.clauses = {clause.id: clause for clause in clauses}
        self.rules = rules

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
