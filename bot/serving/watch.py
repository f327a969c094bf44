"""Whether messages can come in on a surface, looked at again and again, so that whoever asks us waits for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

NOT_YET = "It has not been looked at yet."
LOOKED_EVERY_S = 20.0
PATIENCE = 3
"""Bad looks in a row after which a surface that was ready no longer is: one lost packet is no outage."""


class Watch:
    """Remembers what came of looking. `look` gives what keeps messages away in plain words, "" where nothing does."""

    def __init__(self, look: Callable[[], Awaitable[str]]) -> None:
        self._look = look
        self._bad = PATIENCE
        self.trouble = NOT_YET

    async def run(self) -> None:
        """Look till cancelled."""
        while True:
            try:
                self.heard(await self._look())
            except Exception as error:  # noqa: BLE001 - what can't be looked at isn't ready, whatever it is
                self.heard(f"It can't be looked at ({type(error).__name__}).")
            await asyncio.sleep(LOOKED_EVERY_S)

    def heard(self, trouble: str) -> None:
        """What came of one look."""
        self._bad = self._bad + 1 if trouble else 0
        if not trouble or self._bad >= PATIENCE:
            self.trouble = trouble
