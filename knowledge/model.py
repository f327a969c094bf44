"""The words of the field as plain frozen data: documents, clauses, guidance, examples, hits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (n, dimension)."""

Vector = NDArray[np.float32]
"""One row of unit length, shape (dimension,)."""


class Status(StrEnum):
    """Whether a document is the official wording or somebody's account of it."""

    OFFICIAL = "official"
    PARAPHRASE = "paraphrase"


class Stance(StrEnum):
    """What a rule does with the thing it speaks about."""

    PROHIBIT = "prohibit"
    REQUIRE = "require"
    PERMIT = "permit"
    CAUTION = "caution"
    INFORM = "inform"


class PassageKind(StrEnum):
    """Where the words of a searchable passage come from."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    PLAIN = "plain"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One edition of one policy. `text` is its canonical reading; clause offsets count its characters.

    Days are ISO dates. It holds from `begins` ("" where it has held since ever) until the next edition begins, until
    the end of `effective_until`, or until the day it was `withdrawn`.
    """

    reference: str
    title: str
    status: Status
    source: str
    source_sha256: str
    text: str
    edition: str
    """Names the edition among those of its reference: the start of the hash of the file it was first read from."""
    published: str
    """The day it was first ingested."""
    begins: str = ""
    withdrawn: str | None = None
    present: bool = True
    """Whether it was among the files of the last ingest; an edition that isn't is kept for the record."""
    owner: str | None = None
    issue: str | None = None
    last_updated: str | None = None
    last_reviewed: str | None = None
    effective_from: str | None = None
    effective_until: str | None = None
    audience: tuple[str, ...] = ()
    note: str | None = None

    @property
    def version(self) -> str:
        """The edition, as a citation names it: its date as printed and the start of its hash."""
        dated = self.effective_from or self.last_reviewed or self.last_updated
        return f"{dated} ({self.edition[:8]})" if dated else self.edition[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One citable unit. `text` is `document.text[start:end]`, word for word."""

    id: str
    document: str
    section_path: tuple[str, ...]
    position: str
    text: str
    lead_in: str
    start: int
    end: int
    edition: str = ""
    """The edition of its document that it stands in; "" until that is settled."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a clause says, in the owner's plain words. Never quoted as policy."""

    stance: Stance
    plain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question on whether a clause has been understood; `right` and `wrong` are the options, `why` teaches."""

    clause: str
    ask: str
    right: str
    wrong: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What the owner says of signing a document; "" where nothing.

    `again_since` is the day of the last material change, an ISO date: who signed an edition that began before it signs
    again.
    """

    statement: str = ""
    again_since: str = ""
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question as a colleague would ask it, with the clause that answers it.

    `clause` is None when the documents do not answer it. `form`, `verdict` and `route` are None where unlabelled;
    the verdict "none" means that a careful expert gives none.
    """

    ask: str
    clause: str | None
    also: tuple[str, ...] = ()
    form: str | None = None
    verdict: str | None = None
    route: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an example draft: its kind, the clauses it goes against, and the words that carry it."""

    kind: str
    clauses: tuple[str, ...]
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A post as a colleague might draft it, with what becomes of it and why; `rewrite` is one that may be shared."""

    text: str
    outcome: str
    faults: tuple[Fault, ...] = ()
    rewrite: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What the owner wants done about one kind of fault.

    A draft becomes `outcome` where something worth posting is left without the words at fault, `alone` where nothing
    is, and may be left to somebody's judgement where `ask` is set.
    """

    clauses: tuple[str, ...]
    outcome: str
    alone: str
    ask: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text that is searched for on behalf of a clause; `clause` is None for an out-of-scope example.

    `start` and `end` are offsets in the clause's text where the kind is clause or sentence; for plain words `start`
    is the rule's number. `editions` are those of the clause's document in which the clause reads like this: what
    several have in common is stored and searched once.
    """

    key: str
    kind: PassageKind
    clause: str | None
    text: str
    start: int = 0
    end: int = 0
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """What people say and how it is written. `replaced` says that the second takes the place of the first."""

    said: tuple[str, ...]
    written: tuple[str, ...]
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A stored key and its cosine similarity (dense) or BM25 score (lexical) to a question."""

    key: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A clause that may answer a question.

    `score` is comparable only within one search; `span` is the sentence of the clause, and `rule` the number of the
    owner's plain-words rule, that lie nearest to the question.
    """

    clause_id: str
    score: float
    dense: float
    lexical: float
    span: tuple[int, int]
    rule: int = 0
