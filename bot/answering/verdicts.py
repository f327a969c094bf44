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


def verdict(question: str, findings: Findings, rules: Mapping[str, Sequence[Rule]], judge: Judge) -> Verdict | None:
    """The verdict that both witnesses give, or None."""
    reading = forms.read(question)
    least = judge.sure.get(reading.form.value)
    if least is None or not (reading.yes_or_no and findings.hits):
        return None
    likely, share = verdicts.likeliest(judge.probabilities(verdicts.signals(question, findings, rules)))
    said = share >= least and likely in verdicts.by_rule(question, findings, rules)
    return Verdict(likely) if said else None
