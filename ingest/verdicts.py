"""Learning when a verdict may be said, from what was heard of examples that the search was not given.

For each way round that a question can be put, the threshold is the least certainty at which held-out verdicts on which
the rule agrees stay within the bound of wrong ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ingest.fitting import Fold, judge, judged_by_others
from ingest.heard import Heard
from knowledge import forms, verdicts
from knowledge.learned import Judge
from knowledge.model import Example, Rule

WRONG = 0.1
"""The share of held-out verdicts that may differ from the owner's; "yes" for "yes, with care" counts as wrong."""
FEWEST = 150
"""Held-out questions below which nothing is learned about verdicts, and none is said."""
FEWEST_SAID = 20
"""Held-out verdicts from which on their share of wrong ones is believed."""
NEVER = 1.1
"""A threshold that no probability reaches."""


def learn(folds: Sequence[Sequence[Heard]], rules: Mapping[str, Sequence[Rule]]) -> Judge:
    """A judge; an empty one where too few examples have verdicts."""
    asked = [[heard for heard in fold if judged(heard.example)] for fold in folds]
    labels = [[str(heard.example.verdict) for heard in fold] for fold in asked]
    known = {label for fold in labels for label in fold}
    if len(known) < 2 or sum(map(len, labels)) < FEWEST or any(set(fold) != known for fold in labels):
        return Judge()
    prepared = [
        Fold([verdicts.signals(h.example.ask, h.findings, rules) for h in fold], said, [1.0] * len(said))
        for fold, said in zip(asked, labels, strict=True)
    ]
    agreed: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for opinions, fold in zip(judged_by_others(prepared), asked, strict=True):
        for shares, heard in zip(opinions, fold, strict=True):
            ask = heard.example.ask
            label, share = verdicts.likeliest(shares)
            if label in verdicts.by_rule(ask, heard.findings, rules):
                agreed[verdicts.way_round(forms.read(ask))].append((share, label == heard.example.verdict))
    return judge(prepared, {name: _threshold(chosen) for name, chosen in sorted(agreed.items())})


def judged(example: Example) -> bool:
    """Whether an example shows what a verdict on a question should be."""
    return example.verdict is not None and forms.read(example.ask).yes_or_no


def _threshold(chosen: Sequence[tuple[float, bool]]) -> float:
    """The least probability from which on at most `WRONG` of the held-out verdicts are wrong."""
    wrong, least = 0, NEVER
    for count, (share, right) in enumerate(sorted(chosen, key=lambda verdict: -verdict[0]), 1):
        wrong += not right
        if count >= FEWEST_SAID and wrong <= WRONG * count:
            least = share
    return least
