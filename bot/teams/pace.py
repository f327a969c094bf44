"""Teams' limits on what a bot may send to one conversation, kept before Teams has to say so."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""At most so many messages in so many seconds. Source: Microsoft's "Optimize your bot with rate limiting"."""
REMEMBERED = 5_000
"""Conversations whose last messages are remembered; the quietest are forgotten first."""


class Pace:
    """When each conversation was last written to; `now` in seconds, from any beginning."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()
        self._turn = Lock()

    def wait(self, conversation: str) -> float:
        """Seconds till this conversation may be written to; where none, one message counts as sent now."""
        with self._turn:
            sent = self._sent.setdefault(conversation, deque(maxlen=LIMITS[-1][0]))
            self._sent.move_to_end(conversation)
            now = self._now()
            waits = [sent[-most] + span - now for most, span in LIMITS if len(sent) >= most]
            if waits and max(waits) > 0:
                return max(waits)
            sent.append(now)
            if len(self._sent) > REMEMBERED:
                self._sent.popitem(last=False)
            return 0.0
