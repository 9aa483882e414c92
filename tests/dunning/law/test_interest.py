"""Interest against a plain sum over days, and how many days a year has."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.law.interest import DayBase, Step, interest, pieces, rounded
from dunning.law.rates import half_of, penalty_rate

DUE = date(2023, 11, 20)
_STEPS = st.lists(st.tuples(st.integers(-40, 500), st.integers(-100, 10**7)), min_size=1, max_size=8)


def _open(steps: Sequence[Step], day: date) -> int:
    told = [one.open_cents for one in steps if one.since <= day]
    return max(told[-1], 0) if told else 0


def _steps(told: Sequence[tuple[int, int]]) -> list[Step]:
    return [Step(DUE + timedelta(days=day), cents) for day, cents in sorted(dict(told).items())]


@given(_STEPS, st.integers(0, 60), st.integers(0, 420), st.sampled_from(DayBase))
def test_i22_interest_is_the_sum_over_days_of_what_was_open_at_the_rate_of_the_day(
    told: list[tuple[int, int]], begin: int, length: int, base: DayBase
) -> None:
    """Σ open(t) × rate(t) / days of the year, from the day after the due date."""
    steps, first = _steps(told), DUE - timedelta(days=30) + timedelta(days=begin)
    after = first + timedelta(days=length)
    plain = Fraction(0)
    for number in range(length):
        day = first + timedelta(days=number)
        if day > DUE:
            plain += _open(steps, day) * penalty_rate(day) / base.days_of(day.year)
    found = pieces(steps, penalty_rate, due_on=DUE, first=first, after=after, base=base)
    assert interest(found) == plain


@given(_STEPS, st.integers(0, 420))
def test_i23_no_piece_runs_over_the_end_of_a_half_year(told: list[tuple[int, int]], length: int) -> None:
    after = DUE + timedelta(days=length)
    for one in pieces(_steps(told), penalty_rate, due_on=DUE, first=DUE, after=after):
        assert half_of(one.first) == half_of(one.after - timedelta(days=1))
        assert one.rate == penalty_rate(one.first)


@pytest.mark.parametrize(
    ("base", "cents"),
    [
        # 36,500.00 open from 1 December 2023 to 29 February 2024: 31 days at 14.00 %, 60 at 14.50 %.
        (DayBase.FIXED, 43_400 + 87_000),
        (DayBase.ACTUAL, 43_400 + 86_762),  # 60 days of a year of 366: 87,000 x 365 / 366 = 86,762.3
    ],
)
def test_i22_a_leap_year_has_the_days_the_policy_says(base: DayBase, cents: int) -> None:
    steps = [Step(date(2023, 11, 1), 3_650_000)]
    found = pieces(
        steps, penalty_rate, due_on=date(2023, 11, 30), first=DUE, after=date(2024, 3, 1), base=base
    )
    assert rounded(interest(found)) == cents


def test_i22_a_credit_note_and_a_returned_debit_count_from_their_days() -> None:
    """3,650.00 at 14.00 % is 1.40 a day: 10 days whole, 10 at half, 10 whole again."""
    days = ((0, 365_000), (11, 182_500), (21, 365_000))
    steps = [Step(date(2023, 7, 31) + timedelta(days=day), cents) for day, cents in days]
    found = pieces(
        steps, penalty_rate, due_on=date(2023, 7, 31), first=date(2023, 7, 1), after=date(2023, 8, 31)
    )
    assert [one.cents for one in found] == [1_400, 700, 1_400]


@pytest.mark.parametrize(("exact", "cents"), [("0.49", 0), ("0.5", 1), ("1.5", 2), ("-0.5", -1)])
def test_halves_are_rounded_up(exact: str, cents: int) -> None:
    assert rounded(Fraction(exact)) == cents
