"""What a question claims that the documents say: clauses named by number, and "the policy says I can".

A number that no document has is corrected; a clause that exists is shown as it reads. Claims decide nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.lexical import words

_ALONE = r"\b(?![.,]?\d|\s?(?:%|p\.?m|a\.?m|million|thousand|k\b))"
"""After a number that is no amount and no time of day."""
_NUMBER = rf"\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}[a-z]?{_ALONE}"
_DOTTED = rf"\d{{1,3}}(?:\.\d{{1,3}}){{1,3}}[a-z]?{_ALONE}"
_NAMED = re.compile(
    rf"(?:\b(?:clause|section|sec|paragraph|para|point|rule|article|item|bullet|guideline)s?\b\.?|§)"
    rf"\s*(?:no\.?|number|#)?\s*({_NUMBER})"
    rf"|\b({_NUMBER})(?= (?:of the (?:policy|guidelines?|rules)|says|states|allows|permits))"
    rf"|\b({_DOTTED})(?= (?:say|state|allow|permit|let|give|mean|entitle|exempt)s?\b)"
    rf"|\b(?:says?|said|stated?|written|reads?|quote|cite|see) (?:in )?({_DOTTED})"
    rf"|^\W*({_DOTTED})(?=\s*[:,–—-])",
    re.IGNORECASE,
)
_TELLING = 5
"""Letters from which on a word of a title names its document, where no other title has it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause named by its number: `unknown` where no document has it, else the ids it may mean, exactly or not."""

    number: str
    clauses: tuple[str, ...]
    exact: bool

    @property
    def unknown(self) -> bool:
        return not self.clauses


def claim(question: str, clause_ids: Iterable[str], titles: Mapping[str, str]) -> Claim | None:
    """The first clause that a question names by number, or None; `titles` are the documents' by reference.

    A whole number may be a section or a place in a list, which a reader counts for themselves: it is known where any
    clause's number starts or ends with it, of the document that the question names where it names one.
    """
    found = _NAMED.search(question)
    if not found:
        return None
    number = next(group for group in found.groups() if group).casefold()
    local = {clause: clause.rsplit(":", 1)[-1].casefold() for clause in clause_ids}
    exact = tuple(clause for clause, place in local.items() if place == number)
    if exact or "." in number:
        return Claim(number, exact, exact=bool(exact))
    named = _named_documents(question, titles) or set(titles)
    part = tuple(
        clause
        for clause, place in local.items()
        if clause.rsplit(":", 1)[0] in named and number in re.split(r"\.|(?<=\d)(?=[a-z])", place)
    )
    return Claim(number, part, exact=False)


def _named_documents(question: str, titles: Mapping[str, str]) -> set[str]:
    """The documents that a question names by a word that stands in no other title."""
    told = {
        reference: set(words(" ".join(word for word in title.split() if len(word) >= _TELLING)))
        for reference, title in titles.items()
    }
    counts = Counter(word for stems in told.values() for word in stems)
    asked = set(words(question))
    return {reference for reference, stems in told.items() if any(counts[word] == 1 for word in stems & asked)}
