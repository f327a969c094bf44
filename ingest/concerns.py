"""Learning which messages are concerns, from what was heard of examples that the search was not given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ingest.fitting import Fold, judge, judged_by_others
from ingest.heard import Heard
from knowledge import concerns
from knowledge.concerns import Named
from knowledge.learned import Judge

FEWEST = 15
"""Held-out examples of a route below which it isn't learned."""
ORDINARY_AS_CONCERN = 0.015
"""The share of held-out ordinary messages that may be taken as concerns."""
ORDINARY_AS_HINT = 0.1
"""The same for "perhaps", where the question is answered and the safe routes are named beside."""
OFTEN_NAMED = 0.1
"""The share of a route's examples from which on a clause is about concerns itself, so that questions on it are near."""
WEIGHTS = {"concern": 1.0, "lookalike": 3.0, "near": 0.3, "ordinary": 0.5}


def learn(folds: Sequence[Sequence[Heard]]) -> Judge:
    """A router; an empty one where there are too few examples of concerns."""
    counts = Counter(heard.example.route or concerns.NONE for fold in folds for heard in fold)
    routes = {route for route in concerns.ROUTES if counts[route] >= FEWEST}
    if not routes or any(not routes <= {heard.example.route for heard in fold} for fold in folds):
        return Judge()
    named = concerns.named_clauses(heard.example for fold in folds for heard in fold)
    lookalikes = {heard.example.source for fold in folds for heard in fold if heard.example.route}
    kinds = [[_kind(heard, named, lookalikes) for heard in fold] for fold in folds]
    prepared = [
        Fold(
            [concerns.signals(heard.example.ask, heard.findings, named) for heard in fold],
            [h.example.route if h.example.route in routes else concerns.NONE for h in fold],
            [WEIGHTS[kind] for kind in kinds[number]],
        )
        for number, fold in enumerate(folds)
    ]
    ordinary = [
        1 - shares[concerns.NONE]
        for judged, found in zip(judged_by_others(prepared), kinds, strict=True)
        for shares, kind in zip(judged, found, strict=True)
        if kind == "ordinary"
    ]
    bounds = {concerns.CONCERN: ORDINARY_AS_CONCERN, concerns.HINT: ORDINARY_AS_HINT}
    return judge(prepared, {name: float(np.quantile(ordinary, 1 - share)) for name, share in bounds.items()})


def _kind(heard: Heard, named: Named, lookalikes: set[str]) -> str:
    """A concern; a harmless message among concerns; a question on a clause that concerns name; or an ordinary one."""
    example = heard.example
    if example.route:
        return "concern"
    if example.source in lookalikes:
        return "lookalike"
    near = any(shares.get(example.clause or "", 0.0) >= OFTEN_NAMED for shares in named.values())
    return "near" if near else "ordinary"
