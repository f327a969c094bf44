"""From blocks to clauses: stable ids, section paths, lead-ins, offsets. The rules stand in docs/clauses.md."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.places import Place, places
from ingest.readers.reading import Reading
from knowledge.model import Clause


@dataclass(frozen=True, slots=True)
class CutDocument:
    """A document's canonical text and the clauses that are spans of it."""

    text: str
    clauses: tuple[Clause, ...]


def cut(reading: Reading) -> CutDocument:
    """Cut a reading into clauses with the ids they would have if it were published for the first time."""
    reference = reading.metadata.reference
    found = places(reading.blocks)
    numbers = _unique([place for place in found if place])
    lines: list[str] = []
    clauses: list[Clause] = []
    offset = 0
    for block, place in zip(reading.blocks, found, strict=True):
        if place:
            clauses.append(
                Clause(
                    id=f"{reference}:{numbers[len(clauses)]}",
                    document=reference,
                    section_path=place.section_path,
                    position=place.position,
                    text=block.text,
                    lead_in=place.lead_in,
                    start=offset,
                    end=offset + len(block.text),
                )
            )
        lines.append(block.text)
        offset += len(block.text) + 1
    return CutDocument("\n".join(lines), tuple(clauses))


def _unique(found: list[Place]) -> list[str]:
    """One number a clause. Printed numbers come first; a number that is taken gets a suffix."""
    numbers = [""] * len(found)
    taken: set[str] = set()
    repeats: dict[str, int] = {}
    for index in sorted(range(len(found)), key=lambda i: not found[i].printed):
        wanted = candidate = found[index].number.replace(" ", "-")
        while candidate in taken:
            repeats[wanted] = repeats.get(wanted, 1) + 1
            candidate = f"{wanted}-{repeats[wanted]}"
        taken.add(candidate)
        numbers[index] = candidate
    return numbers
