"""One try at answering one message: whether an answer went out before, and what came of this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.delivery.postman import FIRST_WAIT_S, LONGEST_WAIT_S
from bot.ports import Later, Refused, Responder, Sent
from bot.records.intake import Intake, Noted

WORTH_ANSWERING = timedelta(hours=6)
"""After so long, an answer would only confuse."""
REMEMBERED = timedelta(days=2)
"""For how long it is remembered that a message was answered; no platform sends one again after that."""


class Clerk:
    """Has each message answered by the surface that it came from."""

    def __init__(self, intake: Intake, responders: Sequence[Responder], now: Callable[[], datetime]) -> None:
        self._intake = intake
        self._responders = {responder.surface: responder for responder in responders}
        self._now = now

    def open(self) -> list[str]:
        """Keys of all that is still to be answered; what was answered long ago is forgotten on the way."""
        self._intake.forget(self._now() - REMEMBERED)
        return self._intake.open()

    def handle(self, key: str) -> float | None:
        """Try once; seconds until it is worth trying again, None where the message is done with."""
        noted = self._intake.get(key)
        if noted is None:
            return None
        responder = self._responders.get(noted.surface)
        came = self._answered(noted, responder) if responder else Later(LONGEST_WAIT_S)
        if isinstance(came, Later) and self._now() - noted.received < WORTH_ANSWERING:
            return came.after_s
        self._intake.done(key, self._now())
        return None

    def _answered(self, noted: Noted, responder: Responder) -> Sent | Refused | Later:
        try:
            before = responder.find(noted.message, noted.key) if noted.tried else None
            if before:
                return before
            self._intake.trying(noted.key, self._now())
            came = responder.respond(noted.message, noted.key)
        except Exception:  # noqa: BLE001 - whatever it is, it is not known whether an answer went out
            return Later(min(FIRST_WAIT_S * 2.0 ** min(noted.attempts, 20), LONGEST_WAIT_S))
        if isinstance(came, Later):
            self._intake.waiting(noted.key, self._now())
        return came
