"""Working time: counted in hours of work, never due at night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.working_time import WorkingTime

LONDON = ZoneInfo("Europe/London")
OFFICE = WorkingTime(LONDON)
MOMENTS = st.integers(0, 8760 * 60).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute))


def test_hours_are_counted_over_night_and_weekend() -> None:
    friday = datetime(2026, 3, 6, 16, 0, tzinfo=LONDON)
    assert OFFICE.after(friday, 2) == datetime(2026, 3, 9, 10, 0, tzinfo=LONDON)


def test_holidays_are_no_working_days() -> None:
    office = WorkingTime(LONDON, holidays={date(2026, 4, 6)})
    assert office.after(datetime(2026, 4, 2, 16, 0, tzinfo=LONDON), 9) == datetime(2026, 4, 7, 9, 0, tzinfo=LONDON)


def test_clocks_that_change_do_not_move_the_office() -> None:
    before = datetime(2026, 3, 27, 16, 0, tzinfo=LONDON)
    assert OFFICE.after(before, 2).astimezone(LONDON).time() == time(10)


@given(MOMENTS, st.floats(0, 60))
def test_what_is_due_is_due_at_work_and_not_before(moment: datetime, hours: float) -> None:
    due = OFFICE.after(moment, hours)
    assert OFFICE.within(due)
    assert due >= moment
    assert due - moment >= timedelta(hours=hours) - timedelta(milliseconds=1)


@given(MOMENTS, st.floats(0, 30), st.floats(0, 30))
def test_waiting_twice_is_waiting_for_both(moment: datetime, first: float, second: float) -> None:
    gap = OFFICE.after(OFFICE.after(moment, first), second) - OFFICE.after(moment, first + second)
    assert abs(gap) < timedelta(milliseconds=1) or not gap.seconds
