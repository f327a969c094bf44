"""What kind of answer a question asks for, and which way round it is put."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import Form

_PERMISSION = re.compile(
    r"\b(can|could|may|might|am i (allowed|free|permitted|alright|ok(ay)?|safe|good)|are we (allowed|free|ok(ay)?)"
    r"|is it (ok(ay)?|alright|all right|fine|allowed|acceptable|permitted|safe|cool)|ok(ay)? (if|to)|fine (if|to)"
    r"|alright (if|to)|allowed( to)?|permitted|any (harm|problem|issue) (in|with)|do you mind if|happy for me to)\b"
    r"|\b(ok|okay|fine|alright|allowed|safe|cool)\s*\??$",
    re.IGNORECASE,
)
_OBLIGATION = re.compile(
    r"\b(do|does|did) (i|we|you|they|he|she|it|my \w+|the \w+|\w+) (have|need) to\b|\b(must|should|shall|ought)\b"
    r"|\b(have|need|got|required|supposed|meant|obliged|expected) to\b|\b(required|mandatory|compulsory|necessary)\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"\b(against (the |any |our )?(rules?|polic(y|ies)|law)|banned|forbidden|prohibited|not allowed|off limits|"
    r"in trouble|a? ?breach(ing)?|a mistake to|break(ing)? (the |any )?(rules?|policy)|wrong (to|of|if)|disallowed|"
    r"out of order)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(not to|n't have to|not have to|without|avoid|skip|refuse|ignore|leave (it )?(out|off)|don'?t|do not|won'?t|"
    r"not bother|never)\b",
    re.IGNORECASE,
)
_OPENING = r"^(so |and |but |ok |hi |hiya |hello )?"
_WH = (
    (Form.WHO, re.compile(_OPENING + r"(who|whom|whose)\b", re.IGNORECASE)),
    (Form.HOW, re.compile(_OPENING + r"how\b", re.IGNORECASE)),
    (
        Form.CONSEQUENCE,
        re.compile(
            r"\b(what (happens|will happen|could happen|would happen)|(get|be|been|getting) (sacked|fired|disciplined|"
            r"dismissed|into trouble|in trouble|a warning))\b",
            re.IGNORECASE,
        ),
    ),
    (Form.WHAT, re.compile(_OPENING + r"(what|which|where|when|why|whats|what's)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's form; `inverted` asks whether something is forbidden, `negated` about leaving something undone."""

    form: Form
    inverted: bool = False
    negated: bool = False

    @property
    def wants_verdict(self) -> bool:
        return self.form in (Form.PERMISSION, Form.OBLIGATION)


def read(question: str) -> Reading:
    """Rules only; where none fires the question is a statement and gets no verdict."""
    inverted, negated = bool(_INVERTED.search(question)), bool(_NEGATED.search(question))
    for form, pattern in _WH:
        if pattern.search(question):
            return Reading(form, inverted, negated)
    if inverted or _PERMISSION.search(question):
        return Reading(Form.PERMISSION, inverted, negated)
    if _OBLIGATION.search(question):
        return Reading(Form.OBLIGATION, inverted, negated)
    return Reading(Form.STATEMENT, inverted, negated)
