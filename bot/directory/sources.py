"""The directory as configured: its sources in their order, and everybody in them, merged."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.directory import csv_file, graph, slack
from bot.directory.graph import Graph
from bot.directory.kept import Kept
from bot.directory.merging import merge
from bot.directory.slack import Members
from bot.directory.source import Found, Source
from bot.errors import WrongDirectory
from bot.people import People
from bot.settings import Settings

FILE = "file"


class FileSource:
    """The CSV file, read again whenever it has changed. A `bot.directory.source.Source`."""

    name = FILE

    def __init__(self, file: Path) -> None:
        self._file = file
        self._current: csv_file.Current | None = None
        self._found: tuple[People, Found] | None = None

    def current(self) -> Found:
        self._current = self._current or csv_file.Current(self._file)
        people = self._current()
        if self._found is None or self._found[0] is not people:
            self._found = people, Found(tuple(people), (), datetime.now(UTC))
        return self._found[1]

    def anew(self) -> Found:
        read = csv_file.read(self._file)
        return Found(tuple(read.people), read.problems, datetime.now(UTC), read.unused)

    def known(self) -> Found | None:
        try:
            return self.current()
        except WrongDirectory:
            return None

    def trouble(self) -> str:
        try:
            csv_file.read(self._file)
        except WrongDirectory as error:
            return str(error)
        return ""


class Directory:
    """Everybody, as the sources know them now. Where one has changed, they are merged again.

    Whoever comes while that is done gets those before.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = tuple(sources)
        self._merged: tuple[tuple[Found, ...], People] | None = None
        self._merging = threading.Lock()
        self._named: tuple[tuple[Found | None, ...], tuple[str, ...]] = (), ()

    def __call__(self) -> People:
        found = tuple(source.current() for source in self.sources)
        merged = self._merged
        if merged is not None and all(new is old for new, old in zip(found, merged[0], strict=True)):
            return merged[1]
        if self._merging.acquire(blocking=merged is None):
            try:
                merged = found, merge([one.people for one in found])
                self._merged = merged
            finally:
                self._merging.release()
        assert merged is not None, "only where there are some is nobody waited for"
        return merged[1]

    def names(self) -> tuple[str, ...]:
        """Names of everybody known, without asking anybody; the same tuple as long as nothing has changed."""
        known = tuple(source.known() for source in self.sources)
        if len(known) != len(self._named[0]) or any(a is not b for a, b in zip(known, self._named[0], strict=True)):
            self._named = known, tuple(person.name for found in known if found for person in found.people)
        return self._named[1]


def directory(settings: Settings) -> Directory:
    """The directory of these settings.

    Asked for the first time ever, it waits for what it is told, and may raise `WrongDirectory`; after that it answers
    at once.
    """
    chosen = settings.directory
    refresh = timedelta(minutes=chosen.refresh_m)
    made: list[Source] = []
    for name in settings.chosen_sources():
        if name == FILE and chosen.file:
            made.append(FileSource(chosen.file))
        elif name == graph.NAME:
            made.append(Kept(name, Graph(settings.graph), settings.home, refresh))
        elif name == slack.NAME:
            made.append(Kept(name, Members(settings.slack), settings.home, refresh))
    return Directory(made)


def samples() -> Directory:
    """Made-up people, to try everything with."""
    return Directory([FileSource(csv_file.SAMPLE)])
