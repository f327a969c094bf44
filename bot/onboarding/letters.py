"""The letters of onboarding, in the words of `bot.messages`."""

from __future__ import annotations

from collections.abc import Sequence

from bot import messages
from bot.letters import Letter, Press
from bot.onboarding.attestation import Record
from bot.onboarding.model import Journey, State
from bot.onboarding.standing import Counted, Standing


def invitation(journey: Journey, title: str) -> Letter:
    """To read and sign, to sign again, or that there are changes to know about."""
    if journey.state is State.TOLD:
        return _to_begin(journey, messages.TOLD_OF_CHANGES.format(title=title), messages.CHANGES_LINES)
    told = messages.INVITED_AGAIN if journey.since else messages.INVITED
    return _to_begin(journey, told.format(title=title), messages.INVITED_LINES)


def reminder(journey: Journey, title: str) -> Letter:
    """That it is still waiting."""
    return _to_begin(journey, messages.REMINDED_TO_SIGN.format(title=title), messages.REMINDED_LINES)


def receipt(record: Record, about: str) -> Letter:
    """What was signed, for the one who signed it; the PDF goes with it. `about` is the journey."""
    signed = record.attestation
    lines = [
        line.format(
            at=signed.at[:16].replace("T", " ") + " UTC",
            version=signed.version,
            number=record.entry.number,
            statement=signed.statement,
            hash=record.entry.hash,
        )
        for line in messages.SIGNED_LINES
    ]
    return Letter(
        title=messages.SIGNED_TITLE.format(name=signed.name, title=signed.title),
        lines=tuple(lines),
        about=about,
        enclosed=record.entry.number,
    )


def digest(counts: Sequence[Counted], names: Sequence[Standing], *, everybody: bool) -> Letter:
    """Where a manager's own people are, by name, or where everybody is, by team."""
    lines = [_counted(one) for one in counts]
    if names:
        late = [messages.DIGEST_LATE.format(name=one.name) if one.overdue else one.name for one in names]
        lines.append(messages.DIGEST_NAMES.format(names=", ".join(late)))
    title = messages.DIGEST_OWNER_TITLE if everybody else messages.DIGEST_TITLE
    return Letter(title=title, lines=tuple(lines))


def _counted(one: Counted) -> str:
    told = messages.DIGEST_TEAM if one.team is not None else messages.DIGEST_COUNTS
    return told.format(
        title=one.title,
        team=one.team or messages.NO_TEAM,
        signed=one.signed,
        pending=one.pending,
        overdue=one.overdue,
    )


def _to_begin(journey: Journey, title: str, lines: Sequence[str]) -> Letter:
    return Letter(title=title, lines=tuple(lines), presses=(Press.BEGIN,), about=journey.id)
