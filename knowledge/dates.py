"""Dates as people write them in Britain, read and written."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBERS = {name.casefold()[:length]: number for number, name in enumerate(MONTHS, 1) for length in (3, 4, len(name))}
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WITH_DAY = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})",
)
_WITHOUT_DAY = (rf"{_MONTH},?\s+{_YEAR}", r"(?P<year>\d{4})-(?P<month>\d{2})")


def exact(text: str) -> date | None:
    """The day that a text names and nothing else: "2024-03-03", "3 March 2024", "03/03/2024"; None where it doesn't."""
    folded = text.strip().casefold()
    found = (re.fullmatch(pattern, folded) for pattern in _WITH_DAY)
    return next((day for match in found if match and (day := _date(match))), None)


def printed(text: str) -> date | None:
    """The first date in "14 Dec 2017 in Ways of Working"; for a month alone ("June 2019") its first day."""
    for pattern in (*_WITH_DAY, *_WITHOUT_DAY):
        for match in re.finditer(rf"\b{pattern}\b", text.casefold()):
            if day := _date(match):
                return day
    return None


def spelt(day: date) -> str:
    """3 March 2024."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = parts["month"]
    number = int(month) if month.isdigit() else _NUMBERS.get(month, 0)
    try:
        return date(int(parts["year"]), number, int(parts.get("day") or 1))
    except ValueError:
        return None
