"""A question and its answer, the same for every surface. Field names follow `clausewise ask --json`."""

from __future__ import annotations

from dataclasses import dataclass
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

    `as_of` is set where another day than today was asked about, and `preface` says so.
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
