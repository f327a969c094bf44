"""Learning which messages are concerns, from what was heard of examples that the search was not given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ingest.fitting import Fold, judge, judged_by_others
from ingest.heard import Heard
from ingest.held_out import by_words
from knowledge import concerns
from knowledge.concerns import Named
from knowledge.learned import Judge

FEWEST = 15
"""Held-out examples of a route below which it isn't learned."""
ORDINARY_AS_CONCERN = 0.015
"""The share of held-out ordinary messages that may be taken as concerns."""
ORDINARY_AS_HINT = 0.2
"""The same for "perhaps", where the question is answered and the safe route is named beside."""
OFTEN_NAMED = 0.1
"""The share of a route's examples from which on a clause is about concerns itself, so that questions on it are near."""
PARTS = 4
"""Into so many the examples are divided by their words, each judged by a router that was fitted on the others."""
WEIGHTS = {"concern": 1.0, "lookalike": 3.0, "near": 0.3, "ordinary": 0.5}


def learn(heard: Sequence[Heard]) -> Judge:
    """A router; an empty one where there are too few examples of concerns."""
    folds = [[one for one in heard if by_words(one.example, PARTS) == part] for part in range(PARTS)]
    counts = Counter(one.example.route for one in heard)
    routes = {route for route in concerns.ROUTES if counts[route] >= FEWEST}
    if not routes or any(not routes <= {one.example.route for one in fold} for fold in folds):
        return Judge()
    named = concerns.named_clauses(one.example for one in heard)
    lookalikes = {one.example.source for one in heard if one.example.route}
    kinds = [[_kind(one, named, lookalikes) for one in fold] for fold in folds]
    prepared = [
        Fold(
            [concerns.signals(one.example.ask, one.findings, named) for one in fold],
            [one.example.route if one.example.route in routes else concerns.NONE for one in fold],
            [WEIGHTS[kind] for kind in kinds[number]],
        )
        for number, fold in enumerate(folds)
    ]
    ordinary = [
        shares
        for judged, found in zip(judged_by_others(prepared), kinds, strict=True)
        for shares, kind in zip(judged, found, strict=True)
        if kind == "ordinary"
    ]
    concerned = [1 - shares[concerns.NONE] for shares in ordinary]
    spared = [concerns.safest(shares)[1] for shares in ordinary]
    return judge(
        prepared,
        {
            concerns.CONCERN: float(np.quantile(concerned, 1 - ORDINARY_AS_CONCERN)),
            concerns.HINT: float(np.quantile(spared, 1 - ORDINARY_AS_HINT)),
        },
    )


def _kind(heard: Heard, named: Named, lookalikes: set[str]) -> str:
    """A concern; a harmless message among concerns; a question on a clause that concerns name; or an ordinary one."""
    example = heard.example
    if example.route:
        return "concern"
    if example.source in lookalikes:
        return "lookalike"
    near = any(shares.get(example.clause or "", 0.0) >= OFTEN_NAMED for shares in named.values())
    return "near" if near else "ordinary"
