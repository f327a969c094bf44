"""`clausewise ingest --watch`: ingest again whenever the files have changed and come to rest."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import FrameType

from watchfiles import Change, DefaultFilter
from watchfiles import watch as changes_of

from bot.cli import changes, shared
from ingest.errors import IngestError, Rejected
from ingest.pipeline import Report
from ingest.settings import IngestSettings
from ingest.wiring import ingest
from knowledge.errors import KnowledgeError

_SETTLED_MS = 1_000
"""Quiet time after which files count as saved."""
_AT_LATEST_MS = 60_000
_LOOK_AGAIN_S = 2.0
"""How long to wait for a folder that has gone to come back."""


def watch(settings: IngestSettings) -> None:
    """Ingest now and after every change, one line a run on standard error, until interrupted or terminated.

    A file that can't be taken is named, and what is published stays until it has been put right.
    """
    stop = threading.Event()
    _stop_on_signals(stop)
    places = ", ".join(map(str, settings.paths))
    shared.say(f"Watching {places}. Press Ctrl-C to stop, twice to stop in the middle of a run.")
    try:
        for _ in _settled(settings, stop):
            _once(settings)
    except KeyboardInterrupt:
        pass  # what is published is sound at every moment
    shared.say("Stopped watching.")


def _stop_on_signals(stop: threading.Event) -> None:
    """The first signal lets a run finish; a second one interrupts it."""

    def heed(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, heed)


def _once(settings: IngestSettings) -> None:
    try:
        told = _told(ingest(settings))
    except Rejected as rejected:
        told = f"Nothing was published: {'; '.join(map(str, rejected.problems))}"
    except (IngestError, KnowledgeError, OSError) as error:
        told = f"Nothing was published: {error}"
    except Exception as error:  # noqa: BLE001 - one file that brings a reader down must not end the watch
        told = f"Nothing was published, because of a fault in Clausewise: {type(error).__name__}: {error}"
    shared.say(f"{datetime.now().astimezone():%H:%M:%S} {' '.join(told.split())}")


def _told(report: Report) -> str:
    skipped = "".join(f" Skipped {skipped.file}: {skipped.reason}" for skipped in report.skipped)
    if not report.changed:
        return f"Already up to date.{skipped}"
    return (
        f"Published {report.generation}: {changes.documents(report.documents)}, {changes.clauses(report.clauses)}, "
        f"{report.embedded:,} texts embedded, in {report.seconds:.1f} s.{skipped}"
    )


def _settled(settings: IngestSettings, stop: threading.Event) -> Iterator[None]:
    """Once at the start, and once for every time that the files have changed and come to rest."""
    while not stop.is_set():
        if _missing(settings):
            yield
            while _missing(settings) and not stop.wait(_LOOK_AGAIN_S):
                pass
            continue
        fresh = True  # the first run comes once the watch is on, so that no change falls between
        with suppress(FileNotFoundError):
            for changes in _changes(settings, stop):
                if _missing(settings):
                    break  # what comes back under the old name has to be watched anew
                if fresh or changes:
                    fresh = False
                    yield


def _missing(settings: IngestSettings) -> bool:
    return not all(path.exists() for path in settings.paths)


def _changes(settings: IngestSettings, stop: threading.Event) -> Iterator[set[tuple[Change, str]]]:
    """Sets of changes, an empty one for every while without any."""
    # A file is watched through its folder: editors save by putting a new file in its place.
    folders = {path.resolve() if path.is_dir() else path.parent.resolve() for path in settings.paths}
    return changes_of(
        *folders,
        watch_filter=_Policies(settings.paths, settings.home),
        debounce=_AT_LATEST_MS,
        step=_SETTLED_MS,
        stop_event=stop,
        rust_timeout=_SETTLED_MS,
        yield_on_timeout=True,
        recursive=any(path.is_dir() for path in settings.paths),
        ignore_permission_denied=True,
    )


class _Policies(DefaultFilter):
    """Changes under the watched paths, but for editors' own files, hidden ones, and our own state."""

    def __init__(self, paths: Sequence[Path], home: Path) -> None:
        super().__init__()
        self._home = home.resolve()
        self._paths = [path.resolve() if path.is_dir() else path.parent.resolve() / path.name for path in paths]

    def __call__(self, change: Change, path: str) -> bool:
        file = Path(path)
        if file.is_relative_to(self._home):
            return False
        inside = [file.relative_to(root).parts for root in self._paths if file.is_relative_to(root)]
        hidden = any(part.startswith(".") for parts in inside for part in parts)
        return bool(inside) and not hidden and super().__call__(change, path)
