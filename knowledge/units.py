"""The parts of a draft that are judged one by one: sentences, and the phrases that these are made of."""

from __future__ import annotations

import re
from itertools import pairwise

Span = tuple[int, int]

SHORTEST = 3
"""Words below which a phrase says too little alone and goes with the one after it."""
LONGEST = 14
"""Words from which a phrase is cut at its conjunctions too."""
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d"
_SENTENCE = re.compile(rf"(?<=[.!?…])[\"'’”)]*\s+|\s*\n+\s*|(?<=[{_EMOJI}])\s+(?=[A-Z\"'‘“])")
_PHRASE = re.compile(rf"(?<=[,;:])\s+|\s+[-–—]+\s+|\s*[()\[\]]+\s*|\s*[{_EMOJI}]+\s*|\s*…\s*|\s*\.\.+\s*")
_CONJUNCTION = re.compile(r"\s+(?=(?:and|but|so|because|cos|which|who|while|if|when|then)\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def sentences(text: str) -> list[Span]:
    """Spans of a draft's sentences and lines, without the spaces around them."""
    return _cut(text, (0, len(text)), _SENTENCE)


def phrases(text: str) -> list[Span]:
    """Spans of the phrases of all sentences, in order; none crosses the end of a sentence."""
    found: list[Span] = []
    for sentence in sentences(text):
        short: list[Span] = []
        for phrase in _cut(text, sentence, _PHRASE):
            long = _words(text, phrase) >= LONGEST
            short += _cut(text, phrase, _CONJUNCTION) if long else [phrase]
        found += _joined(text, short)
    return found


def _cut(text: str, within: Span, where: re.Pattern[str]) -> list[Span]:
    start, end = within
    cuts = [(start, start), *(match.span() for match in where.finditer(text, start, end)), (end, end)]
    return [trimmed for (_, a), (b, _) in pairwise(cuts) if (trimmed := _trimmed(text, a, b))]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without the spaces at its ends; None where no word is left."""
    part = text[start:end]
    if not _WORD.search(part):
        return None
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _joined(text: str, parts: list[Span]) -> list[Span]:
    """Parts with those too short to judge put together with the next, or the last with the one before."""
    joined: list[Span] = []
    for part in parts:
        if joined and _words(text, joined[-1]) < SHORTEST:
            joined[-1] = joined[-1][0], part[1]
        else:
            joined.append(part)
    if len(joined) > 1 and _words(text, joined[-1]) < SHORTEST:
        last = joined.pop()
        joined[-1] = joined[-1][0], last[1]
    return joined


def _words(text: str, span: Span) -> int:
    return len(_WORD.findall(text, *span))
