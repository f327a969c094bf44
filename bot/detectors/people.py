"""People by name, and what is said of them that is theirs to tell: health, family, money, trouble."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from bot.detectors.allowed import Allowed
from bot.detectors.folding import Folded, fold
from bot.detectors.forms import pattern
from bot.detectors.names import Names
from bot.model import Kind, Spotted

_WORD = r"[A-Z][a-zà-ž'’]{1,20}(?:-[A-Z][a-z]{1,20})?"
_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sister|Nurse|Councillor|Cllr)\.? "
    rf"(?:and Mrs |& Mrs )?(?:[A-Z]\.? ){{0,2}}{_WORD}(?: {_WORD})?"
)
_NAMED = re.compile(rf"\b({_WORD})(?=((?: [A-Z]\.?)? {_WORD}| [A-Z]\b)?)")
_CREDITED = re.compile(
    r"\b(?:by|credits?:?|courtesy of|thanks to|via|copyright)(?: (?:my|our) \w{1,20})?\s$|\ban?\s$|©\s?$", re.IGNORECASE
)
_HE_OR_SHE = pattern(r"\b(?:he|she|his|her|hers|him)\b")
_THEIRS = pattern(
    r"""\b(?:
    hospital|chemo\w*|cancer|tumou?r|stroke|dementia|alzheimer\w*|epilep\w+|diabet\w+|asthma\w*|copd|hiv|
    hepatitis|autis\w+|adhd|asperger\w*|depress\w+|anxiety|breakdown|bipolar|schizo\w+|psychosis|ptsd|
    anorexi\w+|miscarr\w+|pregnan\w+|ivf|abortion|menopaus\w+|hysterectomy|bypass|transplant|dialysis|kidney|
    hernia|amputat\w+|surgery|operation|[ ]op|ops|biopsy|scan[ ]results|diagnos\w+|prescri\w+|tablets|
    medication|meds|methadone|insulin|inhaler|epipen|catheter|tube[ ]feeds?|wheelchair|oxygen|migraines?|
    seizures?|fits|fainted|collapsed|nits|allerg\w+|rehab|detox|alcoholic|addict\w*|overdos\w+|self[ -]?harm\w*|
    suicid\w+|sectioned|bruis\w+|bereave\w*|cocaine|twins|expecting|took[ ](?:his|her)[ ]own[ ]life|
    social[ ]services|foster\w*|adopted|care[ ]order|divorc\w+|affair|custody|separat\w+|refuge|bailiffs?|
    debts?|arrears|owes?|owing|overdraft|overdrawn|bankrupt\w*|declined|redundan\w+|benefits|universal[ ]credit|
    payslip|salary|sacked|dismissed|suspended|disciplinar\w+|final[ ]warning|drugs?[ ]test|arrested|
    police|convicted|probation|prison|passed[ ]away|died|
    lost[ ](?:his|her)[ ](?:husband|wife|mum|dad|mother|father|son|daughter|baby|partner|job)|widow\w*|
    lives[ ](?:at|on|alone|in)|home[ ]alone|on[ ](?:his|her)[ ]own(?=[ ](?:since|at|now|in|with|all)|[^\w ]|$)|
    sick[ ](?:leave|note|pay)|signed[ ]off|
    recover\w+|treatment|illness|poorly|unwell|bowel|heart[ ](?:failure|attack))\b"""
)
_ACQUAINTED = pattern(
    r"""\b(?:customers?|members?|residents?|patients?|clients?|tenants?|pupils?|child|kids?|lads?|girls?|boys?|lady|bloke|
    woman|famil(?:y|ies)|parents?|mums?|dads?|neighbours?|regulars?|drivers?|room[ ]\w+|parcels?|counter|queue|till|
    manager|supervisor|team[ ]leader|colleagues?|nights|shift)\b"""
)
_HIS_OWN = pattern(r"\b(?:i|i'm|i've|me|my|myself)\b")
_SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\b[A-Z])\.|(?<=\b[MD][rs])\.|(?<=\bMrs)\.|\.(?=\w)){1,600}[.!?]{0,3}")
_NO_SURNAME = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december street road lane close avenue drive court house way christmas easter bank
    society shop store foods club fc city town united park hall day week fund cup trust centre hospice""".split()
)


