"""What another system said of people, kept with its time: read again beside the work, never in front of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from bot.directory.source import Found
from bot.errors import WrongDirectory
from bot.people import Person

FOLDER = "directory"
"""In the home; a file a source, for its owner's eyes only."""
RETRY = timedelta(minutes=5)
"""Till a source that failed is asked again."""
MANY = 10
"""From so many people on, half of them missing is doubted."""
_DAYS = ("starts", "leaves", "away_from", "away_until")
_TEXTS = ("id", "name", "email", "manager", "team", "time_zone")


@dataclass(frozen=True, slots=True)
class _State:
    """The last that was read, and why what was tried after it failed ("" where nothing did)."""

    found: Found
    failed: str = ""
    tried: datetime | None = None


class Kept:
    """A source that answers at once with what it was told last. A `bot.directory.source.Source`."""

    def __init__(self, name: str, fetch: Callable[[], Found], home: Path, refresh: timedelta) -> None:
        self.name = name
        self._fetch = fetch
        self._file = home / FOLDER / f"{name}.json"
        self._refresh = refresh
        self._state: _State | None = None
        self._version: int | None = None
        self._busy = threading.Lock()

    def current(self) -> Found:
        """What is known; read for the first time, and waited for, only where nothing ever was."""
        state = self._known()
        if state is None:
            return self.anew()
        if self._due(state) and self._busy.acquire(blocking=False):
            threading.Thread(target=self._beside, name=f"people from {self.name}", daemon=True).start()
        return state.found

    def anew(self) -> Found:
        """Ask now; what fails is noted beside what was known before, and raised as `WrongDirectory`."""
        known = self._known()
        try:
            found = self._fetch()
            self._doubt(found, known)
        except WrongDirectory as error:
            if known:
                self._keep(_State(known.found, str(error), datetime.now(UTC)))
            raise
        self._keep(_State(found))
        return found

    def _doubt(self, found: Found, known: _State | None) -> None:
        """Everybody gone at once is sooner a fault over there than a fact."""
        before = len(known.found.people) if known else 0
        if before >= MANY and len(found.people) * 2 < before:
            raise WrongDirectory(
                f"{self.name} names {len(found.people)} people where it named {before} before, so they aren't taken "
                f"over. If that is right, delete {self._file} and start again."
            )

    def trouble(self) -> str:
        """Why it isn't fresh; "" where the last try succeeded."""
        state = self._known()
        if state is None:
            return "Nobody has been read yet. Run: clausewise directory check"
        if not state.failed:
            return ""
        return f"{state.failed} People count as they were on {state.found.at:%d %B %Y at %H:%M} UTC."

    def known(self) -> Found | None:
        """What is kept, without asking anybody."""
        state = self._known()
        return state.found if state else None

    def _beside(self) -> None:
        try:
            self.anew()
        except WrongDirectory:
            return  # noted; asked again later
        finally:
            self._busy.release()

    def _due(self, state: _State) -> bool:
        now = datetime.now(UTC)
        if state.tried and now - state.tried < min(RETRY, self._refresh):
            return False
        return now - state.found.at >= self._refresh

    def _known(self) -> _State | None:
        """What this process or another kept last."""
        try:
            version = self._file.stat().st_mtime_ns
        except OSError:
            return self._state
        if version != self._version:
            self._state = _read(self._file) or self._state
            self._version = version
        return self._state

    def _keep(self, state: _State) -> None:
        self._state = state
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            being_written = self._file.with_suffix(f".{uuid4().hex}")
            being_written.touch(0o600, exist_ok=False)
            being_written.write_text(json.dumps(_as_json(state), ensure_ascii=False), encoding="utf-8")
            being_written.replace(self._file)
            self._version = self._file.stat().st_mtime_ns
        except OSError as error:
            raise WrongDirectory(f"{self._file} can't be written ({error.strerror}). Free the disk.") from error


def _as_json(state: _State) -> dict[str, Any]:
    found = state.found
    return {
        "at": found.at.isoformat(),
        "failed": state.failed,
        "tried": state.tried.isoformat() if state.tried else None,
        "problems": list(found.problems),
        "people": [_row(person) for person in found.people],
    }


def _row(person: Person) -> dict[str, Any]:
    days = {name: day.isoformat() for name in _DAYS if (day := getattr(person, name))}
    return {**{name: getattr(person, name) for name in _TEXTS}, **days, "accounts": dict(person.accounts)}


def _read(file: Path) -> _State | None:
    """What the file holds; None where it isn't whole, and then it is fetched again."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        found = Found(tuple(map(_person, held["people"])), tuple(held["problems"]), datetime.fromisoformat(held["at"]))
        return _State(found, held["failed"], datetime.fromisoformat(held["tried"]) if held["tried"] else None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _person(row: dict[str, Any]) -> Person:
    told: dict[str, Any] = {name: row[name] for name in _TEXTS}
    told |= {name: date.fromisoformat(row[name]) for name in _DAYS if name in row}
    return Person(**told, accounts=MappingProxyType({**row["accounts"]}))
