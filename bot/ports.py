"""What the services need from the outside world, in our own types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model import Answer
from knowledge.catalogue import Catalogue
from knowledge.search import Findings


class Finder(Protocol):
    """Finds the clauses that may answer a question. `knowledge.search.Searcher` is one."""

    def search(self, question: str, within: Catalogue) -> Findings: ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a model wrote, with the clause and the exact words in it that it says it rewords."""

    text: str
    clause_id: str
    quote: str


class Writer(Protocol):
    """Offers other words for an answer that is settled. Whatever it says is checked (`bot.answering.wording`)."""

    def reword(self, answer: Answer) -> Sequence[Sentence]:
        """Sentences to say in place of `answer.plain`; none where it is slow, down, or talks nonsense. Never raises."""
        ...
