"""People from a CSV file, as HR systems write them: a heading line, then a line a person."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.errors import WrongDirectory
from bot.people import People, Person
from knowledge import dates

TEXTS = ("id", "name", "email", "manager", "team", "time_zone")
DAYS = ("starts", "leaves", "away_from", "away_until")
ACCOUNTS = ("slack", "teams")
NEEDED = ("id", "name")
SAMPLE = Path(__file__).with_name("sample.csv")
"""Made-up people, to try everything with where nobody says who works here."""
LARGEST = 50_000_000
"""Bytes of a file that is read."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: its people, what is wrong with single lines (those are left out), columns not used."""

    people: People
    problems: tuple[str, ...]
    unused: tuple[str, ...]


class Current:
    """The people of a file, read again when it has changed; one that can't be read now counts as it was before."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._version = _version(file)
        self._people = read(file).people

    def __call__(self) -> People:
        version = _version(self._file)
        if version != self._version:
            with suppress(WrongDirectory):
                self._people = read(self._file).people
            self._version = version
        return self._people


def read(file: Path) -> Read:
    """Read a directory; raises `WrongDirectory` where it isn't one. `manager` is an id or an address."""
    text = _text(file)
    rows = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text))
    rows.fieldnames = [_heading(name) for name in rows.fieldnames or ()]
    missing = [name for name in NEEDED if name not in rows.fieldnames]
    if missing:
        raise WrongDirectory(f'{file} has no column "{missing[0]}". Its first line must name the columns: {_known()}.')
    people: list[Person] = []
    problems: list[str] = []
    try:
        for row in rows:
            try:
                people.append(_person(row))
            except ValueError as wrong:
                problems.append(f"{file.name}:{rows.line_num}: {wrong}")
    except csv.Error as error:
        raise WrongDirectory(f"{file}:{rows.line_num} can't be read as CSV ({error}).") from error
    unused = tuple(name for name in rows.fieldnames if name and name not in (*TEXTS, *DAYS, *ACCOUNTS))
    return Read(People(_by_address(people)), tuple(problems), unused)


def _version(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _known() -> str:
    return ", ".join((*TEXTS, *DAYS, *ACCOUNTS))


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise WrongDirectory(f"{file} is larger than {LARGEST // 1_000_000} MB. Export people alone.")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongDirectory(f"{file} can't be opened ({error.strerror}). Check `directory.file`.") from error
    except UnicodeDecodeError as error:
        raise WrongDirectory(f"{file} isn't UTF-8. Export it as CSV UTF-8.") from error


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, semicolons or tabs, whichever the heading has most of."""
    heading = text.partition("\n")[0]

    class Dialect(csv.excel):
        delimiter = max(",;\t", key=heading.count)

    return Dialect


def _heading(name: str | None) -> str:
    return "_".join((name or "").casefold().replace("-", " ").split())


def _person(row: Mapping[str, str | None]) -> Person:
    """One line as a person; raises `ValueError` saying what is wrong with it."""
    told = {name: " ".join((row.get(name) or "").split()) for name in (*TEXTS, *DAYS, *ACCOUNTS)}
    for name in NEEDED:
        if not told[name]:
            raise ValueError(f"has no {name}.")
    _check_time_zone(told["time_zone"])
    return Person(
        id=told["id"],
        name=told["name"],
        email=told["email"],
        manager=told["manager"],
        team=told["team"],
        time_zone=told["time_zone"],
        starts=_day("starts", told),
        leaves=_day("leaves", told),
        away_from=_day("away_from", told),
        away_until=_day("away_until", told),
        accounts=MappingProxyType({name: told[name] for name in ACCOUNTS if told[name]}),
    )


def _day(name: str, told: Mapping[str, str]) -> date | None:
    text = told[name]
    day = dates.exact(text) if text else None
    if text and day is None:
        raise ValueError(f'{name} "{text}" isn\'t a day. Write it like 2026-03-31.')
    return day


def _check_time_zone(name: str) -> None:
    if name:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError) as error:
            raise ValueError(f'there is no time zone "{name}". Write it like Europe/London.') from error


def _by_address(people: list[Person]) -> Iterator[Person]:
    """Managers named by their address are named by their id instead."""
    everybody = People(people)
    for person in people:
        known = everybody.get(person.manager) is None and everybody.with_email(person.manager)
        yield replace(person, manager=known.id) if known else person
