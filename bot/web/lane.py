"""Room for so many questions at once: whoever comes when it is full is told so at once, and nobody waits long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Busy(Exception):
    """There are as many questions as can be seen to in good time."""


class Lane:
    """Threads of its own, so that signing and letters never wait behind questions. Used from one event loop.

    `turned_away` is told of everybody for whom there was no room.
    """

    def __init__(self, most: int, threads: int, turned_away: Callable[[], None] = lambda: None) -> None:
        self._most = most
        self._turned_away = turned_away
        self._inside = 0
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="asking")

    def take(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Have it done; raises `Busy` where there is no room."""
        if self._inside >= self._most:
            self._turned_away()
            raise Busy
        self._inside += 1
        taken = asyncio.get_running_loop().run_in_executor(self._threads, work)
        taken.add_done_callback(self._left)
        return taken

    def _left(self, _: asyncio.Future[T]) -> None:
        self._inside -= 1
