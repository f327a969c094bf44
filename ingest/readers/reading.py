"""What every reader hands on: a document's metadata and its blocks in reading order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.errors import Problem, Rejected
from knowledge.model import Status


class Metadata(BaseModel):
    """What a document says of itself, in front matter or in a table of its own. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: str = Field(min_length=1, max_length=300)
    reference: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    status: Status = Status.OFFICIAL
    owner: str | None = None
    issue: str | None = None
    last_updated: str | None = None
    last_reviewed: str | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    audience: tuple[str, ...] = ()
    note: str | None = None

    @field_validator("last_updated", "last_reviewed", "issue", mode="before")
    @classmethod
    def _as_printed(cls, value: object) -> object:
        """YAML turns 2019-06-01 into a date and 7 into a number; a printed form is wanted."""
        return value if value is None or isinstance(value, str) else str(value)

    @field_validator("audience", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading; `level` 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `number` is what the document prints before it ("3.2"), if anything."""

    text: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A list item; `number` is the printed one without its punctuation, None for a bullet; `depth` counts from 0."""

    text: str
    number: str | None = None
    depth: int = 0


Block = Heading | Paragraph | Item


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read, before it is cut into clauses."""

    metadata: Metadata
    blocks: tuple[Block, ...] = field(default=())


# Bidirectional controls and zero-width characters can make a clause look other than it is.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_PRINTED_NUMBER = re.compile(r"^(\d+(?:\.\d+)+)\.?\s+(?=\S)")


def cleaned(text: str) -> str:
    """Fold white space and drop characters that nobody can see; every word stays as it is."""
    visible = _INVISIBLE.sub("", text)
    visible = "".join(c for c in visible if c in "\t\n\r" or unicodedata.category(c) != "Cc")
    return " ".join(visible.split())


def paragraph(text: str) -> Paragraph:
    """A paragraph, its own printed number ("3.2 Colleagues must …") taken apart from its words."""
    text = cleaned(text)
    match = _PRINTED_NUMBER.match(text)
    return Paragraph(text[match.end() :], match[1]) if match else Paragraph(text)


def checked_metadata(file: Path, found: dict[str, object], lines: dict[str, int] | None = None) -> Metadata:
    """Validate metadata; raises `Rejected` naming every wrong key and, where known, its line."""
    try:
        return Metadata.model_validate(found)
    except ValidationError as error:
        raise Rejected([_problem(file, dict(detail), lines or {}) for detail in error.errors()]) from error


def _problem(file: Path, detail: dict[str, object], lines: dict[str, int]) -> Problem:
    location = detail["loc"]
    key = str(location[0]) if isinstance(location, tuple) and location else ""
    if detail["type"] == "extra_forbidden":
        known = ", ".join(Metadata.model_fields)
        return Problem(file, f'the front matter has an unknown key "{key}". Known keys are: {known}.', lines.get(key))
    if detail["type"] == "missing":
        return Problem(file, f'the front matter lacks "{key}".', lines.get(key))
    return Problem(file, f"the front matter's \"{key}\" isn't usable: {detail['msg']}.", lines.get(key))


def reference_from(file: Path) -> str:
    """A reference for a document that gives none: its file's name in capitals."""
    name = unicodedata.normalize("NFKD", file.stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").upper()[:64] or "DOCUMENT"
