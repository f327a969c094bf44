"""What is on record: the editions of the published generation, which an ingest keeps, reuses and continues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from knowledge.generation import Content
from knowledge.model import Clause, Document

_CONTINUES = 0.25
"""The share of clauses in common from which two documents that nothing else connects are editions of one policy."""


class Record:
    """The editions of the published generation, as far as they bear on this ingest."""

    def __init__(self, content: Content | None = None, *, same_places: bool = True, same_readers: bool = True) -> None:
        """`same_places` and `same_readers` are whether they were read from the same paths and by the same code."""
        self._same_places, self._same_readers = same_places, same_readers
        self._editions: defaultdict[str, list[Document]] = defaultdict(list)
        self._clauses: defaultdict[tuple[str, str], list[Clause]] = defaultdict(list)
        for document in content.documents if content else ():
            self._editions[document.reference].append(document)
        for clause in content.clauses if content else ():
            self._clauses[clause.document, clause.edition].append(clause)
        self._of_bytes = {d.source_sha256: d for editions in self._editions.values() for d in editions}
        self._of_name = {d.source: d for editions in self._editions.values() for d in editions if d.present}

    def clauses(self, document: Document) -> tuple[Clause, ...]:
        return tuple(self._clauses.get((document.reference, document.edition), ()))

    def references(self) -> list[str]:
        """The documents that an ingest answers for: one from other places leaves alone what came from these."""
        return list(self._editions) if self._same_places else []

    def of(self, reference: str) -> Sequence[Document]:
        """All editions of one document, in their order."""
        return self._editions.get(reference, ())

    def of_bytes(self, digest: str) -> Document | None:
        """The edition that was read from the same bytes by the same readers."""
        return self._of_bytes.get(digest) if self._same_readers else None

    def of_name(self, name: str) -> Document | None:
        """The newest edition that came from a file of this name and was among the files last time."""
        return self._of_name.get(name) if self._same_places else None

    def is_among_files(self, document: Document) -> bool:
        """Whether this edition was among the files last time."""
        return any(known.edition == document.edition and known.present for known in self.of(document.reference))

    def kept(self, reference: str, found: Iterable[Sequence[Clause]]) -> Sequence[Document]:
        """The editions to keep beside those found, of which the clauses are given.

        Documents from other places than last time are another collection, even where they have the same references;
        but where one plainly continues a recorded one, it is its next edition.
        """
        editions = self.of(reference)
        continued = (are_one_policy(new, self.clauses(old)) for new in found for old in editions)
        return editions if self._same_places or any(continued) else ()


def are_one_policy(clauses: Sequence[Clause], others: Sequence[Clause]) -> bool:
    """Whether enough clauses are in both without a word changed for them to be editions of one policy."""
    one, other = ({clause.text for clause in each} for each in (clauses, others))
    return len(one & other) >= _CONTINUES * max(1, min(len(one), len(other)))
