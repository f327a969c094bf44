"""Detectors run in bounded time, and what fails is told, whatever it does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from bot.model import Kind, Spotted
from bot.sharing.watching import MOST_AT_ONCE, Watch
from knowledge.drafts import Reading

FINE = Reading((), {"ok": 1.0})
WORD = Spotted(Kind.DISREPUTE, 0, 4)


@dataclass
class Does:
    """A detector that does what it is told."""

    act: Callable[[str], Any]
    name: str = "does"

    def detect(self, text: str) -> Sequence[Spotted]:
        return self.act(text)


@dataclass
class Reads:
    """A reader that does what it is told."""

    act: Callable[[str], Any]

    def read(self, text: str) -> Reading:
        return self.act(text)

    def remembering(self) -> Reads:
        return self


def fails(_: str) -> Any:
    raise RuntimeError


def test_everything_that_is_seen_is_gathered() -> None:
    watch = Watch([Does(lambda _: [WORD], "a"), Does(lambda _: (WORD,), "b")], Reads(lambda _: FINE))
    found = watch.look("text")
    assert found.spotted == (WORD, WORD)
    assert found.reading is FINE
    assert found.failed == ()


LIES = {
    "raises": fails,
    "says nothing at all": lambda _: None,
    "says something else": lambda _: ["text"],
    "points past the end": lambda t: [Spotted(Kind.DISREPUTE, 0, len(t) + 1)],
    "points before the beginning": lambda _: [Spotted(Kind.DISREPUTE, -1, 2)],
    "points at nothing": lambda _: [Spotted(Kind.DISREPUTE, 2, 2)],
    "is more than certain": lambda _: [Spotted(Kind.DISREPUTE, 0, 2, certainty=7.0)],
    "is not certain of anything": lambda _: [Spotted(Kind.DISREPUTE, 0, 2, certainty=float("nan"))],
    "makes up a kind": lambda _: [Spotted("nonsense", 0, 2)],  # type: ignore[arg-type]
    "points with words": lambda _: [Spotted(Kind.DISREPUTE, "0", "2")],  # type: ignore[arg-type]
}


@pytest.mark.parametrize("act", LIES.values(), ids=LIES)
def test_a_detector_that_fails_or_lies_is_named_and_the_others_count(act: Callable[[str], Any]) -> None:
    found = Watch([Does(act, "bad"), Does(lambda _: [WORD], "good")], Reads(lambda _: FINE)).look("text")
    assert found.failed == ("bad",)
    assert found.spotted == (WORD,)


@pytest.mark.parametrize("act", [fails, lambda _: None, lambda _: {"ok": 1.0}])
def test_a_reader_that_fails_is_named(act: Callable[[str], Any]) -> None:
    found = Watch([], Reads(act)).look("text")
    assert found.failed == ("reader",)
    assert found.reading is None


def test_a_detector_that_hangs_is_not_waited_for_and_in_the_end_not_asked() -> None:
    asked, freed = [], threading.Event()

    def hang(text: str) -> list[Spotted]:
        asked.append(text)
        freed.wait()
        return []

    watch = Watch([Does(hang, "hangs"), Does(lambda _: [WORD], "works")], None, patience_s=0.02)
    found = [watch.look("text") for _ in range(MOST_AT_ONCE + 4)]
    assert {one.failed for one in found} == {("hangs",)}
    assert {one.spotted for one in found} == {(WORD,)}
    assert len(asked) == MOST_AT_ONCE
    freed.set()
