"""What kind of answer a question asks for, and which way round it is put. Rules only, the same for every policy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Form(StrEnum):
    """What kind of answer a question asks for."""

    PERMISSION = "permission"
    OBLIGATION = "obligation"
    WHAT = "what"
    HOW = "how"
    WHO = "who"
    CONSEQUENCE = "consequence"
    STATEMENT = "statement"


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_SOMEBODY = r"(i|we|you|he|she|they|it|this|that|there|people|colleagues|someone|anyone|my|our|your|the|a)"
_FINE = r"(ok(ay)?|k|alright|all right|fine|allowed|acceptable|permitted|safe|cool|wise|sensible|fair|decent|free|good)"
_RULES = r"(rules?|polic(y|ies)|law|guidelines?|guidance|advice|code)"
_MAY = _pattern(
    rf"\b(can|could|may|might|mind if|would|is|are|am|be) {_SOMEBODY}( \w+)? (allowed|permitted|free|able)\b",
    r"\b(can|could|may|might) (i|we|he|she|they|you|my|our|the|a|people|colleagues|someone)\b",
    r"\b(i|we|he|she|they) (can|could|may)\b",
    rf"\b(is|are|am|be|it|that|this|would|isn'?t|thats|its|i'?m) ({_SOMEBODY} )?(still |just |really |ever )?{_FINE}\b",
    rf"\b{_FINE} (if|to|for)\b",
    r"\bdo you mind if\b",
    r"\bhappy for me to\b",
    r"\bdo (i|we) get to\b",
    rf"\b({_FINE}|yay or nay|poss(ible)?|harmless|any (harm|issue|problem|objection)s?|yes)( with \w+)?\s*[?!]*$",
)
_MUST = _pattern(
    r"\b(do|does|did) ([\w'’]+ ){1,4}?(have|need|ought|owe)\b",
    r"\bneed (to|a|an)\b|\bneeded\s*\??$",
    r"\b(must|should|shall|ought|gotta|av to)\b",
    r"\b(have|need|got|required|supposed|meant|obliged|expected|asked|bound) to\b",
    r"\b(required|mandatory|compulsory|necessary)\b",
)
_INVERTED = _pattern(
    rf"\b(against|breach(es|ing)?|break(s|ing)?|broken?) ((the|any|our|your|company|society'?s|work) )*{_RULES}\b",
    r"\brules? against\b|\banything (to stop|against|wrong)\b",
    r"\b(banned|forbidden|prohibited|not allowed|off[- ]limits|disallowed|discouraged|out of order|out of bounds)\b",
    r"\bfrowned (up)?on\b|\b(a|any) ?(breach|problem|issue|harm|offence|no-no)\b",
    r"\b(wrong|a mistake|a bad idea|rude|unwise|silly|daft|unkind|(that|so) bad) (to|of|if|for)\b",
    r"\b(is|was|be|it'?s|that'?s|over|cross\w*) (wrong|naughty|unkind|inappropriate|unprofessional|(the|a) line)\b",
    r"\b(wrong|out of line|a mistake|bad idea|too far|over the line|naughty|secret|confidential)\s*[?!.]*$",
)
_DUTY = r"(should(n['’]?t)?|ought( to)?|must|(have|has|need|got|supposed|meant|expected|best) to|gotta|any need to)"
_UNDO = (
    r"((take|taking|get|pull|bring) (it|them|that|this|those|(my|our|the|his|her) \w+) (down|off|out)\b(?! my chest)|"
    r"(remov|delet|scrap|crop|blur|hid|cover|withdraw)\w*|(drop|cut|bin|stop)\b(?! (and|to|by|in|at)\b)|"
    r"keep (quiet|schtum|mum|away|off|out\b(?! for)|[\w'’ ]{1,40} (off|out of|away|secret|shut|to \w+sel\w+))|"
    r"leav\w+ ([\w'’ ]{1,30} )?(out|off|alone)|stay (off|away|out|quiet)|hold (off|back)|steer clear|log out)"
)
_UNDOING = _pattern(
    rf"\b{_DUTY} ((i|we|he|she|they|you|my \w+) )?((just|really|all|also) )?{_UNDO}\b",
    rf"^{_UNDO}\b",
)
_LEFT_UNDONE = r"(not|never|skip\w*|avoid\w*|refus\w+|ignor\w+|forget\w*|opt out|get out of)"
_NEGATED = _pattern(
    rf"\b(can|could|may|might|should|must|have|need|got|get|free|able|{_FINE}) "
    rf"((i|we|he|she|they|you|to|if|just|simply|for) ){{0,4}}{_LEFT_UNDONE}\b",
    r"\b(don|doesn|didn|needn|won)['’]?t ((really|actually) )?(have|need|ought|got) to\b|\bno need\b",
    r"\b(i|we|he|she|they|you) (can['’]?t|cannot|(could|must|should)n['’]?t|(can|may|must|should) not)\b",
    rf"^({_LEFT_UNDONE}|don['’]?t bother)\b",
)
_LIMITED = _pattern(
    rf"\b(is|are|does|do|am|it'?s|that'?s|this|{_RULES}) ([\w'’]+ ){{0,4}}(only|just (for|about|on|shop|store))\b",
    r"^only\b.*\?|\b(exempt|free[- ]for[- ]all|doesn['’]?t apply|all by myself)\b",
    r"\blet (me |us |him |her |them )?off\b",
)
_CHOICE = _pattern(r"\bor\b(?! (not|no|nah|what|something|summat|so|anything|nay|am i|is it|more|less|two)\b)")
_ASIDE = _pattern(r"^((so|and|but|ok(ay)?|hi(ya)?|hello|also|please|er|um|erm|quick one|just)[\s,:.-]+)+")
_WH = (
    (Form.WHO, _pattern(r"^(who|whom|whose|who'?s)\b", r"\bwho (do|can|should|is|are) (i|we|the|it)\b")),
    (Form.HOW, _pattern(r"^how\b", r"\bhow (do|can|should|would|am|is|ought) (i|we|it|my)\b", r"\bbest way\b")),
    (Form.CONSEQUENCE, _pattern(r"\bwhat(['’]s| is| will|ll)? ?(happens?|happen|could happen|would happen|gonna)\b")),
    (
        Form.WHAT,
        _pattern(
            r"^(what|which|where|why|whats|what's|when'?s|when (do|does|is|are|can|should|will|did))\b",
            r"\b(what|where|which|why|when) (\w+ )?(do|does|is|are|can|should|would|could|counts?|am|did) \b",
        ),
    ),
)
_PUNISHED = _pattern(
    r"\b(sacked|fired|disciplin\w+|dismiss\w*|a warning|trouble|my job|bother|hot water|told off)\b",
    r"\b(count(s|ed)?|held|hold|used?) (it )?against (me|us|him|her|them|you|somebody|someone|the)\b",
    r"\bget (wrong|done|pulled up|hauled)\b|\bland on me\b",
    r"\b(land|get|getting) (me|us|him|her|them|you) (in|into|up|on)\b",
)
_ASKS = _pattern(
    r"(^|[,;:.!?–—-] *|\b(and|so|but|or|if|then|because|that) )"
    r"(can|could|may|might|must|should|shall|ought|do|does|did|is|are|am|was|were|will|would|have|has|isn'?t|aren'?t|"
    rf"doesn'?t|don'?t|won'?t|can'?t) (\w+ )?{_SOMEBODY}\b",
    r"\b(aren'?t i|isn'?t (it|that)|right|innit|yeah|yes or no|am i|can i|do i|is it)\s*[?!.]*$",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's form; `yes_or_no` where it can be answered with one of the two words.

    `inverted` asks whether something is forbidden, does harm or is to be undone, `negated` about leaving something
    undone, `limited` whether a rule stops short ("is it only permanent staff who …?"). A choice between two things
    ("my manager or PSG?") can't be answered with either word.
    """

    form: Form
    yes_or_no: bool = False
    inverted: bool = False
    negated: bool = False
    limited: bool = False


