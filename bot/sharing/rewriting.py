"""A version of a draft that can be posted: what is at fault masked or cut, the disclaimer added, the voice kept.

Nothing is written but the masks, the disclaimer and the writer's own words. A phrase goes where the rest of its
sentence stands without it, else the whole sentence: a sentence less reads better than a stump.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot import messages
from bot.model import Kind, Spotted
from knowledge import units
from knowledge.units import Span

LONGEST_DRAFT = 5_000
"""Characters of a draft up to which another version is offered; what is longer is an article, edited by hand."""
KEPT = 0.3
"""The least share of a draft's words that a version of it must keep."""
FEWEST_WORDS = 3
LONGEST = 40
"""Characters of a detail that is masked; what is longer is a story."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_HANGING = frozenset(
    "a an the my our your his her their its this that these those some any no of to in on at for from by with about as "
    "and or but so because cos if when while which who whose than then is are was were be been am i we he she they you "
    "it's i'm we're they're you're i've we've has have had do does did not can could will would should may might must "
    "even although though until unless".split()
)
"""Words that no phrase ends with."""
_LEADING = re.compile(r"(?:and|but|so|then|yet|plus)\b,?\s*", re.IGNORECASE)
_ENDING = re.compile(r"[.!?…]+[\"'”’]*\s*$")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d]+")
_JOINTS = " \t,;:-–—(["


def rewritten(draft: str, spotted: Sequence[Spotted], *, boldly: bool = False) -> str | None:
    """The draft without what was spotted in it, or None where too little would be left of it.

    Phrases are cut, and who speaks is set right by the disclaimer alone. `boldly` masks somebody's details and
    cuts the whole sentence of all else: a secret's place shows no less than where it was.
    """
    faults = [one for one in spotted if boldly or one.kind is not Kind.SPEAKING_FOR_SOCIETY]
    sentences = units.sentences(draft)
    if not sentences:
        return None
    text = ""
    gap: str | None = None
    for before, sentence in pairwise([(0, 0), *sentences]):
        here = draft[before[1] : sentence[0]]
        gap = here if gap is None else _wider(gap, here)
        said = _said(
            draft, sentence, [f for f in faults if f.start < sentence[1] and sentence[0] < f.end], boldly=boldly
        )
        if said:
            text, gap = text + (gap if text else gap.lstrip()) + said, None
    text = _tidied(text + draft[sentences[-1][1] :])
    if not _enough(text, draft):
        return None
    if any(one.kind is Kind.SPEAKING_FOR_SOCIETY for one in spotted):
        text = _with_line(text, messages.DISCLAIMER, draft)
    return text if text != draft.strip() else None


def credited(draft: str, spotted: Sequence[Spotted]) -> str | None:
    """The draft as it stands with a line for whose work it is, or None where that isn't all that it lacks."""
    kinds = {one.kind for one in spotted}
    return _with_line(draft.strip(), messages.CREDIT, draft) if kinds == {Kind.COPYRIGHT} else None


def _with_line(text: str, line: str, draft: str) -> str:
    return f"{text}\n{line}" if "\n" in draft else f"{text} {line}"


def _said(draft: str, sentence: Span, faults: Sequence[Spotted], *, boldly: bool) -> str:
    """A sentence without its faults; "" where nothing of it can stay."""
    start, end = sentence
    if not faults:
        return draft[start:end]
    if boldly:
        details = all(one.mask and one.kind is Kind.PERSONAL_DATA and one.end - one.start <= LONGEST for one in faults)
        return _masked(draft, sentence, faults) if details else ""
    phrases = [(start + first, start + last) for first, last in units.phrases(draft[start:end])]
    sound = [phrase for phrase in phrases if not any(f.start < phrase[1] and phrase[0] < f.end for f in faults)]
    return _joined(draft, sentence, phrases, sound)


def _masked(draft: str, sentence: Span, masked: Sequence[Spotted]) -> str:
    start, end = sentence
    text, place = "", start
    for one in sorted(masked, key=lambda one: (one.start, -one.end)):
        if one.start >= place:
            text += draft[place : one.start] + one.mask
            place = max(place, one.end)
    return text + draft[place:end]


def _joined(draft: str, sentence: Span, phrases: Sequence[Span], sound: Sequence[Span]) -> str:
    """What the sound phrases of a sentence say without the others; "" where that is a stump.

    They are those before what goes, those after it where a conjunction joined them, or both around brackets.
    """
    start, end = sentence
    gone = [phrase for phrase in phrases if phrase not in sound]
    if not gone:
        return ""
    before = [phrase for phrase in sound if phrase < gone[0]]
    after = [phrase for phrase in sound if phrase > gone[-1]]
    tail = _ENDING.search(draft, gone[-1][0], end)
    if after and _aside(draft, gone):
        said = draft[start : gone[0][0]].rstrip(_JOINTS) + " " + draft[gone[-1][1] : end].lstrip(" )]")
    elif before:
        signs = "".join(_EMOJI.findall(draft, before[-1][1], gone[0][0]))
        left = draft[start : before[-1][1]]
        said = left.rstrip(_JOINTS) + (f" {signs}" if signs else tail[0].rstrip() if tail else "")
        if left.endswith(":"):
            return ""
    elif after and (joint := _LEADING.match(draft, after[0][0])):
        said = draft[joint.end() : end]
        said = said[:1].upper() + said[1:] if draft[start].isupper() else said
    else:
        return ""
    words = _WORD.findall(said)
    hanging = len(words) < FEWEST_WORDS or words[-1].casefold() in _HANGING
    return "" if hanging or said.count("(") != said.count(")") or said.count('"') % 2 else said


def _aside(draft: str, gone: Sequence[Span]) -> bool:
    """Whether what is to go stands in brackets, so that the sentence is whole without it."""
    return draft[: gone[0][0]].rstrip()[-1:] in "([" and draft[gone[-1][1] :].lstrip()[:1] in ")]"


def _wider(one: str, other: str) -> str:
    """What stands between two sentences when the one between is gone: the wider gap, and the emoji of both."""
    signs = "".join(_EMOJI.findall(one))
    other = other.lstrip("\"'’”)")
    parting = max(one, other, key=lambda gap: (gap.count("\n"), len(gap)))
    return parting if signs in parting else f"{one.rstrip()}{other}"


def _tidied(text: str) -> str:
    """No space before a comma, no double space, no line of spaces, no more than one empty line."""
    text = re.sub(r"(?<![ \t])[ \t]+([,.;:!?])(?=\s|$)", r"\1", text)
    text = re.sub(r"(?<=\S)[ \t]{2,}", " ", re.sub(r"(?<!,),+([.!?])", r"\1", text))
    text = re.sub(r"(?<![ \t])[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _enough(text: str, draft: str) -> bool:
    left, there = len(_WORD.findall(text)), len(_WORD.findall(draft))
    return left >= FEWEST_WORDS and left >= KEPT * there
