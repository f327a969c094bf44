"""What was asked just before in a conversation, in memory alone: it is gone with the process, or after a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

TURNS = 6
CONVERSATIONS = 2_000
FOR_S = 1_800.0
"""Seconds after which nobody means to go on from there."""


class Memory:
    """The last turns by conversation and person; `now` in seconds, from any beginning."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._turns: OrderedDict[tuple[str, str], tuple[float, tuple[str, ...]]] = OrderedDict()
        self._turn = Lock()

    def earlier(self, conversation: str, account: str) -> tuple[str, ...]:
        """Turns before this one, oldest first."""
        with self._turn:
            at, turns = self._turns.get((conversation, account), (float("-inf"), ()))
            return turns if self._now() - at <= FOR_S else ()

    def add(self, conversation: str, account: str, text: str) -> None:
        """One more turn."""
        before = self.earlier(conversation, account)
        with self._turn:
            self._turns[conversation, account] = self._now(), (*before, text)[-TURNS:]
            self._turns.move_to_end((conversation, account))
            if len(self._turns) > CONVERSATIONS:
                self._turns.popitem(last=False)
