"""Lines to be filled in and signed: "Printed name:", "Employee signature", "Date"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.readers.passages import Passage
from ingest.readers.reading import Block, Row

_ASKED = frozenset("name names signature signatures signed sign date dated initials".split())
_WORDS = frozenset(
    "print printed block capitals full forename surname first last employee employees manager managers witness digital "
    "electronic preferred of user position role job title department by on behalf for the and line staff member "
    "colleague colleagues your please here representative chair director supervisor applicant volunteer "
    "contractor".split()
)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|_+|\.{3,}|…+")
_SIGNATURES = re.compile(r"^(?:signatures?|signatories|sign[- ]off|signed by)\b:?$", re.IGNORECASE)
_MOST_WORDS = 8


def without_forms(parts: Sequence[Passage | Block]) -> list[Passage | Block]:
    """Leave out what is there to be signed; a lone "Date" in running text stays."""
    parts = list(_without_signatures(parts))
    asked = [_is_asked(part) for part in parts]
    last = len(parts) - 1
    return [
        part
        for index, part in enumerate(parts)
        if not (asked[index] and (_ends_open(part) or _has_asked_neighbour(asked, index) or index == last))
    ]


def _without_signatures(parts: Sequence[Passage | Block]) -> Iterator[Passage | Block]:
    """Under "Signatures" only sentences are read, not the names and dates."""
    signing = False
    for part in parts:
        if isinstance(part, Passage) and (part.level is not None or _SIGNATURES.match(part.text)):
            signing = bool(_SIGNATURES.match(part.text))
        elif signing and isinstance(part, Passage) and not part.listed and not part.text.endswith((".", ":")):
            signing = not part.bold
            if signing:
                continue
        yield part


def _is_asked(part: Passage | Block) -> bool:
    if isinstance(part, Passage):
        return not part.listed and part.level is None and _asks(part.text)
    return isinstance(part, Row) and all(_asks(cell) for cell in (*part.cells, *part.headings) if cell)


def _asks(text: str) -> bool:
    words = re.findall(r"[a-z]+", _DATE.sub(" ", text).casefold().replace("’s", "").replace("'s", ""))
    return (
        0 < len(words) <= _MOST_WORDS and all(w in _ASKED or w in _WORDS for w in words) and bool(_ASKED & set(words))
    )


def _ends_open(part: Passage | Block) -> bool:
    return part.text.rstrip().endswith(":")


def _has_asked_neighbour(asked: Sequence[bool], index: int) -> bool:
    return any(asked[i] for i in (index - 1, index + 1) if 0 <= i < len(asked))
