"""A model's second opinion on a draft, taken to be hostile: it may doubt words that are there, and no more."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Kind, Spotted
from bot.ports import SecondOpinion

MOST_DOUBTS = 3
_SHORTEST = 3
"""Characters of a draft that a doubt must name."""
_CERTAINTY = 0.5
_COVER = "x"


def doubts(second: SecondOpinion, draft: str, spotted: Sequence[Spotted]) -> tuple[Spotted, ...] | None:
    """The doubts that name a kind of fault and words of the draft; None where no opinion came.

    What has a form (a telephone number, a password) is covered before the model is shown the draft.
    """
    covered = _covered(draft, spotted)
    opinion = second.doubts(covered)
    if opinion is None:
        return None
    found = [
        Spotted(Kind(doubt.kind), start, start + len(doubt.words), certainty=_CERTAINTY)
        for doubt in opinion
        if doubt.kind in set(Kind) and len(doubt.words) >= _SHORTEST and (start := covered.find(doubt.words)) >= 0
    ]
    return tuple(found[:MOST_DOUBTS])


def _covered(draft: str, spotted: Sequence[Spotted]) -> str:
    """The draft at its own length, without what has a form."""
    letters = list(draft)
    for one in spotted:
        if one.mask:
            letters[one.start : one.end] = _COVER * (one.end - one.start)
    return "".join(letters)
