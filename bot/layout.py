"""What surfaces lay out alike, whatever they lay it out with."""

from __future__ import annotations

from bot.model import Answer, AnswerStatus, Check, Route

MANAGERLESS = (Route.NOT_MANAGER, Route.REPORT, Route.SUPPORT)
"""Routes with which nothing leads to the line manager."""


def cut(text: str, limit: int) -> str:
    """At most so many characters, the last of them "…" where something is missing; never empty."""
    kept = text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
    return kept or " "


def delicate(found: Answer) -> bool:
    """Whether it is about a concern or a trouble: then nothing is shared, and nobody asks if it helped."""
    return found.status is AnswerStatus.SENSITIVE or found.route in MANAGERLESS


def to_manager(found: Answer) -> bool:
    """Whether it may be taken to the line manager: own mistakes and wishes for a person may, concerns may not."""
    return found.status is not AnswerStatus.HELP and (found.route is Route.LINE_MANAGER or not delicate(found))


def marked(found: Check) -> list[tuple[str, bool]]:
    """A draft in pieces, each with whether it is at fault."""
    pieces, here = [], 0
    for finding in sorted(found.findings, key=lambda one: (one.start, -one.end)):
        if finding.start >= here:
            pieces += [(found.draft[here : finding.start], False)] if finding.start > here else []
            pieces.append((found.draft[finding.start : finding.end], True))
            here = finding.end
    return pieces + ([(found.draft[here:], False)] if here < len(found.draft) else [])
