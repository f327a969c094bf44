"""What a search finds for examples that it was not given: what decisions about new questions are learned from."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Example
from knowledge.search import Findings


@dataclass(frozen=True, slots=True)
class Heard:
    """An example and what was found for it without it.

    `common` marks those that are as common among what was heard as among the examples; beside them stand more of those
    with a verdict, which is hard to learn.
    """

    example: Example
    findings: Findings
    common: bool = True
