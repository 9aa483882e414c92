"""Which plan can a payer bear, and how likely does it break?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.errors import NoPlan
from dunning.instalments.proposing import (
    Owing,
    Proposal,
    Rhythm,
    breach_chance,
    proposed,
    rhythm_of,
)

TODAY = date(2024, 6, 18)


def _proposed(cents: int, usual: int, months: int | None = None, day: int = 10) -> Proposal:
    told = {"currency": "EUR", "pd_12m": 0.05, "months": months, "on": TODAY}
    return proposed("ACME", [Owing("F-1", cents)], Rhythm(usual, day), **told)  # type: ignore[arg-type]


@given(st.integers(1, 10**9), st.integers(1, 10**8), st.integers(1, 31), st.integers(0, 6))
def test_the_sum_is_exact_and_no_instalment_is_above_the_usual_month(
    cents: int, usual: int, day: int, more: int
) -> None:
    try:
        needed = len(_proposed(cents, usual, day=day).instalments)
        found = _proposed(cents, usual, min(needed + more, 24), day)
    except NoPlan:
        assert -(-cents // usual) > 24
        return
    parts = found.instalments
    assert sum(one.cents for one in parts) == cents
    assert all(0 < one.cents <= usual for one in parts)
    days = [one.day for one in parts]
    assert days == sorted(set(days))
    assert days[0] >= TODAY + timedelta(days=7)


def test_instalments_come_on_the_usual_day() -> None:
    """The 31st is the last day of a shorter month."""
    found = _proposed(300_00, 100_00, day=31)
    assert [(one.day.isoformat(), one.cents) for one in found.instalments] == [
        ("2024-06-30", 10_000),
        ("2024-07-31", 10_000),
        ("2024-08-31", 10_000),
    ]


@pytest.mark.parametrize(
    ("cents", "usual", "months", "why"),
    [
        (100_000, 10_000, 3, "it takes at least 10"),
        (100_000, 0, None, "no rhythm"),
        (100_000, 1_000, None, "100 months"),
        (0, 1_000, None, "nothing to plan"),
    ],
)
def test_what_cannot_be_planned_is_said(cents: int, usual: int, months: int | None, why: str) -> None:
    with pytest.raises(NoPlan, match=why):
        _proposed(cents, usual, months)


def test_the_rhythm_is_the_middle_month_of_the_last_twelve() -> None:
    """Months without cash count, this month and those before the first payment do not."""
    paid = [
        (date(2024, 2, 5), 400),
        (date(2024, 3, 12), 100),
        (date(2024, 3, 14), 200),
        (date(2024, 5, 12), 900),
        (date(2024, 6, 1), 9_999),
    ]
    assert rhythm_of(paid, on=TODAY) == Rhythm(350, 12)
    assert rhythm_of([(date(2022, 1, 5), 400)], on=TODAY).usual_cents == 0


def test_the_chance_of_a_breach_follows_length_record_and_default() -> None:
    usual = Rhythm(1, 1)
    short, long = (breach_chance(usual, count, pd_12m=0.05) for count in (2, 8))
    assert 0.0 < short < long < 1.0
    assert breach_chance(Rhythm(1, 1, kept=8), 4, pd_12m=0.05) < breach_chance(usual, 4, pd_12m=0.05)
    assert breach_chance(Rhythm(1, 1, broken=3), 4, pd_12m=0.05) > breach_chance(usual, 4, pd_12m=0.05)
    assert breach_chance(usual, 4, pd_12m=0.4) > breach_chance(usual, 4, pd_12m=0.05)


def test_one_instalment_by_hand() -> None:
    """A word of nobody known is kept six times of ten."""
    assert breach_chance(Rhythm(1, 1), 1, pd_12m=0.0) == pytest.approx(0.4)
