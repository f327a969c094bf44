"""A message that asks more than one thing, taken apart, so that each part gets its clause.

"Can I post the photo and tag her, and who do I ask?" asks three things. What is told before the first question belongs
to every part. A choice between two things ("my manager or PSG?") is one question.
"""

from __future__ import annotations

import re

MOST = 3
"""Parts that are looked for: as many as an answer has quotes."""
FEWEST_WORDS = 3
"""Words that a part has at least; shorter ones ("am I?") repeat the question before them."""

_WH = r"(?:who|whom|whose|what|where|when|why|how|which)"
_AUX = r"(?:can|could|may|might|must|should|shall|do|does|did|is|are|am|was|were|will|would|have|has)(?:n['’]?t)?"
_SOMEBODY = (
    r"(?:i|we|you(?! (?:think|know|reckon|mind))|he|she|they|it|that|this|those|there|my|our|his|her|their|the|"
    r"any\w*|some\w*|every\w*|people|colleagues|customers|managers)"
)
_ASKED = (
    rf"(?:{_AUX} {_SOMEBODY}\b|(?!which){_WH}(?:['’]s| {_AUX}| happens| counts| else| to| if| about)\b|"
    rf"{_WH} [\w'’]+ {_AUX} {_SOMEBODY}\b)"
)
_ASIDE = r"(?:(?:so|and|but|also|ok(?:ay)?|hi|hello|please|then|just|if so|if not)\b\W*)*"
_ASKS = re.compile(
    rf"^{_ASIDE}(?:{_ASKED}|{_AUX}\b)|\?\W*$|\b(?:can|could|may|must|should|do|am) (?:i|we)\b", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*(?:[,;–—]\s*(?:and |but |plus |also |then )*|\s(?:and|but|plus)(?: also| then| if so,?| if not,?)? )"
    rf"(?={_ASKED})",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"""(?:["“][^"”]{0,200}["”]|[^.!?])+[.!?]*""")
_DO = (
    r"(?:add|advertise|ask|block|call|comment|complain|copy|credit|delete|film|follow|forward|give|join|like|link|"
    r"mention|message|name|photograph|post|promote|put|quote|record|reply|report|repost|say|sell|send|share|show|sign|"
    r"swear|tag|tell|upload|use|wear|write)"
)
_TWO_DEEDS = re.compile(
    rf"^(?P<asked>.*?\b(?:{_AUX} (?:i|we)|(?:ok|okay|allowed|fine|all ?right|alright|free|have|need) to)) "
    rf"(?P<one>{_DO}\b.+?),? and (?:also |then )?(?P<other>{_DO}\b .+)$",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, ...]:
    """The questions of a message, each with what was told before the first; none where it asks one thing."""
    marked = "?" in text
    told: list[str] = []
    asked: list[str] = []
    for sentence in _SENTENCE.findall(text):
        if marked and "?" not in sentence:
            told += [] if asked else [sentence.strip()]
            continue
        for part in _BETWEEN.split(sentence.strip()):
            if _ASKS.search(part):
                asked += _deeds(part)
            elif not asked:
                told.append(part)
    parts = [part for part in dict.fromkeys(asked) if len(part.split()) >= FEWEST_WORDS][:MOST]
    return tuple(" ".join([*told, part]) for part in parts) if len(parts) > 1 else ()


def _deeds(part: str) -> list[str]:
    """One question about two deeds as a question about each."""
    two = _TWO_DEEDS.match(part)
    return [f"{two['asked']} {two['one']}?", f"{two['asked']} {two['other']}"] if two else [part]
