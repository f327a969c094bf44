"""What a turn means after the ones before it: "and in a closed group?" is read with the question it follows."""

from __future__ import annotations

import re

_LEANS_BACK = re.compile(
    r"^(and|but|or|so|what about|how about|what if|even if|even|only|also|then|same|does that|is that|would that|"
    r"do they|does it|is it|can it|would it|that|it|they|them|those|these|he|she|this)\b"
    r"|\b(that|it|they|them|those|this one|instead|too|either|as well|then)\s*\??$",
    re.IGNORECASE,
)
_SHORT = 5
"""Words up to which a turn is taken as leaning on the one before."""


def in_context(text: str, earlier: tuple[str, ...]) -> str:
    """The words to search for: the turn itself, with the one it leans on in front."""
    if not earlier:
        return text
    leans = bool(_LEANS_BACK.search(text)) or len(text.split()) <= _SHORT
    return f"{earlier[-1]} {text}" if leans else text
