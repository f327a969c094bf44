"""When people are asked to sign, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When people are asked, reminded and counted as late.

    Starters from `invite_from` on are invited, nobody where it is None. `remind_after_days` and `sign_within_days` are
    working days since they were asked; digests go out once a week, from `digest_day` (0 is Monday) on.
    """

    invite_from: date | None = None
    remind_after_days: tuple[float, ...] = (2, 5, 9)
    sign_within_days: float = 10
    digest_day: int = 0
