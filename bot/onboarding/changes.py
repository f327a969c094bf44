"""What differs between two editions of a document for somebody who signed the earlier one."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.catalogue import Catalogue
from knowledge.model import Clause


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause that says something else than before; `before` is None for a new one, `after` for one that is gone."""

    before: Clause | None
    after: Clause | None


def between(old: Catalogue, new: Catalogue) -> tuple[Difference, ...]:
    """In the order of the new edition, those that are gone last. A clause that was only moved or renumbered is none."""
    found = [
        Difference(old.clauses.get(name), clause)
        for name, clause in new.clauses.items()
        if name not in old.clauses or _words(old.clauses[name]) != _words(clause)
    ]
    gone = [Difference(clause, None) for name, clause in old.clauses.items() if name not in new.clauses]
    return (*found, *gone)


def _words(clause: Clause) -> list[str]:
    return [*clause.lead_in.split(), "", *clause.text.split()]
