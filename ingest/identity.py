"""Ids that stay: an edition's clauses keep the ids that their forerunners were published under.

Clauses of the new edition are matched with the published ones in order, first those whose text is the same, then
those much alike. A matched clause keeps its id; a new one takes the number of its place, or, where another clause has
or had that number, the number with a suffix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from knowledge.generation import Content
from knowledge.model import Clause

ALIKE = 75.0
"""Percent likeness (rapidfuzz ratio) from which an edited clause counts as the same one."""


def keep_ids(clauses: Sequence[Clause], published: Content | None) -> list[Clause]:
    """The clauses of one document with the ids they keep or get."""
    before = [c for c in published.clauses if c.document == clauses[0].document] if published and clauses else []
    if not before:
        return list(clauses)
    kept = _matched(clauses, before)
    taken = {clause.id for clause in before}
    named: list[Clause] = []
    for place, clause in enumerate(clauses):
        name = kept.get(place) or _free(clause.id, taken)
        taken.add(name)
        named.append(replace(clause, id=name))
    return named


def _matched(clauses: Sequence[Clause], before: Sequence[Clause]) -> dict[int, str]:
    """The published id a place in the new edition continues."""
    kept: dict[int, str] = {}
    free = list(before)
    for place, clause in enumerate(clauses):
        same = next((b for b in free if b.text == clause.text and b.section_path == clause.section_path), None)
        same = same or next((b for b in free if b.text == clause.text), None)
        if same:
            kept[place] = same.id
            free.remove(same)
    for place, clause in enumerate(clauses):
        if place not in kept and free:
            best = max(free, key=lambda b: _likeness(clause, b))
            if _likeness(clause, best) >= ALIKE:
                kept[place] = best.id
                free.remove(best)
    return kept


def _likeness(clause: Clause, other: Clause) -> float:
    """Likeness of the texts; a clause that keeps its number may have been edited more."""
    bonus = 15.0 if clause.id == other.id and clause.section_path == other.section_path else 0.0
    return fuzz.ratio(clause.text, other.text) + bonus


def _free(name: str, taken: set[str]) -> str:
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name}-{count}"
    return candidate