class People:
    """Finds people by name. Colleagues are known by the directory, others by a title or a first name.

    A full name is worth .4 and reported where customers, children or colleagues are spoken of, a titled one .5, a
    colleague's .6, and one with circumstances of theirs .8, its span reaching from the name to the circumstance. A
    first name alone is only reported with circumstances.
    """

    name = "people"

    def __init__(self, directory: Callable[[], tuple[str, ...]], allowed: Allowed) -> None:
        """`directory` gives the same tuple as long as nobody comes or goes."""
        self._directory = directory
        self._read: tuple[tuple[str, ...], Names] = (), Names(())
        self._allowed = allowed

    def detect(self, text: str) -> list[Spotted]:
        draft = fold(text)
        spared = self._allowed.spans(text)
        found: list[Spotted] = []
        somebody = False
        for sentence in _SENTENCE.finditer(draft.text):
            names = self._names(draft.text, sentence.start(), sentence.end())
            found += _told(draft, sentence, names, somebody=somebody)
            somebody = somebody or bool(names)
        return [s for s in found if not any(start <= s.start and s.end <= end for start, end in spared)]

    def _colleagues(self) -> Names:
        full = self._directory()
        if full is not self._read[0]:
            self._read = full, Names(full)
        return self._read[1]

    def _names(self, text: str, start: int, end: int) -> list[tuple[int, int, float]]:
        """Names in a sentence with what each is worth by itself; the surest reading of a place first."""
        found = [(*span, 0.6) for span in self._colleagues().find(text, start, end)]
        found += [(*m.span(), 0.5) for m in _TITLED.finditer(text, start, end)]
        found += list(_first_names(text, start, end))
        kept: list[tuple[int, int, float]] = []
        for name in found:
            if all(name[1] <= start or end <= name[0] for start, end, _ in kept):
                kept.append(name)
        return sorted(kept)


def _first_names(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    for match in _NAMED.finditer(text, start, end):
        before = text[max(start, match.start() - 30) : match.start()]
        if match[1].removesuffix("'s").lower() not in given_names() or _CREDITED.search(before):
            continue
        surname = (match[2] or "").split(" ")[-1].lower()
        if surname and surname not in _NO_SURNAME:
            yield match.start(), match.end(2), 0.4
        else:
            yield match.start(), match.end(1), 0.2


def _told(
    draft: Folded,
    sentence: re.Match[str],
    names: Sequence[tuple[int, int, float]],
    *,
    somebody: bool,
) -> Iterator[Spotted]:
    """Each name alone, or the first of them together with what is told of somebody in its sentence.

    `somebody` says that an earlier sentence names a person, so that "he" or "she" may be them.
    """
    theirs = list(_THEIRS.finditer(draft.text, sentence.start(), sentence.end()))
    if theirs and not names and somebody and _HE_OR_SHE.search(sentence.group()):
        yield _person(draft, sentence.start(), theirs[-1].end(), "circumstances", 0.6)
    if names and theirs:
        start = min(names[0][0], theirs[0].start())
        end = max(names[0][1], theirs[-1].end())
        own = _HIS_OWN.search(draft.text, sentence.start(), sentence.end())
        yield _person(draft, start, end, "circumstances", 0.6 if own else 0.8)
        return
    least = 0.4 if _ACQUAINTED.search(sentence.group()) else 0.5
    yield from (_person(draft, start, end, "person", worth) for start, end, worth in names if worth >= least)


def _person(draft: Folded, start: int, end: int, what: str, certainty: float) -> Spotted:
    return Spotted(Kind.PERSONAL_DATA, *draft.span(start, end), what, "[name]", certainty=certainty)


@cache
def given_names() -> frozenset[str]:
    """Given names in small letters, from the list beside this module."""
    lines = files("bot.detectors").joinpath("given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name.lower() for line in lines if not line.startswith("#") for name in line.split())
