"""From what was spotted to what a colleague is shown: findings that don't overlap, and points with their clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import messages, quoting
from bot.model import Finding, Kind, Point, Spotted
from knowledge.catalogue import Catalogue

Clauses = Callable[[Spotted], tuple[str, ...]]
"""The clauses that something spotted goes against, the most telling first."""

_JOINTS = " \t\n,;:-–—("


def merged(spotted: Sequence[Spotted], draft: str) -> tuple[Spotted, ...]:
    """One for each stretch of words and kind, in the order they stand, no word cut in two.

    What has a form (a telephone number) keeps its own words, apart from what else is told of somebody; what is known by
    its meaning grows together, and says no more where a form stands in it.
    """
    found: list[Spotted] = []
    for one in sorted((s for s in spotted if s.what), key=lambda s: (-s.certainty, s.start - s.end, s.start)):
        alike = [f for f in found if messages.why(f.kind, f.what) == messages.why(one.kind, one.what)]
        if not _met(one, alike):
            found.append(one)
    formed = tuple(found)
    for one in sorted((s for s in spotted if not s.what), key=lambda s: (s.start, -s.end)):
        if _met(one, formed):
            continue
        met = _met(one, found)
        if met:
            found[found.index(met)] = replace(met, end=max(met.end, one.end))
        else:
            found.append(one)
    return tuple(sorted((_whole(one, draft) for one in found), key=lambda s: (s.start, s.end, s.kind)))


def _met(one: Spotted, found: Sequence[Spotted]) -> Spotted | None:
    return next((f for f in found if f.kind is one.kind and f.start < one.end and one.start < f.end), None)


def _whole(one: Spotted, draft: str) -> Spotted:
    """The same up to the ends of its words, without a comma after them."""
    start, end = one.start, one.end
    while start < end - 1 and draft[end - 1] in _JOINTS:
        end -= 1
    while start and draft[start - 1].isalpha() and draft[start].isalpha():
        start -= 1
    while end < len(draft) and draft[end - 1].isalpha() and draft[end].isalpha():
        end += 1
    return replace(one, start=start, end=end)


def findings(spotted: Sequence[Spotted], draft: str, clauses: Clauses) -> tuple[Finding, ...]:
    """What was spotted, as a colleague reads it."""
    return tuple(
        Finding(
            kind=one.kind,
            clauses=clauses(one),
            start=one.start,
            end=one.end,
            text=draft[one.start : one.end],
            why=messages.why(one.kind, one.what),
            fix=messages.fix(one.kind, one.what),
        )
        for one in spotted
    )


def points(found: Sequence[Finding], order: Sequence[Kind], view: Catalogue) -> tuple[Point, ...]:
    """Findings that are told alike together, kinds in the order given, no clause quoted twice."""
    together: defaultdict[tuple[Kind, str], list[Finding]] = defaultdict(list)
    for one in sorted(found, key=lambda f: order.index(f.kind)):
        together[one.kind, one.why].append(one)
    quoted: set[str] = set()
    told: list[Point] = []
    for same in together.values():
        clauses = dict.fromkeys(clause for one in same for clause in one.clauses if clause not in quoted)
        quote = next(iter(quoting.whole(clauses, view)), None)
        quoted |= {quote.clause_id} if quote else set()
        words = tuple(dict.fromkeys(one.text for one in same))
        told.append(Point(same[0].kind, words, same[0].why, same[0].fix, quote))
    return tuple(told)
