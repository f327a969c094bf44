"""How a form is written down, and how a draft is searched for many of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.detectors.folding import Folded
from bot.model import Kind, Spotted

BEFORE = 90
AFTER = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate and the words around it; `before` and `after` reach no further than its own line."""

    value: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Form:
    """One sort of thing. The pattern's groups are what is reported, the whole match where it has none."""

    kind: Kind
    what: str
    mask: str
    pattern: re.Pattern[str]
    valid: Callable[[Place], bool]
    certainty: float


def pattern(text: str) -> re.Pattern[str]:
    """A pattern written over several lines, in either case. `[ ]` is a space; repetition must be bounded."""
    return re.compile(text, re.IGNORECASE | re.VERBOSE | re.MULTILINE)


def form(
    kind: Kind,
    what: str,
    mask: str,
    text: str,
    valid: Callable[[Place], bool] = lambda _: True,
    certainty: float = 1.0,
) -> Form:
    """A form by its pattern's text (see `pattern`) and what else must hold of a candidate."""
    return Form(kind, what, mask, pattern(text), valid, certainty)


def spot(forms: Sequence[Form], draft: Folded, spared: Sequence[tuple[int, int]] = ()) -> list[Spotted]:
    """Everything that has one of the forms, in the order it stands; where two overlap, the form named first holds.

    `spared` are spans of the draft in which nothing is reported. Takes time linear in the draft's length.
    """
    taken = bytearray(len(draft.text))
    for start, end in _inside(draft, spared):
        taken[start:end] = b"\1" * (end - start)
    found: list[Spotted] = []
    for each in forms:
        for start, end in _candidates(each.pattern, draft.text):
            if any(taken[start:end]) or not each.valid(place(draft.text, start, end)):
                continue
            taken[start:end] = b"\1" * (end - start)
            found.append(Spotted(each.kind, *draft.span(start, end), each.what, each.mask, certainty=each.certainty))
    return sorted(found, key=lambda spotted: spotted.start)


def place(text: str, start: int, end: int) -> Place:
    """The words at `text[start:end]` with those around them on the same line."""
    before = text[max(0, start - BEFORE) : start].rpartition("\n")[2]
    after = text[end : end + AFTER].partition("\n")[0]
    return Place(text[start:end], before, after)


def digits(value: str) -> str:
    """The digits alone."""
    return "".join(filter(str.isdigit, value))


def _candidates(shape: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in shape.finditer(text):
        groups = range(1, shape.groups + 1) if shape.groups else (0,)
        yield from (match.span(group) for group in groups if match.start(group) < match.end(group))


def _inside(draft: Folded, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of the draft as spans of the folded text."""
    for start, end in spans:
        yield bisect_left(draft.starts, start), bisect_left(draft.starts, end)
