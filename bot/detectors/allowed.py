"""What a draft may hold: the employer's own contacts, words of a policy, a disclaimer, a credit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.detectors.forms import digits, pattern

RUN = 6
"""Words in a row that a draft and a clause share before they count as quoted."""

DISCLAIMER = pattern(
    r"""\b(?:(?:all|these|my|any)?[ ]?(?:views?|opinions?|words?|thoughts|tweets|posts?)[^.\n]{0,40}
    \b(?:(?:my|our)[ ]own|(?:are|is|all)[ ]mine|mine[ ](?:alone|only)|personal|not[ ](?:those|that|the[ ]views?)[ ]of|
    not[ ](?:necessarily|my[ ](?:employer|work|company)|the))
    |my[ ]own[ ](?:views?|opinions?|words|thoughts|take)
    |(?:just|only|purely)[ ]my[ ](?:own[ ])?(?:views?|opinions?|take)
    |in[ ]a[ ]personal[ ]capacity |speaking[ ](?:only[ ])?(?:for|as)[ ]myself
    |(?:not|don't|doesn't|can't)[ ]speak(?:ing)?[ ](?:for|on[ ]behalf[ ]of)
    |not[ ](?:an[ ])?official[ ](?:view|line|statement|position))\b"""
)
CREDIT = pattern(
    r"""(?:©|\bphoto(?:graph|s|graphs)?:) | \b(?:(?:photos?|photographs?|pics?|pictures?|images?|art(?:work)?|words|
    lyrics|poem|music|recipe|cartoon|drawing|video|illustration|design|snaps?|shots?)[ ]
    (?:(?:is|are|was|taken|all)[ ]){0,2}(?:by|credit|courtesy|copyright|thanks[ ]to|used[ ]with)
    |credit(?:s|ed)?(?:[ ]to|:)?[ ] |courtesy[ ]of
    |with[ ](?:his|her|their|kind|the)[^.\n]{0,20}(?:permission|blessing|ok)
    |(?:by|used[ ]with|with)[ ](?:kind[ ])?permission |named[ ]and[ ]linked |out[ ]of[ ]copyright |public[ ]domain
    |creative[ ]commons |royalty[ ]free |licensed[ ](?:from|by))"""
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is nothing to report. `contacts` are numbers, addresses and handles that the employer publishes itself."""

    contacts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    _shingles: frozenset[tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        shingles = {run for clause in self.clauses for run in _runs([word for word, _, _ in _words(clause)])}
        object.__setattr__(self, "_shingles", frozenset(shingles))

    def spans(self, draft: str) -> list[tuple[int, int]]:
        """Spans of the draft in which nothing is reported, in the order they stand."""
        return sorted([*self._published(draft), *self._quoted(draft)])

    def _published(self, draft: str) -> list[tuple[int, int]]:
        """Where one of the employer's contacts stands, however its digits are spaced."""
        found: list[tuple[int, int]] = []
        for contact in self.contacts:
            number = digits(contact)
            spaced = r"[ .()\-]{0,3}".join(number) if len(number) * 2 > len(contact) else re.escape(contact)
            found += [m.span() for m in re.finditer(rf"(?<!\w)\(?{spaced}(?!\w)", draft, re.IGNORECASE)]
        return found

    def _quoted(self, draft: str) -> list[tuple[int, int]]:
        """Where the draft has words of a clause, `RUN` of them in a row at least."""
        if not self._shingles:
            return []
        words = _words(draft)
        found: list[tuple[int, int]] = []
        for first, run in enumerate(_runs([word for word, _, _ in words])):
            if run in self._shingles:
                start, end = words[first][1], words[first + RUN - 1][2]
                if found and start <= found[-1][1]:
                    start = found.pop()[0]
                found.append((start, end))
        return found


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(m.group().lower(), m.start(), m.end()) for m in re.finditer(r"\w+", text.replace("’", "'"))]


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]
