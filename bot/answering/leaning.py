"""How far a turn leans on the ones before it: a probability, from its own words and those it follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from knowledge import forms
from knowledge.forms import Form
from knowledge.lexical import words

_JOINS = re.compile(
    r"^(and|but|or|so|what about|how about|what if|even|only|also|then|same|still|just|yes|no|nope|not|ok(ay)?|right|"
    r"really|if|because|cos|without|with|including|suppose|unless|except|either|why|how come|since when|says who|"
    r"(who|where|when|how) then|in what way|such as|meaning)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"^(that|it|its|they|them|those|these|this|he|she|there)\b"
    r"|\b(that|it|its|they|them|their|those|these|this|he|him|she|her|hers|his|ones?|there|then|mine|instead|too|either|"
    r"same|else|others?|another|though|did|do|would|isn'?t|wouldn'?t)\s*[?!.]*$"
    r"|\b(do|does|is|would|will|can|could|should|did|was|has|have|are|were|about|for|to|with|on|in|of|if|say|post|"
    r"share|put|use|get|like|leave|call|find|delete|make|read) "
    r"(that|it|they|them|this|those|these|he|she|him|her|one|mine)\b",
    re.IGNORECASE,
)
_SPEAKS_OF = re.compile(r"\b(it|they|them|their|theirs|he|him|his|she|her|hers|that|those|these)\b", re.IGNORECASE)
_TURNS_AWAY = re.compile(
    r"\b(different|new|another|separate|other|unrelated|next|changing|change of|switching) "
    r"(question|topic|subject|thing|matter|tack|query|one)\b"
    r"|\bwhile (you'?re|i'?m|i'?ve) (there|here|got you|at it)\b|^(thanks?|thank you|cheers|ta|great|cool|perfect)\b",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"^((ok(ay)?|thanks?|cheers|ta|cool|right|also|and|so|great|hi)[\s,.!]+)*"
    r"(can|could|may|am|are|is|do|does|did|should|must|will|would|what|what'?s|whats|where|where'?s|when|when'?s|who|"
    r"who'?s|how|which|whose|i'?d|i|my|we)\b",
    re.IGNORECASE,
)
_ON = re.compile(
    r"^(in|on|at|by|to|from|for|of|off|under|over|during|after|before|behind|about|around|between|while|like|i|i'?m)\b",
    re.IGNORECASE,
)
_SHORT, _LONG, _FULL = 6, 16, 6
WEIGHTS = {
    "joins": 1.8,
    "points": 0.9,
    "speaks of": 1.3,
    "states": 2.1,
    "turns away": -1.0,
    "stands": -0.8,
    "long": -2.7,
    "telling": -4.1,
    "said before": 2.3,
}
BIAS = 2.1
"""Log odds. Fitted on the turns of the shipped conversations, and on other examples put after them as new subjects, as
likely each (`python -m tests.benchmarks.leaning`)."""


def leaning(turn: str, earlier: Sequence[str]) -> float:
    """The probability that a turn is to be read with those before it, oldest first; 0 where there are none."""
    if not earlier:
        return 0.0
    found = signals(turn, earlier)
    return float(1 / (1 + np.exp(-BIAS - sum(weight * found[name] for name, weight in WEIGHTS.items()))))


def adrift(turn: str, earlier: Sequence[str]) -> bool:
    """Whether nothing in a turn's build ties it to those before it: a bare statement, which only its words could."""
    found = signals(turn, earlier)
    tied = _ON.search(turn) or any(found[name] for name in ("joins", "points", "speaks of", "said before"))
    return bool(found["states"]) and not tied


def signals(turn: str, earlier: Sequence[str]) -> dict[str, float]:
    """What speaks for it and against, each from 0 to 1."""
    length, telling = len(turn.split()), set(words(turn))
    said = {word for before in earlier[-2:] for word in words(before)}
    return {
        "joins": float(bool(_JOINS.search(turn))),
        "points": float(bool(_POINTS.search(turn))),
        "speaks of": float(bool(_SPEAKS_OF.search(turn))),
        "states": float(forms.read(turn).form is Form.STATEMENT),
        "turns away": float(bool(_TURNS_AWAY.search(turn))),
        "stands": float(bool(_STANDS.search(turn))),
        "long": min(max(0, length - _SHORT), _LONG - _SHORT) / (_LONG - _SHORT),
        "telling": min(len(telling), _FULL) / _FULL,
        "said before": len(telling & said) / max(1, len(telling)),
    }
