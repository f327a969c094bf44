"""How many answers helped, day by day; whose they were is not kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.records.database import reading
from bot.records.tables import FEEDBACK


class Feedback:
    """Thumbs up and down, counted."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def helped(self, generation: str, *, helpful: bool) -> None:
        """Count one."""
        row = {"day": self._now().date(), "generation": generation[:100], "helpful": helpful}
        same = [FEEDBACK.c[name] == value for name, value in row.items()]
        more = update(FEEDBACK).where(*same).values(count=FEEDBACK.c.count + 1)
        try:
            with self._engine.begin() as connection:
                if not connection.execute(more).rowcount:
                    connection.execute(insert(FEEDBACK).values(**row, count=1))
        except IntegrityError:  # the day's first, twice at once
            with self._engine.begin() as connection:
                connection.execute(more)

    def counts(self) -> dict[str, tuple[int, int]]:
        """Helpful ones and others, by generation."""
        found: dict[str, tuple[int, int]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(select(FEEDBACK)):
                good, bad = found.get(row.generation, (0, 0))
                counted = int(row._mapping["count"])  # noqa: SLF001 - `count` is also a method of a row
                found[row.generation] = (good + counted, bad) if row.helpful else (good, bad + counted)
        return found
