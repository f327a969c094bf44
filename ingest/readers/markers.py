"""What a document prints before a clause: "3.2", "4.", "(a)", "iv)", a bullet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

BULLETS = "-–—•*·▪▫◦‣∙●○■□➢➤►✓✔\uf0b7\uf0a7\uf0d8o"
_DASHES = "-–—*·"
_SIGNS = "".join(sign for sign in BULLETS[:-1] if sign not in _DASHES)
_BULLET = re.compile(
    rf"^(?:[{re.escape(_DASHES)}](?:\s+|(?=[A-Z(]))|[{re.escape(_SIGNS)}]\s*|o\s+)(?=\S)"
    rf"|^[{re.escape(BULLETS[:-1])}]$"
)
_LETTERS = "[A-Za-z]{1,5}|[ivxlcdmIVXLCDM]{1,6}"
_QUANTITY = r"(?:million|billion|per\s?cent|[ap]\.?m\b|hours?|days?|weeks?|months?|years?|miles?|times)\b"
_MARKER = re.compile(
    rf"^(?P<dotted>(?:\d{{1,3}}|[A-Z]\d{{0,2}})(?:\.\d{{1,3}})+)(?:[.)]|(?=[\s:]))[\s:]+(?!{_QUANTITY})(?=\S)"
    rf"|^\((?P<inside>\d{{1,3}}|{_LETTERS})\)\s*(?=\S)"
    rf"|^(?P<ended>\d{{1,3}}|[A-Za-z]|[ivxIVX]{{2,6}})[.)]\s+(?=\S)"
)
_ATTACHED = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,3})*)(?P<parts>(?:\([A-Za-z0-9]{1,4}\))+)\s+(?=\S)")
_HEADED = re.compile(
    r"^(?:(?:section|part|article|clause|chapter|rule)\s+)?(\d{1,3}(?:\.\d{1,3})*)(?:[.):]|\s*[-–—]|(?=\s|$))",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"^(?:(?:Part|PART|Section|SECTION)\s+)?([A-Z](?:\.\d{1,3})+|[A-Z]|[IVX]{2,5})[.:)](?:\s|$)")
_ANNEX = re.compile(
    r"^(appendix|annexe?|schedule|attachment)\s+([A-Z]|\d{1,2}|[IVX]{2,4})(?=\s*(?:[.:)–—-]|$)|\s+[(A-Z])",
    re.IGNORECASE,
)
_FIRST = re.compile(r"^(\((?:1|a|A|i)\))\s+(?=\S)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class Style(StrEnum):
    """How a marker counts. Dotted numbers say their whole place; the others count within what stands above them."""

    DOTTED = "dotted"
    NUMBER = "number"
    LETTER = "letter"
    CAPITAL = "capital"
    ROMAN = "roman"
    CAPITAL_ROMAN = "capital roman"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a marker: "(i)" is the letter i or the number one."""

    style: Style
    value: int


def split(text: str) -> tuple[str | None, str]:
    """A text's printed marker and the words after it; no marker is (None, text). Bullets are not markers."""
    for pattern in (_ATTACHED, _MARKER):
        match = pattern.match(text)
        if match and _is_marker(match):
            return _with_first(text[: match.end()].strip().rstrip(":"), text[match.end() :])
    return None, text


def _with_first(marker: str, words: str) -> tuple[str, str]:
    """A marker and words that begin with the first of what it counts: "1. (1) The Council …" is 1(1)."""
    first = _FIRST.match(words)
    if first is None or marker.startswith("(") or not marker[0].isdigit():
        return marker, words
    return f"{marker.rstrip('.):')}{first[1]}", words[first.end() :]


def _is_marker(match: re.Match[str]) -> bool:
    """Whether it is one: "(the Society)" and "(GDPR) applies" open with a bracket and are no markers."""
    inside = match.groupdict().get("inside")
    if inside is None or inside.isdigit() or len(inside) == 1:
        return True
    return _roman(inside.casefold()) is not None or (len(inside) == 2 and inside[0] == inside[1])


def bullet(text: str) -> str | None:
    """The words after a bullet, "" for a bullet that stands alone, None where there is no bullet."""
    match = _BULLET.match(text)
    return text[match.end() :] if match else None


def heading_number(text: str) -> str | None:
    """The number a heading prints: "3" of "3. Leave", "3.1" of "3.1 Sick leave", "A" of "Appendix A: Rates"."""
    annex = _ANNEX.match(text)
    if annex:
        return annex[2] if annex[2].isalpha() else f"{annex[1].capitalize()} {annex[2]}"
    match = _HEADED.match(text) or _LETTERED.match(text)
    return match[1] if match else None


def is_dotted(marker: str) -> bool:
    """Whether a marker says its whole place, as "3.2" and "3.2(a)" do."""
    return "." in marker.rstrip(".)") or bool(re.match(r"\d+\(", marker))


def depth(marker: str) -> int:
    """How deep a marker says that it stands: 0 for "3." and "(a)", 1 for "3.2"."""
    return len(re.findall(r"[.(]\w", marker.lstrip("(")))


def is_within(marker: str, above: str) -> bool:
    """Whether a marker can count what stands directly under another: "3.1" and "(a)" under "3."."""
    if is_dotted(marker):
        return marker.startswith(above.rstrip(".):") + ".")
    return any(reading.value == 1 for reading in readings(marker))


def label(marker: str) -> str:
    """A marker as it joins the number above it: "(a)" stays, "a)" and "a." become "(a)", "1." becomes ".1"."""
    bare = marker.strip("().")
    return f".{bare}" if marker.endswith(".") and (bare.isdigit() or bare.isupper()) else f"({bare})"


def readings(marker: str) -> list[Reading]:
    """Every way to read a relative marker, the likelier first."""
    bare = marker.strip("().")
    if bare.isdigit():
        return [Reading(Style.NUMBER, int(bare))]
    folded = bare.casefold()
    capital = bare.isupper()
    found = []
    if len(set(folded)) == 1:
        letters = ord(folded[0]) - ord("a") + 1 + 26 * (len(folded) - 1)
        found.append(Reading(Style.CAPITAL if capital else Style.LETTER, letters))
    roman = _roman(folded)
    if roman:
        found.append(Reading(Style.CAPITAL_ROMAN if capital else Style.ROMAN, roman))
    return found


def follows(reading: Reading, before: Reading | None) -> bool:
    """Whether a marker counts on from another."""
    return before is not None and reading.style == before.style and reading.value == before.value + 1


def _roman(text: str) -> int | None:
    """The value of a well-formed Roman number, else None."""
    if not text or any(letter not in _ROMAN for letter in text):
        return None
    values = [_ROMAN[letter] for letter in text]
    total = sum(-value if i + 1 < len(values) and values[i + 1] > value else value for i, value in enumerate(values))
    return total if roman(total) == text else None


def roman(value: int) -> str:
    """A number in small Roman numerals."""
    steps = (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    )  # fmt: skip
    written = ""
    for step, letters in steps:
        while value >= step:
            written += letters
            value -= step
    return written


def letters(count: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    written = ""
    while count:
        count, rest = divmod(count - 1, 26)
        written = chr(ord("a") + rest) + written
    return written
