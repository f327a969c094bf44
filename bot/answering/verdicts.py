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

SURE = {Verdict.NO: 0.6, Verdict.YES_WITH_CARE: 0.6, Verdict.YES: 0.75}
"""The share of the examples' say that each verdict needs; a wrong yes does more harm than a wrong no."""
SURE_OF_TURNED = 0.8
"""The same for inverted and negated questions, which examples put the plain way round say less about."""
_FORBIDDEN = {Stance.PROHIBIT: Verdict.YES, Stance.PERMIT: Verdict.NO}
"""What a stance answers to "is it against the rules to …?"."""
_OPPOSITE = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.YES_WITH_CARE: Verdict.YES_WITH_CARE}
_MAY: dict[Stance, set[Verdict]] = {
    Stance.PROHIBIT: {Verdict.NO},
    Stance.REQUIRE: {Verdict.NO, Verdict.YES, Verdict.YES_WITH_CARE},
    Stance.PERMIT: {Verdict.YES, Verdict.YES_WITH_CARE},
    Stance.CAUTION: {Verdict.NO, Verdict.YES_WITH_CARE},
    Stance.INFORM: set(),
}
_MUST: dict[Stance, set[Verdict]] = {
    Stance.PROHIBIT: set(),
    Stance.REQUIRE: {Verdict.YES},
    Stance.PERMIT: {Verdict.NO},
    Stance.CAUTION: {Verdict.YES},
    Stance.INFORM: set(),
}


def verdict(reading: Reading, rules: Sequence[Rule], findings: Findings) -> Verdict | None:
    """The verdict both witnesses give, or None."""
    if not reading.wants_verdict or not findings.hits:
        return None
    learned, share = _from_examples(findings)
    if learned is None or share < (SURE_OF_TURNED if reading.inverted or reading.negated else SURE[learned]):
        return None
    possible = _from_rules(reading, rules)
    if reading.inverted:
        return next((turned for turned in (learned, _OPPOSITE[learned]) if turned in possible), None)
    return learned if learned in possible else None


def _from_rules(reading: Reading, rules: Sequence[Rule]) -> set[Verdict]:
    """Every verdict that some rule of the clause could give to a question of this form."""
    if reading.inverted:
        return {_FORBIDDEN[rule.stance] for rule in rules if rule.stance in _FORBIDDEN}
    table = _MAY if reading.form is Form.PERMISSION else _MUST
    possible = {verdict for rule in rules for verdict in table[rule.stance]}
    return possible | {_OPPOSITE[verdict] for verdict in possible} if reading.negated else possible


def _from_examples(findings: Findings) -> tuple[Verdict | None, float]:
    """What the nearest examples and the learned head say together, and the share of their say that it has."""
    votes: defaultdict[str, float] = defaultdict(float)
    for neighbour in findings.neighbours:
        if neighbour.example.verdict:
            votes[neighbour.example.verdict] += neighbour.weight
    total = sum(votes.values())
    if not total or not findings.verdicts:
        return None, 0.0
    both = {
        name: (votes.get(name, 0.0) / total + findings.verdicts.get(name, 0.0)) / 2
        for name in votes.keys() | findings.verdicts.keys()
    }
    best = max(both, key=lambda name: (both[name], name))
    return (Verdict(best) if best != "none" else None), both[best]
