"""The first look at what somebody typed: make it one clean line, or say why it can't be taken."""

from __future__ import annotations

import re
import unicodedata

from bot import messages

LIMIT = 4000
"""Characters of a question; longer texts are drafts or accidents."""
_MARKUP = re.compile(r"</?[a-z!@#][^<>]{0,200}>|\{\{[^{}]{0,200}\}\}|```", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


class Unusable(Exception):
    """What was typed can't be a question; `str(error)` is what the colleague is told."""


def tidied(text: str) -> str:
    """One line without markup and without control, bidirectional and zero-width characters; raises `Unusable`."""
    if len(text) > LIMIT:
        raise Unusable(messages.TOO_LONG.format(limit=f"{LIMIT:,}"))
    if not text.strip():
        raise Unusable(messages.EMPTY)
    visible = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") else c for c in visible)
    line = " ".join(_MARKUP.sub(" ", visible).split())
    if not any(c.isalnum() for c in line):
        raise Unusable(messages.UNREADABLE)
    return line
