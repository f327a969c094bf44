"""What Word files and PDFs are read into first: passages and tables as they look, their structure not yet judged."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.readers import markers
from ingest.readers.reading import cleaned


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as it looks. `left` is where its first line begins, `indent` where its text does, in points.

    `marker` is the number printed before it, `level` the heading level its style declares (1 is the title), `tail` a
    page number that stands apart at its end.
    """

    text: str
    marker: str | None = None
    bullet: bool = False
    left: float = 0.0
    indent: float = 0.0
    size: float = 11.0
    bold: bool = False
    level: int | None = None
    tail: str | None = None
    depth: int = 0
    """How deep in its list the file says it is, from 0."""

    @property
    def listed(self) -> bool:
        return self.bullet or self.marker is not None

    @property
    def printed(self) -> str:
        """The marker and the text, as a reader sees them."""
        return f"{self.marker} {self.text}" if self.marker else self.text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each cell the passages that stand in it. `head` is how many rows the file says are headings."""

    rows: tuple[tuple[tuple[Passage, ...], ...], ...]
    head: int = 0


Piece = Passage | Table


def marked(passage: Passage) -> Passage:
    """The passage with a number or bullet that is typed at its beginning split off."""
    if passage.listed:
        return replace(passage, text=cleaned(passage.text))
    text = cleaned(passage.text)
    marker, rest = markers.split(text)
    if marker:
        return replace(passage, text=rest, marker=marker)
    bulleted = markers.bullet(text)
    if bulleted:
        return replace(passage, text=bulleted, bullet=True)
    return replace(passage, text=text)
