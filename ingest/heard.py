"""What a search finds for examples that it was not given: what decisions about new questions are learned from."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Example
from knowledge.search import Findings


@dataclass(frozen=True, slots=True)
class Heard:
    """An example and what was found for it without it."""

    example: Example
    findings: Findings
