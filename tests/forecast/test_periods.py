"""Days, weeks and months hold every day once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.periods import By, periods
from tests.features.ledgers import drawn


@drawn
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 200), st.sampled_from(list(By)))
def test_every_day_stands_in_one_period(as_of: date, days: int, by: By) -> None:
    told = periods(as_of, days=days, by=by)
    held = [place for span in told for place in range(span.first, span.last + 1)]
    assert held == list(range(days))
    for span in told:
        assert span.first_on == as_of + timedelta(days=span.first + 1)
        assert span.last_on == as_of + timedelta(days=span.last + 1)


@pytest.mark.parametrize(
    ("by", "count", "last"),
    [(By.DAY, 60, date(2024, 5, 11)), (By.WEEK, 9, date(2024, 5, 17)), (By.MONTH, 3, date(2024, 5, 31))],
)
def test_months_are_those_of_the_calendar(by: By, count: int, last: date) -> None:
    told = periods(date(2024, 5, 10), days=60, by=by)
    assert (len(told), told[0].last_on) == (count, last)
