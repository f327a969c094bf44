"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import dates


@pytest.mark.parametrize(
    "text", ["2024-03-03", "3 March 2024", "3rd Mar 2024", " 03/03/2024 ", "March 3, 2024", "3 MARCH 2024", "3.3.2024"]
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert dates.exact(text) == date(2024, 3, 3)


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13-03", "30 February 2024", "March 2024", "2024-03-03 or so"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert dates.exact(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 Dec 2017 in Ways of Working", date(2017, 12, 14)),
        ("June 2019", date(2019, 6, 1)),
        ("2019-06", date(2019, 6, 1)),
        ("Reviewed in Sept. 2021 by the board", date(2021, 9, 1)),
        ("04/05/2021", date(2021, 5, 4)),
        ("version 3", None),
        ("99 June 2019", date(2019, 6, 1)),
    ],
)
def test_the_first_date_of_a_printed_line_is_found(text: str, day: date | None) -> None:
    assert dates.printed(text) == day


def test_a_day_is_spelt_out() -> None:
    assert dates.spelt(date(2024, 3, 3)) == "3 March 2024"
