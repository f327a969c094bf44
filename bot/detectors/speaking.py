"""Speaking for the employer, and speaking about it from inside without saying that the view is one's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.detectors.allowed import DISCLAIMER, Allowed
from bot.detectors.folding import fold
from bot.detectors.forms import Form, form, pattern, spot
from bot.model import Kind, Spotted

_OPINION = pattern(
    r"""\b(?:best|worst|better|should|shouldn't|ought|brilliant|rubbish|fantastic|daft|wrong|(?:was|is|'s|
    are)[ ]right|right[ ](?:to|call|one|for)|in[ ]my[ ](?:book|view|opinion)|i[ ](?:think|reckon|believe)|my[ ]take|
    unfair|shameful|disgrace\w*|proud[ ]of[ ]what|too[ ](?:slow\w*|far|expensive|dear)|overpriced|recommend|
    stand[ ]by|nothing[ ]else)\b"""
)
_SENTENCE = re.compile(r"[^.!?\n]{1,600}[.!?]{0,3}")


class Speaking:
    """Finds claims to speak for the employer, and an insider's opinion of it where no disclaimer stands in the draft.

    `employer` are the names that colleagues call it by.
    """

    name = "speaking"

    def __init__(self, employer: Sequence[str], allowed: Allowed) -> None:
        called = "|".join(re.escape(name).replace(r"\ ", "[ ]") for name in sorted(employer, key=len, reverse=True))
        self._claims = _claims(called)
        self._insider = pattern(
            rf"""\bi[ ]work[ ](?:there|here|for|at|in)\b|\bas[ ]an?[ ](?:\w+[ ]){{0,2}}(?:{called}|colleague|
            employee)\b|\b(?:i['’]?m|i[ ]am|by)[ ](?:an?|the|your)?[ ]?(?:[\w-]+[ ]){{1,4}}(?:at|for|
            with)[ ]the[ ](?:{called})\b|\ba[ ](?:{called})[ ][a-z]+(?:er|or|ist|ant|eague)\b|\bsource:[ ]me\b|
            \bour[ ](?:\w+[ ])?(?:tariffs?|prices?|plans|deals|rates|range|nurser(?:y|ies)|pharmac(?:y|ies)|homes|
            scheme|app)\b"""
        )
        self._about = pattern(rf"\b(?:{called})\b|\bour[ ]\w+|\bwe\b|\bthey\b|\bthe[ ](?:shop|store|branch)s?\b")
        self._allowed = allowed

    def detect(self, text: str) -> list[Spotted]:
        draft = fold(text)
        found = spot(self._claims, draft, self._allowed.spans(text))
        if found or DISCLAIMER.search(draft.text) or not self._insider.search(draft.text):
            return found
        for sentence in _SENTENCE.finditer(draft.text):
            opinion = _OPINION.search(draft.text, *sentence.span())
            if opinion and self._about.search(draft.text, *sentence.span()):
                start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
                span = draft.span(start, sentence.end())
                return [Spotted(Kind.SPEAKING_FOR_SOCIETY, *span, "no_disclaimer", certainty=0.6)]
        return []


def _claims(called: str) -> tuple[Form, ...]:
    the = rf"(?:the|our)[ ](?:{called})"
    ours = r"""(?:shop|store|branch|nursery|nurseries|team|pharmacy|depot|funeral[ ]homes?|company|office|
    lot[ ]of[ ]us)"""
    rest = r"\b[^.!?\n]{0,80}"
    claims = (
        rf"""\bon[ ]behalf[ ]of[ ](?:{the}|(?:the|our|everyone[ ]at[ ]the)[ ]{ours}|all[ ][\w,]+[ ]of[ ]us|
        us[ ]all){rest}""",
        rf"\bin[ ]{the}['’]s[ ]name\b",
        rf"""\b(?:we|us|here)[ ](?:at|as)[ ](?:the|a|our)[ ](?:{called})[^.!?\n]{{0,12}}?\b(?:thinks?|believes?|
        feels?|wants?|supports?|oppose|say|opinion|view|don['’]t|decided|stand|promise|guarantee){rest}""",
        rf"\bwe(?:['’]ve|[ ]have)[ ]decided[ ](?:at[ ]{the}|to[ ]stop|that|to){rest}",
        rf"\b{the}['’]s[ ](?:position|view|take|line|opinion|stance|statement)\b(?![ ](?:is|was)[ ]on\b){rest}",
        rf"""\b{the}(?:['’]s|[ ]is)?[ ](?:thinks|believes|backs|backing|stands[ ]with|guarantees?|promises|opposes|
        asks[ ]every|supports[ ](?:a|the[ ]\w+[ ](?:party|bill|strike))|will[ ]never|is[ ]committed[ ]to){rest}""",
        rf"\bofficial[ ](?:reply|statement|response|word|line|position)(?=[ ](?:from|on|is)\b|:){rest}|\bofficial\)",
        rf"\bas[ ]the[ ]voice[ ]of{rest}|\byou[ ]have[ ]our[ ]word\b|\bthat['’]s[ ]now[ ]company[ ]policy\b",
        rf"""\bthat['’]s[ ](?:our|the[ ]official)[ ](?:statement|position|line|policy)\b|
        \bthe[ ]company['’]s[ ]position[ ]is{rest}""",
        rf"\b(?:can|to)[ ]confirm[ ](?:for|as)[ ]{the}{rest}|\bi(?:['’]m|[ ]am)?[ ]speak(?:ing)?[ ]for[ ]{the}\b",
    )
    return tuple(form(Kind.SPEAKING_FOR_SOCIETY, "claim", "", claim, certainty=0.8) for claim in claims)
