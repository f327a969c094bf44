"""When people are at work: so that nobody is reminded at night, and waiting is counted in working hours."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Days (0 is Monday), hours from `opens` to `closes` in a time zone, and days on which nobody works."""

    zone: ZoneInfo
    days: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(17)
    holidays: Collection[date] = field(default=frozenset())

    def __post_init__(self) -> None:
        if not self.days or self.opens >= self.closes:
            raise ValueError("working time needs a day, and hours that end after they begin")

    def within(self, moment: datetime) -> bool:
        """Whether people are at work then."""
        local = moment.astimezone(self.zone)
        return self._works(local.date()) and self.opens <= local.time() < self.closes

    def after(self, moment: datetime, hours: float) -> datetime:
        """When so many working hours have gone by; a moment of work itself, so nothing that is due then is at night."""
        local = moment.astimezone(self.zone)
        left = timedelta(hours=hours)
        day = local.date()
        while True:
            begins, ends = self._hours(day)
            begins = max(begins, local)
            if self._works(day) and begins < ends:
                if left < ends - begins:
                    return begins + left
                left -= ends - begins
            day += timedelta(days=1)

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        return datetime.combine(day, self.opens, self.zone), datetime.combine(day, self.closes, self.zone)

    def _works(self, day: date) -> bool:
        return day.weekday() in self.days and day not in self.holidays
