"""Rules first: greetings and thanks, a wish for a person, and concerns that must not take the ordinary road.

A sensitive concern is recognised by a rule, or by a router learned from the owner's examples. Every doubt is settled
towards care: what is perhaps a concern is answered with the safe route beside the answer, and what may be about the
asker's manager never sends them to the manager alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.model import Route
from knowledge import concerns, cues, forms
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
_DISTRESS_NAMED = re.compile(r"\b(suicid\w*|self[- ]?harm\w*)\b", re.IGNORECASE)
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
EVEN = 0.5
"""A rule and a router that finds a concern more likely than not are two witnesses: enough to be certain."""
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_FEWEST_WORDS = 5


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
    if in_distress(question) or _DISTRESS_NAMED.search(question):
        return Route.SUPPORT
    if _ABOUT_MANAGER.search(question):
        return Route.NOT_MANAGER
    if _PERSON.search(question):
        return Route.LINE_MANAGER
    return None


def in_distress(question: str) -> bool:
    """Whether somebody says outright that they can't go on."""
    return bool(cues.DESPAIR.search(question))


def told_beside(message: str) -> str:
    """What is told beside a question, its other sentences, where a concern may hide in them; "" where none does."""
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(message)]
    told = " ".join(sentence for sentence in sentences if not sentence.endswith("?"))
    enough = "?" in message and len(told.split()) >= _FEWEST_WORDS
    return told if enough and cues.may_tell_of_concern(told) else ""


def names_superior(question: str) -> bool:
    """Whether somebody whom the asker answers to is spoken of."""
    return bool(cues.SUPERIOR.search(question))


def concern(message: str, findings: Findings, care: Care) -> Concern | None:
    """What a rule and the router learned from the owner's examples make of a message; None for an ordinary question."""
    ruled, superior = by_rule(message), names_superior(message)
    if not care.router:
        return Concern(_away(ruled, superior), certain=True) if ruled else None
    likely = care.router.probabilities(concerns.signals(message, findings, care.named))
    concerned = 1 - likely[concerns.NONE]
    safest, spared = concerns.safest(likely)
    told = superior and forms.read(message).form is Form.STATEMENT
    if ruled or told or spared >= care.router.sure[concerns.HINT]:
        route = _away(Route(safest), told) if ruled in (None, Route.LINE_MANAGER) else ruled
        enough = EVEN if ruled else care.router.sure[concerns.CONCERN]
        return Concern(route, certain=concerned >= enough or in_distress(message))
    return None


def _away(route: Route, from_manager: bool) -> Route:  # noqa: FBT001
    """The route, or another one where it leads to somebody whom it may be about."""
    return Route.NOT_MANAGER if from_manager and route is Route.LINE_MANAGER else route
