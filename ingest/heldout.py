"""What the search finds for examples it was not given: what decisions about new questions are learned from.

Whole files of questions are held out in turn (neighbours within a file flatter), and a share of every other file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.model import Example, Vector, Vectors
from knowledge.search import Findings

FOLDS = 3
MOST = 2000
"""Examples of a fold that are asked."""

Search = Callable[[str, Vector], Findings]
SearchKnowing = Callable[[Callable[[Example], bool]], Search]
"""Builds a search that knows only the examples for which the given test holds."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An example and what was found for it without it."""

    example: Example
    findings: Findings


def hear(examples: Sequence[Example], vectors: Vectors, search_knowing: SearchKnowing) -> list[list[Heard]]:
    """One list a fold; none where there are too few files with forms to hold whole ones out."""
    labelled = Counter(example.source for example in examples if example.form)
    dealt = {name: place % FOLDS for place, (name, _) in enumerate(sorted(labelled.items(), key=_largest_first))}
    if len(dealt) < FOLDS:
        return []
    folds = []
    for number in range(FOLDS):
        held = {row for row, example in enumerate(examples) if _fold(example, dealt) == number}
        kept = {id(examples[row]) for row in range(len(examples)) if row not in held}
        search = search_knowing(lambda example, kept=kept: id(example) in kept)  # type: ignore[misc]
        asked = sorted(held, key=lambda row: (examples[row].route is None, _mixed(examples[row])))[:MOST]
        folds.append([Heard(examples[row], search(examples[row].ask, vectors[row])) for row in sorted(asked)])
    return folds


def _largest_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _fold(example: Example, dealt: dict[str, int]) -> int:
    return dealt.get(example.source, int(_mixed(example), 16) % FOLDS)


def _mixed(example: Example) -> str:
    """A hash of the words alone, to deal and to sample by."""
    return hashlib.sha256(example.ask.encode()).hexdigest()
