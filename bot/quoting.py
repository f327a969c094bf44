"""Clauses quoted whole: copied by offset and checked against the published document before they leave."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.catalogue import Catalogue, Quote


def whole(clauses: Iterable[str], view: Catalogue) -> tuple[Quote, ...]:
    """Each clause that holds in this view, in order; raises `knowledge.errors.NotVerbatim` rather than a wrong one."""
    copied = tuple(view.quote(clause) for clause in clauses if clause in view.clauses)
    for quote in copied:
        view.check(quote)
    return copied
