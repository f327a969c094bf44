"""What speaks for a message being a concern that needs care rather than a question: signals for the router."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from knowledge import forms
from knowledge.cues import CUES
from knowledge.forms import Form
from knowledge.model import Example
from knowledge.search import Findings

NONE = "none"
ROUTES = ("line_manager", "not_manager", "report", "support")
LABELS = (*ROUTES, NONE)
CONCERN, HINT = "concern", "hint"
"""Names of the router's two thresholds: from this probability on a message is taken as a concern, and from this much
harm spared on as perhaps one."""
HARM = {
    "line_manager": {"line_manager": 0.0, "not_manager": 1.0, "report": 0.7, "support": 3.0, NONE: 2.0},
    "not_manager": {"line_manager": 15.0, "not_manager": 0.0, "report": 0.5, "support": 1.0, NONE: 6.0},
    "report": {"line_manager": 5.0, "not_manager": 0.5, "report": 0.0, "support": 1.0, NONE: 4.0},
    "support": {"line_manager": 8.0, "not_manager": 8.0, "report": 8.0, "support": 0.0, NONE: 8.0},
    NONE: {"line_manager": 0.1, "not_manager": 0.5, "report": 0.5, "support": 1.0, NONE: 0.0},
}
"""By what a message is, how much harm each route does; the last in each row is that it gets none."""
NEAREST = 40
FLOOR = 0.003

Named = Mapping[str, Mapping[str, float]]
"""For each route, the clauses that the owner's examples of it name, each with its share."""


def named_clauses(examples: Iterable[Example]) -> Named:
    """What the owner's examples of each route name."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        if example.route and example.clause:
            counts[example.route][example.clause] += 1
    return {route: {c: n / found.total() for c, n in found.items()} for route, found in counts.items()}


def safest(likely: Mapping[str, float]) -> tuple[str, float]:
    """The route that does least harm, and how much harm it spares as against none; below 0 where none is better."""
    harm = {route: sum(share * HARM[label][route] for label, share in likely.items()) for route in LABELS}
    best = min(ROUTES, key=lambda route: (harm[route], route))
    return best, harm[NONE] - harm[best]


def signals(message: str, findings: Findings, named: Named) -> dict[str, float]:
    """Everything the router hears of a message, by name."""
    reading = forms.read(message)
    cues = {name: float(bool(cue.search(message))) for name, cue in CUES.items()}
    head = {f"head {label}": float(np.log(findings.routes.get(label, 0.0) + FLOOR)) for label in LABELS}
    clauses = {
        f"clause {route}": sum(hit.score * named.get(route, {}).get(hit.clause_id, 0.0) for hit in findings.hits)
        for route in ROUTES
    }
    asked = {
        "yes or no": float(reading.yes_or_no),
        "statement": float(reading.form is Form.STATEMENT),
        "obligation": float(reading.form is Form.OBLIGATION),
        "permission": float(reading.form is Form.PERMISSION),
        "question mark": float("?" in message),
        "length": min(len(message.split()), 40) / 40,
    }
    scope = {name: findings.signals.get(name, 0.0) for name in ("scope", "scope_words")}
    crossed = {
        f"{name} and {other}": cues[other] * value
        for other in ("superior", "oneself")
        for name, value in {**cues, **head}.items()
        if name != other
    }
    shaped = {
        f"{name}, {shape}": asked[shape] * value
        for shape in ("yes or no", "statement")
        for name, value in {**head, **clauses}.items()
    }
    return cues | head | clauses | asked | scope | crossed | shaped | _votes(findings)


def _votes(findings: Findings) -> dict[str, float]:
    """The nearest examples' say for each route, and how near the nearest of each is."""
    votes = dict.fromkeys((f"vote {label}" for label in LABELS), 0.0)
    nearest = dict.fromkeys((f"nearest {route}" for route in ROUTES), 0.0)
    for near in findings.neighbours[:NEAREST]:
        label = near.example.route or NONE
        votes[f"vote {label}"] += near.weight
        if label != NONE:
            nearest[f"nearest {label}"] = max(nearest[f"nearest {label}"], near.similarity)
    total = sum(votes.values())
    return nearest | {name: vote / total if total else 0.0 for name, vote in votes.items()}
