"""From findings to quotes and text. Everything quoted is copied by offset and checked before it leaves."""

from __future__ import annotations

from collections.abc import Sequence

from bot import messages
from knowledge.catalogue import Catalogue, Quote
from knowledge.model import Hit, Status

WHOLE_CLAUSE = 420
"""Characters up to which a clause is quoted whole; longer ones by their best sentence."""
MOST_QUOTES = 3
COMPANION = 0.4
"""A further clause is quoted when its score is at least this share of the first's."""
OFFICIAL_FIRST = 0.6
"""An official clause goes before a paraphrase that scored up to this much more."""


def chosen(hits: Sequence[Hit], catalogue: Catalogue) -> list[Hit]:
    """The one to three hits to quote: the best, and those nearly as good, official wording first."""
    if not hits:
        return []
    near = [hit for hit in hits if hit.score >= COMPANION * hits[0].score][:MOST_QUOTES]
    first = near[0]
    if catalogue.document_of(first.clause_id).status is Status.PARAPHRASE:
        official = [h for h in near if catalogue.document_of(h.clause_id).status is Status.OFFICIAL]
        lead = next((hit for hit in official if hit.score >= OFFICIAL_FIRST * first.score), None)
        if lead:
            near.remove(lead)
            near.insert(0, lead)
    return near


def quotes(hits: Sequence[Hit], catalogue: Catalogue) -> tuple[Quote, ...]:
    """Copy each hit's words and check them; raises `knowledge.errors.NotVerbatim` rather than show a wrong one."""
    copied = []
    for hit in hits:
        whole = len(catalogue.clauses[hit.clause_id].text) <= WHOLE_CLAUSE
        quote = catalogue.quote(hit.clause_id) if whole else catalogue.quote(hit.clause_id, *hit.span)
        catalogue.check(quote)
        copied.append(quote)
    return tuple(copied)


def laid_out(opening: Sequence[str], quoted: Sequence[Quote], closing: Sequence[str]) -> str:
    """The whole answer as plain text: opening lines, each quote with its place, closing lines."""
    lines = [line for line in opening if line]
    for number, quote in enumerate(quoted):
        if number == 1:
            lines.append(messages.ALSO)
        lines.append(f"“{quote.text}”\n— {quote.label}")
    if any(quote.status is Status.PARAPHRASE for quote in quoted):
        lines.append(messages.PARAPHRASE)
    lines.extend(line for line in closing if line)
    return "\n\n".join(lines)
