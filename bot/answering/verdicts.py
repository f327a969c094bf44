"""A yes or no, only where two witnesses agree: the clause's stance read against the question's form, and the examples.

Where they differ, or either is silent, there is no verdict word and the clause speaks for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.answering.forms import Reading
from bot.model import Form, Verdict
from knowledge.model import Rule, Stance
from knowledge.search import Findings

SURE = 0.62
"""The share of the examples' say that a verdict needs."""
_OPPOSITE = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.YES_WITH_CARE: Verdict.YES_WITH_CARE}
_MAY: dict[Stance, set[Verdict]] = {
    Stance.PROHIBIT: {Verdict.NO},
    Stance.REQUIRE: {Verdict.NO, Verdict.YES, Verdict.YES_WITH_CARE},
    Stance.PERMIT: {Verdict.YES, Verdict.YES_WITH_CARE},
    Stance.CAUTION: {Verdict.NO, Verdict.YES_WITH_CARE},
    Stance.INFORM: set(),
}
_MUST: dict[Stance, set[Verdict]] = {
    Stance.PROHIBIT: {Verdict.YES, Verdict.NO},
    Stance.REQUIRE: {Verdict.YES},
    Stance.PERMIT: {Verdict.NO},
    Stance.CAUTION: {Verdict.YES, Verdict.NO},
    Stance.INFORM: {Verdict.YES, Verdict.NO},
}


def verdict(reading: Reading, rules: Sequence[Rule], findings: Findings) -> Verdict | None:
    """The verdict both witnesses give, or None."""
    if not reading.wants_verdict or not findings.hits:
        return None
    learned = _from_examples(findings)
    return learned if learned in _from_rules(reading, rules) else None


def _from_rules(reading: Reading, rules: Sequence[Rule]) -> set[Verdict]:
    """Every verdict that some rule of the clause could give to a question of this form."""
    table = _MAY if reading.form is Form.PERMISSION else _MUST
    possible = {verdict for rule in rules for verdict in table[rule.stance]}
    if reading.inverted or reading.negated:
        return possible | {_OPPOSITE[verdict] for verdict in possible}
    return possible


def _from_examples(findings: Findings) -> Verdict | None:
    """What the nearest examples and the learned head say together, if they are sure."""
    votes: defaultdict[str, float] = defaultdict(float)
    for neighbour in findings.neighbours:
        if neighbour.example.verdict:
            votes[neighbour.example.verdict] += neighbour.weight
    total = sum(votes.values())
    if not total or not findings.verdicts:
        return None
    both = {
        name: (votes.get(name, 0.0) / total + findings.verdicts.get(name, 0.0)) / 2
        for name in votes.keys() | findings.verdicts.keys()
    }
    best = max(both, key=lambda name: (both[name], name))
    return Verdict(best) if best != "none" and both[best] >= SURE else None
