"""What a signature is on record: words that a person agreed to, and a chain of hashes that nothing drops out of.

Each entry of the chain holds the hash of the entry before it and of a body: the signed words, with a random salt. So
the body of somebody who has long left can be erased, which the chain itself records, while everything else still
proves itself. What is written here is canonical JSON: one way to write it, so that every byte counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

GENESIS = "0" * 64
"""What stands for the hash before the first entry."""


class Kind(StrEnum):
    """What an entry says."""

    SIGNED = "signed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Passed:
    """A check and the right answer to it, as the person gave it."""

    clause: str
    ask: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """All that a signature says. `typed` is the name as it was typed, `at` a moment in UTC (ISO 8601).

    `source_sha256` is the hash of the file that the edition was read from, `text_sha256` of the words that were shown.
    """

    person: str
    name: str
    typed: str
    document: str
    title: str
    edition: str
    version: str
    begins: str
    source_sha256: str
    text_sha256: str
    statement: str
    checks: tuple[Passed, ...]
    surface: str
    at: str
    salt: str

    @property
    def body(self) -> str:
        """As it is written down and hashed."""
        return canonical(asdict(self))

    @classmethod
    def of_body(cls, body: str) -> Attestation:
        """Raises `ValueError` where it isn't one."""
        try:
            found = json.loads(body)
            return cls(**{**found, "checks": tuple(Passed(**check) for check in found["checks"])})
        except (TypeError, KeyError) as error:
            raise ValueError("isn't a signature") from error


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the chain. `body` is the hash of what was signed, "" for an erasure; `about` is what that erased."""

    number: int
    at: str
    kind: Kind
    body: str
    about: int | None
    previous: str
    hash: str = ""

    def sealed(self) -> Entry:
        """With its own hash, over everything else."""
        told = {name: value for name, value in asdict(self).items() if name != "hash"}
        return replace(self, hash=sha256(canonical(told)))


@dataclass(frozen=True, slots=True)
class Record:
    """An entry and its body, None where it is an erasure or the body has been erased."""

    entry: Entry
    body: str | None

    @property
    def line(self) -> str:
        """As it is exported, and as a receipt holds it."""
        return f'{{"body":{self.body or "null"},"entry":{canonical(asdict(self.entry))}}}'

    @property
    def attestation(self) -> Attestation:
        """What was signed; raises `ValueError` where that has been erased."""
        if self.body is None:
            raise ValueError("has been erased")
        return Attestation.of_body(self.body)

    @classmethod
    def of_line(cls, line: str) -> Record:
        """Raises `ValueError`, saying what is wrong with it."""
        try:
            found = json.loads(line)
            if canonical(found) != line:
                raise ValueError("has been changed")
            entry = _entry(found["entry"])
            body = None if found["body"] is None else canonical(found["body"])
        except (TypeError, KeyError, RecursionError, json.JSONDecodeError, UnicodeEncodeError) as error:
            raise ValueError("can't be read") from error
        return cls(entry, body)

    def faults(self) -> list[str]:
        """What is wrong with it on its own."""
        found = []
        if self.entry.sealed() != self.entry:
            found.append("has been changed: its hash is another")
        if self.body is not None and sha256(self.body) != self.entry.body:
            found.append("has been changed: what was signed has another hash")
        return found


def _entry(found: dict[str, Any]) -> Entry:
    entry = Entry(**{**found, "kind": Kind(found["kind"])})
    texts = (entry.at, entry.body, entry.previous, entry.hash)
    if not all(isinstance(text, str) for text in texts) or not isinstance(entry.number, int):
        raise TypeError("an entry's values are texts and numbers")
    if not isinstance(entry.about, int | None):
        raise TypeError("what was erased is a number")
    return entry


def signed(attestation: Attestation, head: Entry | None) -> Record:
    """The next record of the chain."""
    return Record(_next(head, attestation.at, Kind.SIGNED, sha256(attestation.body), None), attestation.body)


def erased(number: int, at: str, head: Entry) -> Record:
    """The record that the body of an earlier one has been erased."""
    return Record(_next(head, at, Kind.ERASED, "", number), None)


def _next(head: Entry | None, at: str, kind: Kind, body: str, about: int | None) -> Entry:
    number, previous = (head.number + 1, head.hash) if head else (1, GENESIS)
    return Entry(number, at, kind, body, about, previous).sealed()


def exported(records: Iterable[Record]) -> Iterator[str]:
    """The log as lines that prove themselves, the last of them the head, so that a cut end shows."""
    count, head = 0, GENESIS
    for record in records:
        count, head = record.entry.number, record.entry.hash
        yield record.line
    yield canonical({"entries": count, "head": head})


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of checking a log: how much stands in it, its last hash, and what is wrong, a sentence each."""

    entries: int = 0
    erased: int = 0
    head: str = GENESIS
    faults: tuple[str, ...] = field(default=())


def verify(text: str) -> Verified:
    """Check an exported log, every byte of it."""
    lines = text.split("\n")
    if lines.pop() != "" or not lines:
        return Verified(faults=("The log has been cut off: its last line has no end.",))
    records, faults = _read(lines[:-1])
    found = verify_records(records)
    closing = canonical({"entries": found.entries, "head": found.head})
    if lines[-1] != closing:
        faults.append("The log has been cut off or changed: its last line isn't the head of what stands before it.")
    return replace(found, faults=(*faults, *found.faults))


def _read(lines: Sequence[str]) -> tuple[list[Record], list[str]]:
    records, faults = [], []
    for number, line in enumerate(lines, 1):
        try:
            records.append(Record.of_line(line))
        except ValueError as error:
            faults.append(f"Line {number} {error}.")
    return records, faults


def verify_records(records: Iterable[Record]) -> Verified:
    """Check that records are whole, in order, each hanging on the one before; and that what is gone was erased."""
    faults: list[str] = []
    head, number = GENESIS, 0
    gone: set[int] = set()
    bare: set[int] = set()
    held: set[int] = set()
    for record in records:
        entry, number = record.entry, number + 1
        faults += [f"Record {number} {fault}." for fault in record.faults()]
        if entry.number != number or entry.previous != head:
            faults.append(f"Record {number} doesn't follow the one before: one was removed, inserted or moved.")
            number = entry.number if isinstance(entry.number, int) else number
        if entry.kind is Kind.ERASED:
            faults += [] if entry.about in held | bare else [f"Record {number} erases what isn't there."]
            gone |= {entry.about} if entry.about is not None else set()
        else:
            (held if record.body is not None else bare).add(number)
        head = entry.hash
    faults += [f"Record {one} has lost what was signed, and no record says why." for one in sorted(bare - gone)]
    faults += [f"Record {one} was erased, and yet it is here." for one in sorted(held & gone)]
    return Verified(number, len(gone), head, tuple(faults))


def canonical(value: Any) -> str:
    """JSON in the one way that hashes are made over: keys in order, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """Of a text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
