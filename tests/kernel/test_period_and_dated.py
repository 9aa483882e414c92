"""Half-open periods, and values that change on known days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.dated import Dated, NotInForce
from kernel.period import Period, first_of_next_month, months_ended, months_later
from tests.tables import rows

MAY = Period(date(2024, 5, 1), date(2024, 6, 1))
starts = st.dates(date(2000, 1, 1), date(2040, 12, 31))
lengths = st.integers(0, 500)


def test_the_first_day_is_in_and_the_end_is_out() -> None:
    assert MAY.days == 31
    assert date(2024, 5, 1) in MAY
    assert date(2024, 5, 31) in MAY
    assert date(2024, 6, 1) not in MAY
    assert date(2024, 4, 30) not in MAY
    listed = list(MAY)
    assert (listed[0], listed[-1], len(listed)) == (date(2024, 5, 1), date(2024, 5, 31), 31)


def test_an_empty_period_is_one_and_a_negative_one_is_not() -> None:
    assert list(Period(MAY.start, MAY.start)) == []
    with pytest.raises(ValueError, match="before its start"):
        Period(MAY.end, MAY.start)


@rows("""
    other start | other end  | overlap
    2024-05-10  | 2024-05-20 | 2024-05-10 2024-05-20
    2024-04-10  | 2024-05-20 | 2024-05-01 2024-05-20
    2024-05-20  | 2024-07-01 | 2024-05-20 2024-06-01
    2024-04-01  | 2024-05-01 | none
    2024-06-01  | 2024-07-01 | none
    2024-05-10  | 2024-05-10 | none
""")
def test_periods_that_only_touch_share_nothing(start: str, end: str, expected: str) -> None:
    other = Period(date.fromisoformat(start), date.fromisoformat(end))
    wanted = None if expected == "none" else Period(*map(date.fromisoformat, expected.split()))
    assert MAY.overlap(other) == wanted
    assert other.overlap(MAY) == wanted


def test_a_period_splits_within_its_bounds_only() -> None:
    assert MAY.split(MAY.start) == (Period(MAY.start, MAY.start), MAY)
    assert MAY.split(MAY.end) == (MAY, Period(MAY.end, MAY.end))
    for outside in (MAY.start - timedelta(days=1), MAY.end + timedelta(days=1)):
        with pytest.raises(ValueError, match="lies outside"):
            MAY.split(outside)


@settings(derandomize=True, deadline=None)
@given(starts, lengths, st.floats(0, 1))
def test_what_is_split_adds_up(start: date, length: int, share: float) -> None:
    whole = Period(start, start + timedelta(days=length))
    first, second = whole.split(start + timedelta(days=int(share * length)))
    assert [*first, *second] == list(whole)


@settings(derandomize=True, deadline=None)
@given(starts, lengths)
def test_months_add_up_and_none_crosses_a_first(start: date, length: int) -> None:
    whole = Period(start, start + timedelta(days=length))
    months = list(whole.months())
    assert [day for month in months for day in month] == list(whole)
    for month in months:
        assert len({(day.year, day.month) for day in month}) == 1
    assert all(month.start.day == 1 for month in months[1:])


def test_december_is_followed_by_january() -> None:
    assert first_of_next_month(date(2024, 12, 31)) == date(2025, 1, 1)


RATE = Dated({date(2024, 7, 1): "B", date(2024, 1, 1): "A"}, "the gazette", until=date(2025, 1, 1))


@rows("""
    day        | value
    2024-01-01 | A
    2024-06-30 | A
    2024-07-01 | B
    2024-12-31 | B
""")
def test_a_value_holds_from_its_day_to_the_next(day: str, value: str) -> None:
    assert RATE.on(date.fromisoformat(day)) == value


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2025, 1, 1), date(2030, 1, 1)])
def test_a_dated_value_refuses_to_guess(day: date) -> None:
    with pytest.raises(NotInForce, match="the gazette"):
        RATE.on(day)


def test_without_an_end_the_last_value_stays() -> None:
    assert Dated({date(2024, 1, 1): 1}, "the gazette").on(date(2999, 1, 1)) == 1


@pytest.mark.parametrize(
    ("by", "first", "end"),
    [
        ("2024-06-30", "2024-05-01", "2024-07-01"),
        ("2024-07-01", "2024-05-01", "2024-07-01"),
        ("2024-01-15", "2023-11-01", "2024-01-01"),
        ("2024-12-31", "2024-11-01", "2025-01-01"),
    ],
)
def test_whole_months_that_are_over(by: str, first: str, end: str) -> None:
    before, last = months_ended(date.fromisoformat(by), 2)
    assert (before.start, before.end, last.end) == (
        date.fromisoformat(first),
        last.start,
        date.fromisoformat(end),
    )


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-06-30", 12, "2025-06-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-01", -1, "2023-12-01"),
    ],
)
def test_some_months_later(day: str, months: int, later: str) -> None:
    """The same day of the month, or the last of a shorter one."""
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)
