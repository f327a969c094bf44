"""What speaks for each literal answer to a yes-or-no question: signals for the judge, and the rule that must agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from knowledge import forms
from knowledge.forms import Form, Reading
from knowledge.model import Rule, Stance
from knowledge.search import Findings, Neighbour

YES, WITH_CARE, NO, NONE = "yes", "yes_with_care", "no", "none"
LABELS = (YES, WITH_CARE, NO, NONE)
_OPPOSITE = {YES: NO, NO: YES, WITH_CARE: WITH_CARE, NONE: NONE}
NEAREST = 25
"""Neighbours that are heard; the rest weigh next to nothing."""
LOOKED_AT = 3
"""Clauses whose rules are heard, each by its share of the search's score."""
FLOOR = 0.02

_MAY = {
    Stance.PROHIBIT: {NO},
    Stance.REQUIRE: {NO, YES, WITH_CARE},
    Stance.PERMIT: {YES, WITH_CARE},
    Stance.CAUTION: {NO, WITH_CARE},
    Stance.INFORM: {YES, WITH_CARE},
}
_MUST = {
    Stance.PROHIBIT: {YES},
    Stance.REQUIRE: {YES},
    Stance.PERMIT: {NO},
    Stance.CAUTION: {YES},
    Stance.INFORM: {YES},
}
_IS_FORBIDDEN = {
    Stance.PROHIBIT: {YES},
    Stance.REQUIRE: {YES, NO},
    Stance.PERMIT: {NO},
    Stance.CAUTION: {YES},
    Stance.INFORM: {NO},
}


def by_rule(question: str, findings: Findings, rules: Mapping[str, Sequence[Rule]]) -> set[str]:
    """Every literal answer that the rule nearest to the question could give; none where the clause has no rules."""
    first = findings.hits[0] if findings.hits else None
    said = rules.get(first.clause_id, ()) if first else ()
    return allowed(forms.read(question), said[min(first.rule, len(said) - 1)]) if first and said else set()


def allowed(reading: Reading, rule: Rule) -> set[str]:
    """Every literal answer that the rule's stance could give to a question put this way."""
    table = _IS_FORBIDDEN if reading.inverted else _MUST if reading.form is Form.OBLIGATION else _MAY
    answers = table[rule.stance]
    return answers | {_OPPOSITE[answer] for answer in answers} if reading.negated or reading.limited else answers


def signals(question: str, findings: Findings, rules: Mapping[str, Sequence[Rule]]) -> dict[str, float]:
    """Everything the judge hears of a question, by name."""
    reading = forms.read(question)
    turns = {
        "inverted": reading.inverted,
        "negated": reading.negated,
        "limited": reading.limited,
        "obligation": reading.form is Form.OBLIGATION,
        "other": reading.form not in (Form.OBLIGATION, Form.PERMISSION),
    }
    said = {"head": findings.verdicts, "trained": findings.trained_verdicts}
    heard = _heads(said) | _votes(reading, findings) | _stances(findings, rules)
    crossed = {
        f"{name} if {turn}": value if holds else 0.0
        for turn, holds in turns.items()
        for name, value in heard.items()
        if not name.startswith("clause's")
    }
    flags = {name: float(holds) for name, holds in turns.items()}
    flags["consequence"] = float(reading.form is Form.CONSEQUENCE)
    shared = {name: findings.signals.get(name, 0.0) for name in ("share", "agreement")}
    return heard | crossed | flags | shared


def likeliest(probabilities: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest verdict but "none", and its probability."""
    label = max((name for name in probabilities if name != NONE), key=lambda name: (probabilities[name], name))
    return label, probabilities[label]


def way_round(reading: Reading) -> str:
    """The name by which a judge knows how sure it must be of a verdict on a question put this way."""
    if reading.negated or reading.limited:
        return "turned"
    return "inverted" if reading.inverted else "straight"


def _heads(said: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {
        f"{name} {label}": float(np.log(shares.get(label, 0.0) + FLOOR))
        for name, shares in said.items()
        for label in LABELS
    }


def _votes(reading: Reading, findings: Findings) -> dict[str, float]:
    """Shares of the nearest examples' verdicts: as they are; by likeness of form; and those of the clauses found."""
    found = {hit.clause_id: hit.score for hit in findings.hits[:5]}
    votes: dict[str, defaultdict[str, float]] = {kind: defaultdict(float) for kind in ("vote", "like", "clause's")}
    for near in findings.neighbours[:NEAREST]:
        if near.example.verdict is None:
            continue
        likeness, answer = _as_asked(reading, near)
        votes["vote"][near.example.verdict] += near.weight
        votes["like"][answer] += near.weight * likeness
        votes["clause's"][answer] += near.weight * likeness * found.get(near.example.clause or "", 0.0)
    return {
        f"{kind} {label}": share[label] / total if (total := sum(share.values())) else 0.0
        for kind, share in votes.items()
        for label in LABELS
    }


def _as_asked(reading: Reading, near: Neighbour) -> tuple[float, str]:
    """How like an example's form is to the question's, and its verdict turned to the question's way round."""
    other = forms.read(near.example.ask)
    same = (other.inverted == reading.inverted, other.negated == reading.negated, other.form == reading.form)
    verdict = str(near.example.verdict)
    turned = other.inverted != reading.inverted
    return (1 + sum(same)) / 4, _OPPOSITE[verdict] if turned else verdict


def _stances(findings: Findings, rules: Mapping[str, Sequence[Rule]]) -> dict[str, float]:
    """How much of what was found takes each stance."""
    shares = dict.fromkeys((f"stance {stance.value}" for stance in Stance), 0.0)
    for hit in findings.hits[:LOOKED_AT]:
        said = rules.get(hit.clause_id, ())
        for rule in said:
            shares[f"stance {rule.stance.value}"] += hit.score / len(said)
    return shares
