"""A whole policy as it reads, clause by clause, with words of one of them marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.catalogue import Catalogue
from knowledge.model import Clause, Document


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a policy: a heading (`level` 2 and on), words between clauses, or a clause with its number.

    `text` comes apart in three: before, inside and after the words that are marked; the last two are "" where none are.
    """

    text: tuple[str, str, str]
    level: int = 0
    clause: str = ""
    number: str = ""


def pieces(view: Catalogue, document: Document, clause: str = "", start: int = 0, end: int = 0) -> Iterator[Piece]:
    """The document from its first word to its last, `start` to `end` of one clause marked."""
    at = 0
    clauses = [one for one in view.clauses.values() if one.document == document.reference]
    for one in sorted(clauses, key=lambda found: found.start):
        yield from _between(document.text[at : one.start], one)
        yield _piece(one, (start, end) if one.id == clause else (0, 0))
        at = one.end
    yield from _between(document.text[at:], None)


def _piece(clause: Clause, marked: tuple[int, int]) -> Piece:
    start, end = marked if 0 <= marked[0] < marked[1] <= len(clause.text) else (len(clause.text), len(clause.text))
    number = clause.position.rpartition(" ")[2] if clause.position.startswith("point") else ""
    text = (clause.text[:start], clause.text[start:end], clause.text[end:])
    return Piece(text, clause=clause.id, number=number)


def _between(text: str, following: Clause | None) -> Iterator[Piece]:
    """Headings by the sections that the next clause stands in; other words as they are."""
    sections = following.section_path if following else ()
    for line in filter(None, map(str.strip, text.split("\n"))):
        level = sections.index(line) + 2 if line in sections else 0
        yield Piece((line, "", ""), level=level)
