"""Shares with their counts and intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Score:
    """A share with its count and Wilson's 95 % interval."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.96, self.of, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def as_json(self) -> dict[str, object]:
        low, high = self.interval
        return {
            "share": round(self.share, 4),
            "hits": self.hits,
            "of": self.of,
            "interval": [round(low, 4), round(high, 4)],
        }


def share(rows: Iterable[T], holds: Callable[[T], bool]) -> Score:
    """The share of the rows for which something holds."""
    found = [holds(row) for row in rows]
    return Score(sum(found), len(found))
