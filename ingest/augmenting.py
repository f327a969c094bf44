"""Examples as people would type them in a hurry, so that a model learns to read through it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from random import Random

from knowledge import everyday

_PIECE = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {key: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in _ROWS for i, key in enumerate(row)}
PLATFORMS = (
    "facebook",
    "instagram",
    "tiktok",
    "snapchat",
    "twitter",
    "linkedin",
    "whatsapp",
    "youtube",
    "reddit",
    "threads",
    "bluesky",
    "mastodon",
    "discord",
    "twitch",
    "telegram",
    "pinterest",
    "bereal",
    "nextdoor",
    "tumblr",
    "signal",
)
"""Places where people post; a question about one is most often a question about any."""
HABITS = ((0.0, 0.0, 0.7), (0.08, 0.1, 0.3), (0.15, 0.35, 0.3), (0.05, 0.5, 0.0), (0.0, 0.2, 0.3))
"""How people type: the chances of a slip, of a short form, and of another platform's name, word by word."""
LOWER, BARE = 0.5, 0.3
"""The chances that a question is typed in lower case, and without punctuation."""
SHORTEST = 4
"""Letters of a word from which a slip leaves it readable."""


def hurried(question: str, random: Random) -> str:
    """The same question, typed by somebody else."""
    slip, short, platform = random.choice(HABITS)
    text = "".join(_retyped(piece, slip, short, platform, random) for piece in _PIECE.findall(question))
    if random.random() < LOWER:
        text = text.lower()
    if random.random() < BARE:
        text = re.sub(r"[?!.,'’]", "", text)
    return text.strip() or question


@cache
def _short_forms() -> dict[str, list[str]]:
    """How else each word is typed, by the lexicon that reads shorthand."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for short, word in everyday.lexicon().shorthand.items():
        forms[word.lower()].append(short)
    return dict(forms)


def _retyped(piece: str, slip: float, short: float, platform: float, random: Random) -> str:
    word = piece.lower()
    if word in PLATFORMS and random.random() < platform:
        return random.choice(PLATFORMS)
    forms = _short_forms().get(word)
    if forms and random.random() < short:
        return random.choice(forms)
    return slipped(piece, random) if word.isalpha() and random.random() < slip else piece


def slipped(word: str, random: Random) -> str:
    """A word with two letters swapped, one left out, one doubled, or one from the key beside."""
    if len(word) < SHORTEST:
        return word
    place = random.randrange(1, len(word) - 1)
    match random.randrange(4):
        case 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case 1:
            return word[:place] + word[place + 1 :]
        case 2:
            return word[:place] + word[place] + word[place:]
        case _:
            return word[:place] + random.choice(_BESIDE.get(word[place].lower(), "e")) + word[place + 1 :]
