"""What every reader hands on: a document's metadata and its blocks in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.readers.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading as printed, its number included; `level` 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `marker` is what the document prints before it ("3.2", "(a)"), if anything."""

    text: str
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; `marker` is what is printed before it ("1.", "a)"), None for a bullet; `depth` from 0."""

    text: str
    marker: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table's body, under the table's column headings and caption (none where it has none)."""

    cells: tuple[str, ...]
    headings: tuple[str, ...] = ()
    caption: str = ""

    @property
    def text(self) -> str:
        return cleaned(CELL.join(self.cells)).rstrip(CELL) if any(self.cells) else ""


Block = Heading | Paragraph | Item | Row
CELL = " | "
"""Between two cells of a row, in a clause's text and in its column headings."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read, before it is cut into clauses. `remarks` are for its owner, a sentence each."""

    metadata: Metadata
    blocks: tuple[Block, ...] = field(default=())
    remarks: tuple[str, ...] = ()


# Zero-width characters and bidirectional controls can make a clause look other than it is.
INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def cleaned(text: str) -> str:
    """Fold white space and drop characters that nobody can see; every word stays as it is."""
    return " ".join(_CONTROL.sub("", INVISIBLE.sub("", text)).split())
