"""What a turn means after the ones before it: "and in a closed group?" is read with what it follows.

A turn that leans back is searched for three times: with the subject of the conversation, with the turn just before it,
and alone; what is found is added up. A turn that stands on its own is searched for alone, so a new subject is new.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.model import Hit
from knowledge.search import Findings, Neighbour

_OPENS_LEANING = re.compile(
    r"^(and|but|or|so|what about|how about|what if|even|only|also|then|same|still|just|yes|no|ok(ay)?|really|"
    r"(do|does|is|would|will|can|could|should|did|was|has|have|are|were) (that|it|they|them|this|those|these|he|she)|"
    r"that|it'?s?|they|them|those|these|he|she|this|why|where then|who|with|without|if|not|because|in|on|at|for|to)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(that|it|they|them|those|this one|one|ones|instead|too|either|as well|then|him|her|there|the same)\s*[?!.]*$"
    r"|\b(does|is|was|would|did|do|are) (that|it|they|this|those)\b",
    re.IGNORECASE,
)
_SHORT = 5
"""Words up to which a turn is taken as leaning on the one before."""
SHARES = {"subject": 0.3, "before": 0.3, "alone": 0.4}
"""What each search of a turn that leans back counts."""


def leans_back(text: str) -> bool:
    """Whether the words alone show that a turn needs the ones before it."""
    opens = bool(_OPENS_LEANING.search(text)) and len(text.split()) <= 3 * _SHORT
    return opens or bool(_REFERS.search(text)) or len(text.split()) <= _SHORT


def find(
    text: str, earlier: Sequence[str], search: Callable[[str], Findings], unsure: Callable[[Findings], bool]
) -> Findings:
    """What is found for a turn; where its own words find nothing sure, it is taken to lean back too."""
    alone = search(text)
    if not earlier or not (leans_back(text) or unsure(alone)):
        return alone
    before = earlier[-1]
    subject = _subject(earlier)
    told = f"{before} {text}" if subject == before else f"{subject} {before} {text}"
    with_before = search(f"{before} {text}")
    with_subject = with_before if subject == before else search(told)
    return _added_up({"subject": with_subject, "before": with_before, "alone": alone})


def _subject(earlier: Sequence[str]) -> str:
    """The last turn that stood on its own."""
    return next((turn for turn in reversed(earlier) if not leans_back(turn)), earlier[0])


def _added_up(found: dict[str, Findings]) -> Findings:
    """One set of findings out of several, each by its share."""
    scores: defaultdict[str, float] = defaultdict(float)
    hits: dict[str, Hit] = {}
    weights: defaultdict[str, float] = defaultdict(float)
    near: dict[str, Neighbour] = {}
    for name, findings in found.items():
        for hit in findings.hits:
            scores[hit.clause_id] += SHARES[name] * hit.score
            hits.setdefault(hit.clause_id, hit)
        for neighbour in findings.neighbours:
            weights[neighbour.example.ask] += SHARES[name] * neighbour.weight
            near.setdefault(neighbour.example.ask, neighbour)
    ranked = sorted(scores, key=lambda clause: (-scores[clause], clause))
    nearest = sorted(weights, key=lambda ask: (-weights[ask], ask))
    return Findings(
        hits=tuple(replace(hits[clause], score=scores[clause]) for clause in ranked),
        neighbours=tuple(replace(near[ask], weight=weights[ask]) for ask in nearest),
        signals=_mean({name: findings.signals for name, findings in found.items()}),
        verdicts=_mean({name: findings.verdicts for name, findings in found.items()}),
        routes=_mean({name: findings.routes for name, findings in found.items()}),
        trained_verdicts=_mean({name: findings.trained_verdicts for name, findings in found.items()}),
    )


def _mean(values: dict[str, dict[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for found in values.values() for name in found)
    return {name: sum(SHARES[share] * found.get(name, 0.0) for share, found in values.items()) for name in names}
