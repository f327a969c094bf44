"""What a model may say of an answer that is settled: each sentence checked against the words it claims to reword.

A model is taken to be hostile. A sentence is kept only where it names a clause that is cited, copies words that stand
in it, and says no more and nothing else: same numbers, same negations, same modal verbs, same limiting words, every
telling word known from the clause, its plain words or the question, in the order in which the clause has them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.model import Answer
from bot.ports import Sentence

LONGEST = 400
"""Characters of one sentence."""
SHORTEST_QUOTE = 12
_ACTIVE = re.compile(r"[<>\[\]{}|*_`#@~\\\n\r\t]|https?:|www\.|\w\.(com|org|net|io|uk|example)\b|\d{7,}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,:]\d+)*")
_CLASSES = {
    "not": "not never no nor none nothing nobody neither cannot without avoid stop".split(),
    "must": "must shall required requires require have need needs obliged mandatory".split(),
    "should": "should ought encouraged encourages recommended advised asked expected".split(),
    "may": "may can could might allowed permitted free fine ok okay acceptable welcome able".split(),
    "forbidden": "forbidden banned prohibited unacceptable disallowed illegal".split(),
    "will": "will would going".split(),
    "limits": "only unless except rather instead before after if until but always all any every some however".split(),
    "answers": "yes yeah yep sure nope certainly absolutely".split(),
}
_OF_CLASS = {word: name for name, words in _CLASSES.items() for word in words}
_EVERYDAY = frozenset(
    "a an the this that these those it its you your yours we our they their them is are be been being was were do does "
    "of to in on at for from by with about as and or so also too please here there what who which how when where "
    "policy clause says means asks say remember think note".split()
)


def kept(sentences: Sequence[Sentence], answer: Answer) -> list[str]:
    """The sentences that pass, in order; those that don't are dropped, not mended."""
    quoted = {quote.clause_id: quote.text for quote in answer.quotes}
    known = {_stem(word) for word in _words(f"{answer.question} {answer.plain}")}
    return [
        sentence.text.strip()
        for sentence in sentences
        if (clause := quoted.get(sentence.clause_id)) is not None and _sound(sentence, clause, answer.plain, known)
    ]


def _sound(sentence: Sentence, clause: str, plain: str, known: set[str]) -> bool:
    text, quote = sentence.text.strip(), sentence.quote
    if not 0 < len(text) <= LONGEST or _ACTIVE.search(text) or not text.isprintable():
        return False
    if len(quote) < min(SHORTEST_QUOTE, len(clause)) or quote not in clause:
        return False
    source = next((source for source in (quote, plain) if _logic(text) == _logic(source)), None)
    if source is None or not set(_numbers(text)) <= set(_numbers(source)):
        return False
    telling = [_stem(word) for word in _words(text) if word not in _EVERYDAY and word not in _OF_CLASS]
    there = {_stem(word) for word in _words(clause)} | known
    return all(word in there for word in telling) and _in_order(telling, [_stem(word) for word in _words(source)])


def _logic(text: str) -> dict[str, int]:
    """How often each kind of word stands in a text that decides what it allows, forbids or limits."""
    counts: dict[str, int] = {}
    for word in _words(text):
        names = ["not"] if word.endswith("n't") else []
        names += [_OF_CLASS[part] for part in (word, word.removesuffix("n't")) if part in _OF_CLASS]
        for name in dict.fromkeys(names):
            counts[name] = counts.get(name, 0) + 1
    return counts


def _in_order(telling: Sequence[str], source: Sequence[str]) -> bool:
    """Whether the words that a sentence shares with its source come in the source's order."""
    places = [source.index(word) for word in telling if word in source]
    return bool(places) and all(first <= second for first, second in pairwise(places))


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _numbers(text: str) -> list[str]:
    return [word for word in _words(text) if word[0].isdigit()]


def _stem(word: str) -> str:
    """A word without the endings that rewording changes."""
    for ending in ("ing", "ed", "es", "s", "'s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
