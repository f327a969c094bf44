"""Questions and answers, drafts and what is found in them: the same for every surface.

Field names follow `clausewise ask --json` and `clausewise check --json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.catalogue import Quote


class AnswerStatus(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    CLOSEST = "closest"
    REFUSED = "refused"
    SENSITIVE = "sensitive"
    HELP = "help"


class Verdict(StrEnum):
    """The literal answer to a yes-or-no question."""

    YES = "yes"
    YES_WITH_CARE = "yes_with_care"
    NO = "no"


class Route(StrEnum):
    """Whom to turn to, where that is not simply part of every answer."""

    LINE_MANAGER = "line_manager"
    NOT_MANAGER = "not_manager"
    REPORT = "report"
    SUPPORT = "support"


REMEMBERED = 30
"""Turns of a conversation that a surface keeps for those to come."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a colleague asked. `earlier` holds the turns before it in the same conversation, oldest first.

    `as_of` is the day whose rules are asked about, today's where None; `audiences` are those the answer is for, beside
    everyone.
    """

    text: str
    earlier: tuple[str, ...] = ()
    as_of: date | None = None
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back to a colleague. `text` is the whole of it in plain words; surfaces may lay it out.

    `as_of` is set where another day than today was asked about, and `preface` says so. `check` is set where a draft was
    handed over: then `text` tells what is said of it.
    """

    question: str
    status: AnswerStatus
    text: str
    as_of: date | None = None
    preface: str = ""
    verdict: Verdict | None = None
    verdict_line: str = ""
    plain: str = ""
    quotes: tuple[Quote, ...] = ()
    pointer: str = ""
    route: Route | None = None
    confidence: float = 0.0
    writer: str = "extractive"
    check: Check | None = None
    generation: str = ""
    took_ms: float = 0.0

    def as_json(self, identifier: str) -> dict[str, Any]:
        """The object that `clausewise ask --json` prints."""
        return {
            "id": identifier,
            "question": self.question,
            "status": self.status.value,
            "verdict": self.verdict.value if self.verdict else None,
            "answer": self.text,
            "citations": [
                {
                    "clause_id": quote.clause_id,
                    "label": quote.label,
                    "quote": quote.text,
                    "status": quote.status.value,
                    "version": quote.version,
                }
                for quote in self.quotes
            ],
            "route": self.route.value if self.route else None,
            "confidence": round(self.confidence, 3),
            "writer": self.writer,
            "generation": self.generation,
            "took_ms": round(self.took_ms, 1),
        } | ({"as_of": self.as_of.isoformat()} if self.as_of else {})


class Outcome(StrEnum):
    """What becomes of a draft, from the mildest to the strictest."""

    OK = "ok"
    CHANGE_FIRST = "change_first"
    ASK_FIRST = "ask_first"
    DO_NOT_SHARE = "do_not_share"


class Kind(StrEnum):
    """What can be wrong with a draft."""

    PERSONAL_DATA = "personal_data"
    CREDENTIAL = "credential"
    CONFIDENTIAL_BUSINESS = "confidential_business"
    SITE_SAFETY = "site_safety"
    OFFENSIVE_OR_HATEFUL = "offensive_or_hateful"
    HARASSMENT_OR_GOSSIP = "harassment_or_gossip"
    ANGRY_OR_INTOXICATED = "angry_or_intoxicated"
    DISREPUTE = "disrepute"
    COMPLAINT_ABOUT_WORK = "complaint_about_work"
    SPEAKING_FOR_SOCIETY = "speaking_for_society"
    COPYRIGHT = "copyright"
    SAFEGUARDING = "safeguarding"
    WORK_TIME = "work_time"


@dataclass(frozen=True, slots=True)
class Spotted:
    """Words of a draft that a detector holds to be at fault: `text[start:end]`, counted in characters.

    `what` names it more closely than its kind ("phone_number"), "" where the kind says all; `mask` is what may stand in
    its place; `clauses` are those it goes against, none where the kind's own clauses hold; `certainty` is 0 to 1.
    """

    kind: Kind
    start: int
    end: int
    what: str = ""
    mask: str = ""
    clauses: tuple[str, ...] = ()
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One point against a draft, as a colleague reads it: the words, the clauses, why, and what to do about it."""

    kind: Kind
    clauses: tuple[str, ...]
    start: int
    end: int
    text: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Point:
    """All findings of one kind together: their words, why, what to do, and one clause that says so, if any is new."""

    kind: Kind
    words: tuple[str, ...]
    why: str
    fix: str
    quote: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What is said of a draft. It never leaves the process but to the one who asked, and is stored nowhere.

    `points` are the findings as people read them, most serious first; `depends` says what an "ask first" hangs on;
    `notes` what was not looked at (an image, a link's page, a check that failed); `quotes` are the clauses of the
    points; `text` is the whole in plain words. The draft and what is said of it stay out of `repr`, and so out of logs.
    """

    outcome: Outcome
    draft: str = field(repr=False)
    text: str = field(repr=False)
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    points: tuple[Point, ...] = field(default=(), repr=False)
    quotes: tuple[Quote, ...] = ()
    rewrite: str | None = field(default=None, repr=False)
    route: Route | None = None
    pointer: str = ""
    depends: str = ""
    notes: tuple[str, ...] = ()
    generation: str = ""
    took_ms: float = 0.0

    def as_json(self, identifier: str) -> dict[str, Any]:
        """The object that `clausewise check --json` prints."""
        return {
            "id": identifier,
            "verdict": self.outcome.value,
            "findings": [
                {
                    "kind": finding.kind.value,
                    "clauses": list(finding.clauses),
                    "span": {"start": finding.start, "end": finding.end, "text": finding.text},
                    "why": finding.why,
                    "fix": finding.fix,
                }
                for finding in self.findings
            ],
            "rewrite": self.rewrite,
            "route": self.route.value if self.route else None,
        }
