"""Rules first: greetings and thanks, a wish for a person, and concerns that must not take the ordinary road.

A sensitive concern is recognised by a rule, or by the head learned from the owner's examples where it is sure. Every
doubt is settled towards care: a question wrongly taken for a concern still gets the policy's own reporting clause.
"""

from __future__ import annotations

import re
from collections import defaultdict

from bot.model import Route
from knowledge.search import Findings

_GREETING = re.compile(
    r"^(hi+|hiya|hello|hey+|yo|morning|good (morning|afternoon|evening)|help|help me|start|menu|what can you do|"
    r"who are you|what are you|how do(es)? (this|you) work)( there| all| bot| please)?[\s!?.,]*$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^(thanks?|thank you|cheers|ta|nice one|great|perfect|ok(ay)?|got it)( \w+){0,3}[\s!.]*$", re.IGNORECASE
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
_SURE = 0.6
"""The mean of the head's probability and the examples' votes from which a message is treated as sensitive."""


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


def by_example(findings: Findings) -> Route | None:
    """The route that the learned head and the nearest examples agree on, or None."""
    votes: defaultdict[str, float] = defaultdict(float)
    for neighbour in findings.neighbours:
        votes[neighbour.example.route or "none"] += neighbour.weight
    both = {name: (share + votes[name]) / 2 for name, share in findings.routes.items()}
    name = max(both, key=lambda route: both[route], default="none")
    return Route(name) if name != "none" and both[name] >= _SURE else None
