"""A yes or no, only where two witnesses agree: a rule of the clause read against the question's form, and the judge.

The judge was learned from the owner's examples and knows how sure it must be. Where the two differ, or either is
silent, there is no verdict word and the clause speaks for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import Verdict
from knowledge import forms, verdicts
from knowledge.learned import Judge
from knowledge.model import Rule
from knowledge.search import Findings

NEVER = 1.1
"""More than any probability, for a verdict that held-out examples never showed to be sure."""


def verdict(question: str, findings: Findings, rules: Mapping[str, Sequence[Rule]], judge: Judge) -> Verdict | None:
    """The verdict that both witnesses give, or None."""
    reading = forms.read(question)
    if not (judge and reading.yes_or_no and findings.hits):
        return None
    likely, share = verdicts.likeliest(judge.probabilities(verdicts.signals(question, findings, rules)))
    sure = share >= judge.sure.get(verdicts.way_round(reading), NEVER)
    return Verdict(likely) if sure and likely in verdicts.by_rule(question, findings, rules) else None
