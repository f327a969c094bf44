"""What a turn means after the ones before it: "and in a closed group?" is read with what it follows.

A turn is searched for alone, with the turn just before it, and with the subject of the conversation, and what is found
is added up: the more it leans back, the more its context counts. A new subject is new.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answering.leaning import adrift, leaning
from knowledge.cues import may_tell_of_concern
from knowledge.model import Hit
from knowledge.search import Findings, Neighbour

CONTEXT = 0.8
"""What its context counts for a turn that certainly leans back."""
CONTEXT_OF_A_STEP = 0.4
"""The same where a turn asks whom to go to or what follows: that is a matter of its own, whatever it is about."""
EVEN = 0.5
"""From here on a turn more likely leans back than not."""
PERHAPS = 0.2
"""From here on a turn may lean back, and refusing it wrongly does more harm than showing needless clauses."""
MOSTLY = 0.5
"""Share of familiar words up to which a turn is in words that nobody uses here."""
NEGLIGIBLE = 0.1
"""Leaning up to which a turn is searched for alone, which takes a third of the time."""
_STEP = re.compile(
    r"\b(who|whom|who'?s|what (would |will |could )?happens?)\b"
    r"|\bwhere (do|can|could|would|should|will|d) (i|we|you) (\w+ )?(take|raise|report|go|complain|turn|tell)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^(ok(ay)?[\s,]+)?(thanks?|thank you|cheers|ta|great|perfect|lovely|brilliant|nice one)"
    r"( very much| a lot| so much)?(\s*[,.:;!–—-]+\s*|\s+(?=(and|but|so|what|how)\b))(?=\w+\W+\w)",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^((no+|nope|sorry|oops|wait|actually)[\s,.]+)*i (mean|meant|was asking about)[\s,.:;–—-]+(?=\w)", re.IGNORECASE
)
_ASKS_AGAIN = re.compile(
    r"^((but|so|ok(ay)?|and|no|hm+|sorry|wait)[\s,]+)*"
    r"(why( not| is that| so| though| tho)?|how (come|so)|really|seriously|(are )?(you|u) (sure|certain)( about that)?|"
    r"says who|is (that|this) (right|true|correct|definite|certain)|prove it|huh|eh|pardon|sorry|what|come again|"
    r"(what|how) (do|did) (you|u) mean( by (that|it|this))?|wh?at does (that|it|this) (even )?mean|"
    r"(i )?(don'?t|do not) (understand|get it|get that|follow)|say (that |it )?again|(in )?plain english|"
    r"((can|could) (you|u) )?(explain|repeat)( (that|it|this))?( again)?)( please| pls| again)?[\s?!.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as it is read: what it says, the turn before it, the subject they are about, and how far it leans back."""

    text: str
    before: str = ""
    subject: str = ""
    leans: float = 0.0

    @property
    def leans_back(self) -> bool:
        """Whether it more likely leans on the turns before than not."""
        return self.leans >= EVEN

    @property
    def whole(self) -> str:
        """The turn with those that it leans on, in one line."""
        return " ".join(dict.fromkeys([self.subject, self.before, self.text])) if self.leans_back else self.text


def asks_again(text: str) -> bool:
    """Whether a turn only doubts or questions the answer before it: "why?", "are you sure?", "what do you mean?"."""
    return bool(_ASKS_AGAIN.match(text))


def read(text: str, earlier: Sequence[str], familiar: Callable[[str], float] = lambda _: 1.0) -> Turn:
    """A turn in its conversation; `earlier` holds the turns before it that say something, oldest first.

    One that corrects the turn before it takes that one's place. One that nothing ties to those before it, most of it in
    words that aren't `familiar` here, stands alone: what it follows can't vouch for it. After what may be a concern
    none does: it may be more of it.
    """
    meant = _CORRECTS.sub("", text)
    said = _THANKS.sub("", meant)
    followed = earlier[:-1] if meant != text and len(earlier) > 1 else earlier
    if not followed:
        return Turn(said)
    if adrift(meant, followed) and familiar(meant) <= MOSTLY and not any(map(may_tell_of_concern, followed)):
        return Turn(said)
    return Turn(said, followed[-1], _subject(followed), leaning(meant, followed))


def _subject(earlier: Sequence[str]) -> str:
    """The last turn that stands on its own."""
    places = range(len(earlier) - 1, 0, -1)
    return next((earlier[place] for place in places if leaning(earlier[place], earlier[:place]) < EVEN), earlier[0])


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a turn in all, for its own words, and for them with its subject."""

    turn: Findings
    alone: Findings
    in_context: Findings


def find(turn: Turn, search: Callable[[str], Findings]) -> Found:
    """Search for a turn as far as it stands alone, and as far as it leans on those before."""
    alone = search(turn.text)
    if turn.leans < NEGLIGIBLE:
        return Found(alone, alone, alone)
    context = turn.leans * (CONTEXT_OF_A_STEP if _STEP.search(turn.text) else CONTEXT)
    with_before = search(f"{turn.before} {turn.text}")
    if turn.subject == turn.before:
        return Found(_added_up([(1 - context, alone), (context, with_before)]), alone, with_before)
    with_subject = search(f"{turn.subject} {turn.before} {turn.text}")
    found = [(1 - context, alone), (context / 2, with_before), (context / 2, with_subject)]
    return Found(_added_up(found), alone, with_subject)


def _added_up(found: Sequence[tuple[float, Findings]]) -> Findings:
    """One set of findings out of several, each by its share."""
    scores: defaultdict[str, float] = defaultdict(float)
    hits: dict[str, Hit] = {}
    weights: defaultdict[str, float] = defaultdict(float)
    near: dict[str, Neighbour] = {}
    for share, findings in found:
        for hit in findings.hits:
            scores[hit.clause_id] += share * hit.score
            hits.setdefault(hit.clause_id, hit)
        for neighbour in findings.neighbours:
            weights[neighbour.example.ask] += share * neighbour.weight
            near.setdefault(neighbour.example.ask, neighbour)
    ranked = sorted(scores, key=lambda clause: (-scores[clause], clause))
    nearest = sorted(weights, key=lambda ask: (-weights[ask], ask))
    return Findings(
        hits=tuple(replace(hits[clause], score=scores[clause]) for clause in ranked),
        neighbours=tuple(replace(near[ask], weight=weights[ask]) for ask in nearest),
        signals=_mean([(share, findings.signals) for share, findings in found]),
        verdicts=_mean([(share, findings.verdicts) for share, findings in found]),
        routes=_mean([(share, findings.routes) for share, findings in found]),
        trained_verdicts=_mean([(share, findings.trained_verdicts) for share, findings in found]),
    )


def _mean(values: Sequence[tuple[float, dict[str, float]]]) -> dict[str, float]:
    names = dict.fromkeys(name for _, found in values for name in found)
    return {name: sum(share * found.get(name, 0.0) for share, found in values) for name in names}