@lru_cache(maxsize=20_000)
def read(question: str) -> Reading:
    """The reading of the last thing that is asked; where no rule fires it is a statement."""
    asked = _last_question(question)
    form = next((form for form, pattern in _WH if pattern.search(asked)), None)
    punished, forbidden = bool(_PUNISHED.search(asked)), bool(_INVERTED.search(asked))
    other = Form.CONSEQUENCE if punished else Form.PERMISSION if forbidden else _of_yes_or_no(asked)
    either = bool(_CHOICE.search(asked)) and not _MAY.search(asked)
    return Reading(
        form or other,
        yes_or_no=form is None and other is not Form.STATEMENT and not either,
        inverted=punished or forbidden or bool(_UNDOING.search(asked)),
        negated=bool(_NEGATED.search(asked)),
        limited=bool(_LIMITED.search(asked)),
    )


def _of_yes_or_no(asked: str) -> Form:
    if _MAY.search(asked):
        return Form.PERMISSION
    if _MUST.search(asked):
        return Form.OBLIGATION
    if _ASKS.search(asked):
        return Form.WHAT
    return Form.PERMISSION if asked.endswith("?") else Form.STATEMENT


def _last_question(text: str) -> str:
    """The last sentence that ends with a question mark, with the one before it where it is but a word or two."""
    sentences = [part.strip() for part in re.findall(r"[^.!?]+[.!?]*", text) if part.strip()]
    places = [place for place, sentence in enumerate(sentences) if "?" in sentence]
    place = places[-1] if places else len(sentences) - 1
    if place < 0:
        return text
    short = len(sentences[place].split()) <= 3 and place > 0
    return _ASIDE.sub("", " ".join(sentences[place - 1 : place + 1]) if short else sentences[place])
