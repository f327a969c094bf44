"""From findings to quotes and text. Everything quoted is copied by offset and checked before it leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot import messages
from knowledge.catalogue import Catalogue, Quote
from knowledge.model import Hit, Status
from knowledge.search import Findings

WHOLE_CLAUSE = 420
"""Characters up to which a clause is quoted whole; longer ones by their best sentence."""
MOST_QUOTES = 3
COMPANION = 0.1
"""A further clause is quoted when its score is at least this share of the first's."""
UNTAUGHT_COMPANION = 0.002
"""The same where no examples speak for the first: the text alone tells neighbouring clauses apart less surely."""
OF_ITS_OWN = 0.02
"""Least score, as a share of the first's, of a clause for what is asked second, where the first is quoted already."""
SAYS_THE_SAME = 0.8
"""The share of a paraphrase's examples that must name an official clause too for that one to be quoted first."""
WORTH_QUOTING = 0.02
"""Least score, as a share of the first's, of an official clause that goes before its paraphrase."""


def chosen(findings: Findings, catalogue: Catalogue) -> list[Hit]:
    """The one to three hits to quote: the best, and those nearly as good, official wording before its paraphrase."""
    if not findings.hits:
        return []
    first = findings.hits[0]
    share = COMPANION if findings.neighbours else UNTAUGHT_COMPANION
    near = [hit for hit in findings.hits if hit.score >= share * first.score][:MOST_QUOTES]
    official = _official_wording(findings, catalogue)
    if official:
        near = [official, *(hit for hit in near if hit is not official)][:MOST_QUOTES]
    return near


def of_each(parts: Sequence[Findings], catalogue: Catalogue) -> list[Hit]:
    """The best hit for each part of a question; the next best where that is quoted for an earlier part already."""
    best: dict[str, Hit] = {}
    for findings in parts:
        first = chosen(findings, catalogue)[:1]
        others = [hit for hit in findings.hits if hit.score >= OF_ITS_OWN * findings.hits[0].score]
        new = [hit for hit in (*first, *others) if hit.clause_id not in best][:1]
        best |= {hit.clause_id: hit for hit in new}
    return list(best.values())


def together(first: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """The hits to quote, each clause once."""
    once = {hit.clause_id: hit for hit in (*others, *first)}
    ranked = dict.fromkeys(hit.clause_id for hit in (*first, *others))
    return [once[clause] for clause in ranked][:MOST_QUOTES]


def closest(findings: Findings, catalogue: Catalogue) -> list[Hit]:
    """The three hits to show where none is sure to answer, begun with what an answer would quote first."""
    first = chosen(findings, catalogue)[:1]
    return [*first, *(hit for hit in findings.hits if hit not in first)][:MOST_QUOTES]


def _official_wording(findings: Findings, catalogue: Catalogue) -> Hit | None:
    """The official clause that says what the best hit, a paraphrase, says; None where there is none."""
    first = findings.hits[0]
    if catalogue.document_of(first.clause_id).status is Status.OFFICIAL:
        return None
    named: defaultdict[str, float] = defaultdict(float)
    total = 0.0
    for neighbour in findings.neighbours:
        if neighbour.example.clause == first.clause_id:
            total += neighbour.weight
            for clause in neighbour.example.also:
                named[clause] += neighbour.weight
    for hit in findings.hits[1:]:
        same = total and named[hit.clause_id] / total >= SAYS_THE_SAME
        official = catalogue.document_of(hit.clause_id).status is Status.OFFICIAL
        if same and official and hit.score >= WORTH_QUOTING * first.score:
            return hit
    return None


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
