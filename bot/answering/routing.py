"""Rules first: greetings and thanks, a wish for a person, and concerns that must not take the ordinary road.

A sensitive concern is recognised by a rule, or by heads learned from the owner's examples with a second witness beside
them. Every doubt is settled towards care: a question wrongly taken for a concern still gets the policy's own reporting
clause, and an answer that may be about the asker's manager never sends them to the manager alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

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
_SUPERIOR = re.compile(
    r"\b(managers?|mana?ge?r|mgr|boss(es)?|supervisor|gaffer|team leader|shift lead|head of \w+|"
    r"(report|answer|work) (to|under|for) (him|her|them)|i (report|answer) to|i work (for|under|to))\b",
    re.IGNORECASE,
)
SUPPORT_FROM = 0.3
SUPERIOR_FROM = 0.25
CONCERN_FROM = 0.3
PERSON_FROM = 0.5
ALONE_FROM = 0.8
"""Probabilities of the learned heads from which each route is taken. The first four need a witness beside them."""


@dataclass(frozen=True, slots=True)
class RouteClauses:
    """The clauses that the owner's examples name for reporting a concern, and for asking a person."""

    reporting: frozenset[str] = frozenset()
    person: frozenset[str] = frozenset()


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
    return bool(_SUPERIOR.search(question))


def by_example(question: str, findings: Findings, clauses: RouteClauses) -> Route | None:
    """The route that the heads learned from the owner's examples give, with a second witness for each.

    The witness is the clause that the owner's examples of the route name, found among the first three, or words for
    somebody whom the asker answers to.
    """
    likely = defaultdict(float, findings.routes)
    found = {hit.clause_id for hit in findings.hits[:3]}
    superior, concern = likely[Route.NOT_MANAGER], likely[Route.NOT_MANAGER] + likely[Route.REPORT]
    if likely[Route.SUPPORT] >= SUPPORT_FROM:
        return Route.SUPPORT
    if superior >= ALONE_FROM or (names_superior(question) and concern >= SUPERIOR_FROM):
        return Route.NOT_MANAGER
    if concern >= CONCERN_FROM and found & clauses.reporting:
        return Route.NOT_MANAGER if superior > likely[Route.REPORT] else Route.REPORT
    if likely[Route.LINE_MANAGER] >= PERSON_FROM and found & clauses.person:
        return Route.LINE_MANAGER
    return None
