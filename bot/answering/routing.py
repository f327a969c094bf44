"""Rules first: greetings and thanks, a wish for a person, and concerns that must not take the ordinary road.

A sensitive concern is recognised by a rule, or by a router learned from the owner's examples. Every doubt is settled
towards care: what is perhaps a concern is answered with the safe route beside the answer, and what may be about the
asker's manager never sends them to the manager alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.model import Route
from knowledge import concerns, forms
from knowledge.concerns import Named
from knowledge.forms import Form
from knowledge.learned import Judge
from knowledge.search import Findings

_GREETING = re.compile(
    r"^(hi+|hiya|hello|hey+|yo|morning|good (morning|afternoon|evening)|help|help me|start|menu|what can you do|"
    r"who are you|what are you|how do(es)? (this|you) work)( there| all| bot| please)?[\s!?.,]*$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^((thanks?|thank you|thx|cheers|ta|nice one|great|perfect|lovely|brilliant|cool|fab|ok(ay)?|right|fine|got it|"
    r"understood|will do|makes sense|good to know|that'?s (great|helpful|all|it|everything))"
    r"( (so|very) much| a lot| a bunch| again| then| mate| all| for (that|this|your help|everything))?[\s,!.]*)+$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b((speak|talk|chat) (to|with) (a |some)?(one|body|human|person|real person|someone|somebody)"
    r"|(a |real )(human|person) (please|instead)|put me through to|ask my (line )?manager for me)\b",
    re.IGNORECASE,
)
_DISTRESS = re.compile(
    r"\b(suicid\w*|kill(ing)? myself|end (it all|my life)|want to die|self[- ]?harm\w*|hurt(ing)? myself"
    r"|can'?t (go on|cope)|no(thing)? to live for|better off without me|don'?t want to (be here|live|wake up))\b",
    re.IGNORECASE,
)
_MANAGER = (
    r"(my|our|the|his|her|their) ((line|area|store|shop|branch|team|duty|nursery|deputy|general) )?"
    r"(manager|boss|supervisor|gaffer|team leader)"
)
_ILL_DEED = (
    r"(bull(y|ies|ied|ying)|harass\w*|threat\w*|touch(ed|es|ing) (me|her|him|up)|grop\w*|discriminat\w*|racis\w*|"
    r"sexis\w*|homophob\w*|victimis\w*|stalk\w*|blackmail\w*|steal(s|ing)?|stole|nick(ed|ing)|fraud\w*|fiddl\w*|brib\w*|"
    r"humiliat\w*|abus(e|ed|es|ive|ing)|intimidat\w*|creepy|sexual\w*|picks? on|picking on|has it in for|retaliat\w*|"
    r"cover(ing|ed)? (it )?up|falsif\w*|mock(s|ed|ing)?|slag(s|ged|ging)|scream(s|ed|ing)|shout(s|ed|ing)|lied|lying)"
)
_ABOUT_MANAGER = re.compile(
    rf"\b{_MANAGER}\b.{{0,80}}\b{_ILL_DEED}\b|\b{_ILL_DEED}\b.{{0,40}}\b(by )?{_MANAGER}\b", re.IGNORECASE
)
CARE = {Route.SUPPORT: 4.0, Route.NOT_MANAGER: 3.0, Route.REPORT: 1.0, Route.LINE_MANAGER: 1.0}
"""How much dearer a mistake is that misses this route than one that takes it needlessly."""
CARE_WHERE_NAMED = 6.0
"""The same for what may be about the manager, where somebody whom the asker answers to is spoken of."""

SOONER_WHERE_NAMED, SOONER_WHERE_TOLD = 3.0, 2.0
"""By how much less it takes to be perhaps a concern where such a person is spoken of, and where nothing is asked."""


@dataclass(frozen=True, slots=True)
class Care:
    """What the owner's examples of concerns teach; `reporting` holds the clauses on how to report one."""

    router: Judge = field(default_factory=Judge)
    named: Named = field(default_factory=dict)
    reporting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Concern:
    """A message that asks for care; where it isn't certain, the question is answered with the route beside it."""

    route: Route
    certain: bool


def is_greeting(question: str) -> bool:
    """Whether it is only a hello or a call for help with the bot."""
    return bool(_GREETING.match(question))


def is_thanks(question: str) -> bool:
    """Whether it is only a word of thanks."""
    return bool(_THANKS.match(question))


def by_rule(question: str) -> Route | None:
    """The route that a rule names, most urgent first."""
    if _DISTRESS.search(question):
        return Route.SUPPORT
    if _ABOUT_MANAGER.search(question):
        return Route.NOT_MANAGER
    if _PERSON.search(question):
        return Route.LINE_MANAGER
    return None


def names_superior(question: str) -> bool:
    """Whether somebody whom the asker answers to is spoken of."""
    return bool(concerns.SUPERIOR.search(question))


def concern(message: str, findings: Findings, care: Care) -> Concern | None:
    """What a rule says, or else the router learned from the owner's examples; None for an ordinary question."""
    ruled = by_rule(message)
    if ruled or not care.router:
        return Concern(ruled, certain=True) if ruled else None
    likely = care.router.probabilities(concerns.signals(message, findings, care.named))
    concerned = 1 - likely[concerns.NONE]
    superior, told = names_superior(message), forms.read(message).form is Form.STATEMENT
    sooner = SOONER_WHERE_NAMED if superior else SOONER_WHERE_TOLD if told else 1.0
    if concerned >= care.router.sure[concerns.HINT] / sooner:
        return Concern(_safest(likely, message), certain=concerned >= care.router.sure[concerns.CONCERN])
    return Concern(Route.NOT_MANAGER, certain=False) if superior and told else None


def _safest(likely: dict[str, float], message: str) -> Route:
    care = CARE | ({Route.NOT_MANAGER: CARE_WHERE_NAMED} if names_superior(message) else {})
    return max(care, key=lambda route: (likely.get(route, 0.0) * care[route], route))
