"""Which passages are headings, declared by a style or by their look, and of what level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers import metadata
from ingest.readers.finishing import is_title_like
from ingest.readers.passages import Passage
from ingest.readers.reading import Block

Look = tuple[int | None, int | None, float, bool, bool]
_ENDS = (".", ";", ",")
_WORDS = 14
_GOES_ON = re.compile(r"[;,]$|[;,] (?:and|or)$")
_LONGEST = 30
_DEEPEST = 6
_LARGER = 1.12
_DOTTED = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.?\)?$")


class Headings:
    """Judges the parts of one document: which of them are headings, and of what level."""

    def __init__(self, parts: Sequence[Passage | Block]) -> None:
        self._parts = parts
        self._size, self._bold = _body(parts)
        self.found = {
            i: part for i, part in enumerate(parts) if isinstance(part, Passage) and self._is_heading(i, part)
        }
        self._levels = _levels(list(self.found.values()))

    def level(self, index: int) -> int:
        """The level of the heading at an index: 2 and deeper, 1 being the title's."""
        return self._levels[look(self.found[index])]

    def _is_heading(self, index: int, part: Passage) -> bool:
        if part.bullet or not any(letter.isalpha() for letter in part.text):
            return False
        if part.level is not None:
            return _reads_as_heading(part)
        following = self._parts[index + 1] if index + 1 < len(self._parts) else None
        if following is None or not could_be(part) or (part.marker and not _DOTTED.match(part.marker)):
            return False
        return self._stands_out(part) and metadata.from_line(part.text) is None

    def _stands_out(self, part: Passage) -> bool:
        capitals = part.text.isupper() and sum(map(str.isalpha, part.text)) > 3
        return (
            part.size > self._size * _LARGER or (part.bold and not self._bold) or (capitals and part.size >= self._size)
        )


def _reads_as_heading(part: Passage) -> bool:
    """Some documents set whole clauses in heading styles, for the sake of the numbers these bring."""
    text = part.text
    if len(text.split()) > _LONGEST or text[0].islower() or _GOES_ON.search(text):
        return False
    return not text.endswith((".", ":")) or is_title_like(text.rstrip(".:"))


def could_be(part: Passage) -> bool:
    """Whether a passage's words could be a heading's: few, and no sentence."""
    if len(part.text.split()) > _WORDS or part.text[0].islower():
        return False
    titled = part.marker is not None and is_title_like(part.text.removesuffix("."))
    return titled or not part.text.endswith(_ENDS)


def _body(parts: Sequence[Passage | Block]) -> tuple[float, bool]:
    """Size and weight of most of the text."""
    weights: dict[tuple[float, bool], int] = {}
    for part in parts:
        if isinstance(part, Passage) and part.level is None:
            key = (round(part.size * 2) / 2, part.bold)
            weights[key] = weights.get(key, 0) + len(part.text)
    return max(weights, key=lambda key: weights[key], default=(11.0, False))


def look(part: Passage) -> Look:
    """What headings of one level have in common: their style, the depth of their number, or their look."""
    depth = None
    if part.marker and _DOTTED.match(part.marker):
        depth = part.marker.rstrip(".)").count(".") + 1
    return part.level, depth, round(part.size * 2) / 2, part.bold, part.text.isupper()


def _levels(found: Sequence[Passage]) -> dict[Look, int]:
    """The level of each look: declared, counted off its number, or ranked by size, capitals and weight."""
    looks = list(dict.fromkeys(look(part) for part in found))
    declared = max((key[0] for key in looks if key[0] is not None), default=0)
    by_look = {key[2:]: key[1] + 1 for key in looks if key[0] is None and key[1] is not None}
    plain = [key for key in looks if key[0] is None and key[1] is None and key[2:] not in by_look]
    ranked = sorted(plain, key=lambda key: (-key[2], not key[4], not key[3]))
    ranks: dict[Look, int] = {}
    for key in looks:
        style, depth, *_ = key
        if style is not None:
            ranks[key] = min(max(style, 2), _DEEPEST)
        elif depth is not None:
            ranks[key] = min(depth + 1, _DEEPEST)
        elif key[2:] in by_look:
            ranks[key] = min(by_look[key[2:]], _DEEPEST)
        else:
            base = declared + 1 if declared else 2
            deeper = max((level for look_, level in by_look.items() if look_[0] > key[2]), default=0)
            ranks[key] = min(max(base + ranked.index(key), deeper + 1), _DEEPEST)
    return ranks
