"""Due dates from terms, and days on which banks work."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.days import (
    MonthEnd,
    Terms,
    business_days,
    end_of_month,
    holidays_of,
    is_business_day,
    next_business_day,
)
from tests.tables import rows

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@rows("""
    issued     | days | none       | days then end | end then days
    2024-01-31 | 30   | 2024-03-01 | 2024-03-31    | 2024-03-01
    2024-01-30 | 30   | 2024-02-29 | 2024-02-29    | 2024-03-01
    2024-01-15 | 45   | 2024-02-29 | 2024-02-29    | 2024-03-16
    2023-01-15 | 45   | 2023-03-01 | 2023-03-31    | 2023-03-17
    2024-12-05 | 60   | 2025-02-03 | 2025-02-28    | 2025-03-01
    2024-05-10 | 0    | 2024-05-10 | 2024-05-31    | 2024-05-31
""")
def test_both_readings_of_end_of_month(issued: str, number: str, none: str, after: str, before: str) -> None:
    """“45 days end of month” is the month end after 45 days, or 45 days after the month end."""
    issued_on = date.fromisoformat(issued)
    for reading, expected in zip(MonthEnd, (none, after, before), strict=True):
        assert Terms(int(number), reading).due_on(issued_on) == date.fromisoformat(expected), reading


@rows("""
    day        | business
    2024-01-01 | no
    2024-01-02 | yes
    2024-03-29 | yes
    2024-04-01 | no
    2024-05-01 | no
    2024-05-08 | no
    2024-05-09 | no
    2024-05-10 | yes
    2024-05-11 | no
    2024-05-12 | no
    2024-05-20 | no
    2024-07-14 | no
    2024-07-15 | yes
    2024-08-15 | no
    2024-11-01 | no
    2024-11-11 | no
    2024-12-25 | no
    2024-12-26 | yes
""")
def test_french_holidays(day: str, business: str) -> None:
    """Good Friday and 26 December are worked, Easter Monday, Ascension and Whit Monday are not."""
    assert is_business_day(date.fromisoformat(day)) == (business == "yes")


def test_eleven_holidays_a_year_in_france() -> None:
    assert len(holidays_of("FR", 2023)) == 11


def test_each_country_has_its_own() -> None:
    assert is_business_day(date(2024, 5, 8), country="DE")
    assert not is_business_day(date(2024, 10, 3), country="DE")
    assert is_business_day(date(2024, 10, 3))


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(ValueError, match="XX"):
        holidays_of("XX", 2024)


@rows("""
    from       | next
    2024-05-07 | 2024-05-07
    2024-05-08 | 2024-05-10
    2024-05-11 | 2024-05-13
    2024-12-25 | 2024-12-26
    2023-12-30 | 2024-01-02
""")
def test_the_next_business_day_may_be_the_day_itself(day: str, following: str) -> None:
    assert next_business_day(date.fromisoformat(day)) == date.fromisoformat(following)


@rows("""
    start      | end        | days
    2024-05-06 | 2024-05-06 | 0
    2024-05-06 | 2024-05-07 | 1
    2024-05-06 | 2024-05-13 | 3
    2024-05-10 | 2024-05-13 | 1
    2024-05-11 | 2024-05-13 | 0
    2024-05-11 | 2024-05-14 | 1
""")
def test_business_days_count_the_first_and_not_the_last(start: str, end: str, count: str) -> None:
    assert business_days(date.fromisoformat(start), date.fromisoformat(end)) == int(count)


@settings(derandomize=True, deadline=None)
@given(days, st.integers(0, 40), st.integers(0, 40))
def test_business_days_of_two_halves_add_up(start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    assert business_days(start, end) == business_days(start, middle) + business_days(middle, end)


@settings(derandomize=True, deadline=None)
@given(days)
def test_the_end_of_a_month_is_followed_by_a_first(day: date) -> None:
    end = end_of_month(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert (end + timedelta(days=1)).day == 1
