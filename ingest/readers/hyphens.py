"""Words divided at a line's end: joined where they are one word, their hyphen kept where it is the word's own."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache
from importlib import resources

_LAST = re.compile(r"([A-Za-zÀ-ÿ]+)[-\u2010\u00ad]$")
_FIRST = re.compile(r"^[A-Za-zÀ-ÿ]+")
_WORD = re.compile(r"[a-zà-ÿ]+(?:-[a-zà-ÿ]+)*")
_OWN = frozenset(
    "self non well co part full long short cross one two three four first second high low ex pre post re anti multi "
    "semi mid off on in up face work day year week month hour follow line".split()
)
"""What may stand before a hyphen that is the word's own."""


def words_in(text: str) -> set[str]:
    """The words of a text in small letters, hyphenated ones whole."""
    return set(_WORD.findall(text.casefold()))


def joined(line: str, following: str, used: Collection[str]) -> str:
    """Two lines as one; `used` are the words that the document has elsewhere."""
    last, first = _LAST.search(line), _FIRST.match(following)
    if not last:
        return f"{line} {following}"
    if not first or first[0][0].isupper():
        return f"{line}{following}"
    left, right = last[1].casefold(), first[0].casefold()
    if right in ("and", "or", "to"):
        return f"{line} {following}"
    return f"{line[:-1]}{following}" if _is_one(left, right, used) else f"{line}{following}"


def _is_one(left: str, right: str, used: Collection[str]) -> bool:
    """What the document does elsewhere decides; then what is a word; then whether the halves are words."""
    together, apart = left + right, f"{left}-{right}"
    if together in used or apart in used:
        return together in used
    if together in _common():
        return True
    if left in _OWN:
        return False
    return not (_is_word(left, used) and _is_word(right, used))


def _is_word(half: str, used: Collection[str]) -> bool:
    return len(half) > 2 and (half in used or half in _common())


@cache
def _common() -> frozenset[str]:
    """Common English words: those that the shipped encoder knows whole."""
    known = json.loads(resources.files("knowledge").joinpath("encoder/tokenizer.json").read_text(encoding="utf-8"))
    return frozenset(word for word in known["model"]["vocab"] if word.isalpha())
