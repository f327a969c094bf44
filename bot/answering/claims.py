"""What a question claims that the documents say: clauses named by number, and "the policy says I can".

A number that no document has is corrected; a clause that exists is shown as it reads. Claims decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = r"(?P<{name}>\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}[a-z]?)\b(?![.,]?\d)"
_NAMED = re.compile(
    rf"\b(?:clause|section|paragraph|para|point|rule|article|item|guideline)s?\s*(?:no\.?|number|#)?\s*"
    rf"{_NUMBER.format(name='named')}"
    rf"|\b{_NUMBER.format(name='bare')}(?= (?:of the (?:policy|guidelines?|rules)|says|states|allows|permits))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause named by its number: `unknown` where no document has it, else the ids it may mean, exactly or not."""

    number: str
    clauses: tuple[str, ...]
    exact: bool

    @property
    def unknown(self) -> bool:
        return not self.clauses


def claim(question: str, clause_ids: Iterable[str]) -> Claim | None:
    """The first clause that a question names by number, or None.

    A whole number may be a section or a place in a list, which a reader counts for themselves: it is known where any
    clause's number starts or ends with it.
    """
    found = _NAMED.search(question)
    if not found:
        return None
    number = (found["named"] or found["bare"]).casefold()
    local = {clause: clause.rsplit(":", 1)[-1].casefold() for clause in clause_ids}
    exact = tuple(clause for clause, place in local.items() if place == number)
    if exact or "." in number:
        return Claim(number, exact, exact=bool(exact))
    part = tuple(clause for clause, place in local.items() if number in re.split(r"\.|(?<=\d)(?=[a-z])", place))
    return Claim(number, part, exact=False)
