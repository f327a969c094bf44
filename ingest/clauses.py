"""From blocks to clauses: stable ids, section paths, lead-ins, offsets. The rules stand in docs/clauses.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase

from ingest.readers.reading import Heading, Item, Paragraph, Reading
from knowledge.model import Clause

_LABEL_WORDS = 5


@dataclass(slots=True)
class _Section:
    """Where we are in the document while walking it."""

    number: int = 0
    path: tuple[str, ...] = ()
    paragraphs: int = 0
    items: list[int] = field(default_factory=list)
    label: str | None = None
    lead_in: str = ""
    parents: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CutDocument:
    """A document's canonical text and the clauses that are spans of it."""

    text: str
    clauses: tuple[Clause, ...]


def cut(reading: Reading) -> CutDocument:
    """Cut a reading into clauses with the ids they would have if it were published for the first time."""
    reference = reading.metadata.reference
    lines: list[str] = []
    clauses: list[Clause] = []
    taken: set[str] = set()
    offset = 0
    for block, section in _walk(reading):
        if not isinstance(block, Heading) and not _is_label(block, section):
            number, position = _place(block, section)
            clauses.append(
                Clause(
                    id=f"{reference}:{_unique(number, taken)}",
                    document=reference,
                    section_path=(*section.path, section.label) if section.label else section.path,
                    position=position,
                    text=block.text,
                    lead_in=_lead_in(block, section),
                    start=offset,
                    end=offset + len(block.text),
                )
            )
        lines.append(block.text)
        offset += len(block.text) + 1
    return CutDocument("\n".join(lines), tuple(clauses))


def _walk(reading: Reading) -> Iterator[tuple[Heading | Paragraph | Item, _Section]]:
    """Each block with its section, which has already counted it."""
    section = _Section()
    headings: list[Heading] = []
    for index, block in enumerate(reading.blocks):
        following = reading.blocks[index + 1] if index + 1 < len(reading.blocks) else None
        if isinstance(block, Heading):
            headings = [h for h in headings if h.level < block.level] + [block]
            section = _Section(section.number + 1, tuple(h.text for h in headings))
        elif isinstance(block, Paragraph):
            _enter_paragraph(section, block, following)
        else:
            _enter_item(section, block)
        yield block, section


def _enter_paragraph(section: _Section, block: Paragraph, following: object) -> None:
    opens_list = block.text.endswith(":") and isinstance(following, Item)
    short = len(block.text.split()) <= _LABEL_WORDS
    section.label = block.text.rstrip(":") if opens_list and short else None
    section.lead_in = block.text if opens_list else ""
    if section.label is None:
        section.paragraphs += 1


def _enter_item(section: _Section, block: Item) -> None:
    del section.items[block.depth + 1 :]
    del section.parents[block.depth :]
    while len(section.items) <= block.depth:
        section.items.append(0)
    section.items[block.depth] += 1
    section.parents.append(block.text)


def _is_label(block: Paragraph | Item, section: _Section) -> bool:
    """A short "Key points covered:" over a list is a heading within the section, not a clause."""
    return isinstance(block, Paragraph) and section.label is not None


def _place(block: Paragraph | Item, section: _Section) -> tuple[str, str]:
    """A clause's number within its document, and where a colleague finds it in the section."""
    prefix = str(section.number) if section.number else ""
    if isinstance(block, Paragraph):
        if block.number:
            return block.number, block.number
        return f"{prefix}{_letters(section.paragraphs)}", f"paragraph {section.paragraphs}"
    counts = [str(count) for count in section.items]
    if block.number:
        counts[-1] = block.number
    return ".".join([prefix, *counts] if prefix else counts), f"point {'.'.join(counts)}"


def _lead_in(block: Paragraph | Item, section: _Section) -> str:
    if not isinstance(block, Item):
        return ""
    return " ".join(part for part in (section.lead_in, *section.parents[: block.depth]) if part)


def _letters(count: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = ascii_lowercase[rest] + letters
    return letters


def _unique(number: str, taken: set[str]) -> str:
    """A number printed twice in a section gets a suffix, so that an id always names one clause."""
    candidate, repeat = number, 1
    while candidate in taken:
        repeat += 1
        candidate = f"{number}-{repeat}"
    taken.add(candidate)
    return candidate
