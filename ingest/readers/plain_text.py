"""Plain text: headings, list items and the closing table of metadata told apart by their shape."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.readers.reading import (
    Block,
    Heading,
    Item,
    Reading,
    checked_metadata,
    cleaned,
    paragraph,
    reference_from,
)

_BULLET = re.compile(r"^[-–—•*·▪◦]\s*")
_ORDERED = re.compile(r"^\(?(\d{1,3}|[a-z])[.)]\s+")
_UPDATED = re.compile(r"^last updated:?\s+(.+)$", re.IGNORECASE)
_ENDS_A_SENTENCE = (".", ",", ";", ":", "?", "!", "|")
_HEADING_WORDS = 10
_TABLE_KEYS = {
    "policy name": "title",
    "title": "title",
    "date of last review": "last_reviewed",
    "last reviewed": "last_reviewed",
    "policy owner": "owner",
    "owner": "owner",
    "issue number": "issue",
    "reference": "reference",
}


def read_plain_text(file: Path, text: str) -> Reading:
    """A line is a block; the first line is the title, and "Name: |" lines followed by a value are metadata."""
    lines = [cleaned(line) for line in text.splitlines()]
    lines = [line for line in lines if line]
    found, lines = _metadata_table(lines)
    title = lines.pop(0) if lines and _is_heading(lines[0]) else None
    if lines and (updated := _UPDATED.match(lines[0])):
        found["last_updated"] = updated[1]
        lines.pop(0)
    found.setdefault("title", title or file.stem)
    found.setdefault("reference", found.get("issue") or reference_from(file))
    return Reading(checked_metadata(file, found), tuple(_blocks(lines)))


def _metadata_table(lines: list[str]) -> tuple[dict[str, object], list[str]]:
    """The closing table flattened to "Policy owner: |" and "PSG |" lines, taken off the end."""
    start = len(lines)
    while start and lines[start - 1].endswith("|"):
        start -= 1
    cells = [line.rstrip("|").strip() for line in lines[start:]]
    found: dict[str, object] = {}
    for name, value in zip(cells[::2], cells[1::2], strict=False):
        key = _TABLE_KEYS.get(name.rstrip(":").casefold())
        if key:
            found[key] = value
    return found, lines[:start]


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    awaiting_item = False
    for line in lines:
        bullet, ordered = _BULLET.match(line), _ORDERED.match(line)
        if bullet:
            awaiting_item = bullet.end() == len(line)
            if not awaiting_item:
                blocks.append(Item(line[bullet.end() :]))
        elif awaiting_item:
            blocks.append(Item(line))
            awaiting_item = False
        elif ordered:
            blocks.append(Item(line[ordered.end() :], ordered[1]))
        elif _is_heading(line):
            blocks.append(Heading(2, line))
        else:
            blocks.append(paragraph(line))
    return blocks


def _is_heading(line: str) -> bool:
    return len(line.split()) <= _HEADING_WORDS and not line.endswith(_ENDS_A_SENTENCE) and line[0].isupper()
