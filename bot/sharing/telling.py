"""A check as plain text: the outcome, at most three points with their clauses, what can be shared, whom to ask."""

from __future__ import annotations

import unicodedata

from bot import messages
from bot.model import Check, Outcome, Point
from knowledge.model import Status

MOST_POINTS = 3
LONGEST_WORDS = 90
"""Characters of a draft that are repeated in a point."""


def told(check: Check, *, quoting: bool = True) -> str:
    """The whole of a check but for its draft; never more than a screen. `quoting` its clauses word for word or not."""
    shown = check.points[:MOST_POINTS]
    told = [f"{messages.OUTCOMES[check.outcome]}.", opening(check)]
    told += [_point(point, quoting=quoting) for point in shown]
    told += [more(check), check.depends]
    if quoting and paraphrased(check):
        told.append(messages.PARAPHRASE)
    if check.rewrite:
        told.append(f"{messages.REWRITE}\n{check.rewrite}")
    return "\n\n".join(part for part in [*told, *check.notes, check.pointer] if part)


def paraphrased(check: Check) -> bool:
    """Whether a clause that is shown is not the official wording."""
    return any(point.quote and point.quote.status is Status.PARAPHRASE for point in check.points[:MOST_POINTS])


def opening(check: Check) -> str:
    """What is said where there is no point to make."""
    if check.points or check.depends:
        return ""
    return messages.NOTHING_FOUND if check.outcome is Outcome.OK else messages.UNSURE


def more(check: Check) -> str:
    """How many points are not shown."""
    count = len(check.points) - MOST_POINTS
    if count <= 0:
        return ""
    return messages.ONE_MORE_POINT if count == 1 else messages.MORE_POINTS.format(count=count)


def words(point: Point) -> str:
    """The words of a point, on one line and cut where they are many."""
    lines = (" ".join(inert(text).split()) for text in point.words[:MOST_POINTS])
    return ", ".join(
        f"“{line if len(line) <= LONGEST_WORDS else line[:LONGEST_WORDS].rstrip() + '…'}”" for line in lines
    )


def inert(text: str) -> str:
    """Text of a draft without what steers a terminal or turns the direction of writing; emoji stay whole."""
    return "".join(c for c in text if c in "\n\t\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def _point(point: Point, *, quoting: bool) -> str:
    clause = f"\n“{point.quote.text}”\n— {point.quote.label}" if quoting and point.quote else ""
    return f"{words(point)}\n{point.why} {point.fix}{clause}"
