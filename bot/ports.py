"""What the services need from the outside world, in our own types."""

from __future__ import annotations

from typing import Protocol

from knowledge.catalogue import Catalogue
from knowledge.search import Findings


class Finder(Protocol):
    """Finds the clauses that may answer a question. `knowledge.search.Searcher` is one."""

    def search(self, question: str, within: Catalogue) -> Findings: ...
