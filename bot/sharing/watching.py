"""Detectors and the reader, run side by side in bounded time. What fails, lies or is late is never passed over."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Protocol

from bot.model import Kind, Outcome, Spotted
from bot.ports import Detector
from knowledge.drafts import Reading

PATIENCE_S = 2.0
"""Seconds that a check waits for its detectors, ten times what they take."""
PATIENCE_A_CHARACTER_S = 0.0004
"""Further seconds for every character: 22 in all for the longest draft there may be."""
MOST_AT_ONCE = 16
"""Looks of one detector that may be under way; one that hangs isn't asked again once so many threads wait for it."""
_READER = "reader"


class Reader(Protocol):
    """Reads a draft with what was learned from the examples. `knowledge.drafts.DraftReader` is one."""

    def read(self, text: str) -> Reading: ...

    def remembering(self) -> Reader:
        """One that knows what it has read once: for a draft and versions of it, let go of when they are checked."""
        ...


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a draft. `failed` names what could not be relied upon."""

    spotted: tuple[Spotted, ...]
    reading: Reading | None
    failed: tuple[str, ...]


class Watch:
    """Looks at drafts with everything there is. Its threads hold nothing up, not even the end of the process."""

    def __init__(self, detectors: Sequence[Detector], reader: Reader | None, patience_s: float = PATIENCE_S) -> None:
        self._looks: dict[str, Callable[[str], object]] = {each.name: partial(_detected, each) for each in detectors}
        self._reader = reader
        if reader:
            self._looks[_READER] = partial(_read, reader)
        self._patience_s = patience_s
        self._under_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    def remembering(self) -> Watch:
        """The same for one draft and versions of it, each sentence read once."""
        watch = copy(self)
        if self._reader:
            reading = partial(_read, self._reader.remembering())
            watch._looks = self._looks | {_READER: reading}  # noqa: SLF001 - its own kind
        return watch

    def look(self, text: str) -> Looked:
        """Never raises, and takes no longer than its patience."""
        found = self._found(text)
        in_order = [found[name] for name in self._looks if name in found]  # whichever was done first
        spotted = [one for seen in in_order if isinstance(seen, list) for one in seen]
        reading = found.get(_READER)
        return Looked(
            spotted=tuple(spotted),
            reading=reading if isinstance(reading, Reading) else None,
            failed=tuple(name for name in self._looks if name not in found),
        )

    def _found(self, text: str) -> Mapping[str, object]:
        """What each look returned in time, by name; those that raised or were late are missing."""
        done: SimpleQueue[tuple[str, object]] = SimpleQueue()
        waiting = {name for name in self._looks if self._begun(name, text, done)}
        found: dict[str, object] = {}
        until = monotonic() + self._patience_s + PATIENCE_A_CHARACTER_S * len(text)
        while waiting:
            try:
                name, seen = done.get(timeout=max(0.0, until - monotonic()))
            except Empty:
                break
            waiting.discard(name)
            if not isinstance(seen, Exception):
                found[name] = seen
        return found

    def _begun(self, name: str, text: str, done: SimpleQueue[tuple[str, object]]) -> bool:
        with self._lock:
            if self._under_way[name] >= MOST_AT_ONCE:
                return False
            self._under_way[name] += 1
        threading.Thread(target=self._run, args=(name, text, done), name=f"check-{name}", daemon=True).start()
        return True

    def _run(self, name: str, text: str, done: SimpleQueue[tuple[str, object]]) -> None:
        try:
            done.put((name, self._looks[name](text)))
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a detector makes the check stricter
            done.put((name, error))
        finally:
            with self._lock:
                self._under_way[name] -= 1


def _detected(detector: Detector, text: str) -> list[Spotted]:
    """What a detector spotted; raises where some of it can't be true."""
    spotted = list(detector.detect(text))
    for one in spotted:
        _must_be_true(Kind(one.kind), one.start, one.end, one.certainty, text)
    return spotted


def _read(reader: Reader, text: str) -> Reading:
    """What the reader makes of it; raises where some of it can't be true."""
    reading = reader.read(text)
    for one in reading.suspects:
        _must_be_true(Kind(one.kind), one.start, one.end, one.certainty, text)
    for outcome in reading.outcomes:
        Outcome(outcome)
    return reading


def _must_be_true(kind: Kind, start: int, end: int, certainty: float, text: str) -> None:
    if not (0 <= start < end <= len(text) and 0 <= certainty <= 1):
        raise ValueError(kind)
