"""A customer that pays later than before is seen, and a steady one hardly ever taken for one."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.alerts.habit import delays_of, habit_of
from credit.alerts.relation import habit_change
from tests.credit.alerts.samples import ON, POLICY, signals

RULE = POLICY.habit
FIRST = date(2023, 1, 2).toordinal()


def lates(*runs: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Runs of (payments, days late), a payment a week."""
    late = np.array([days for count, days in runs for _ in range(count)], dtype=np.int64)
    return FIRST + 7 * np.arange(len(late)), late


def test_the_evidence_of_a_change() -> None:
    """Medians before and after, how many invoices on each side, and since when."""
    paid, late = lates((20, 3), (8, 30))
    habit = habit_of(paid, late, RULE)
    assert habit is not None
    assert (habit.before, habit.after) == (3, 30)
    assert (habit.invoices_before, habit.invoices_after, habit.payments) == (20, 8, 28)
    assert habit.since == date.fromordinal(int(paid[20]))
    # Each of 8 is later than each of 20: 160, over the root of 20 * 8 * 29 / 3.
    assert habit.z == pytest.approx(160 / (20 * 8 * 29 / 3) ** 0.5, abs=0.01)


def test_invoices_paid_together_are_one_observation() -> None:
    """Eight invoices paid late on one day are one late payment, not eight."""
    paid, late = lates((20, 3), (4, 30))
    once = habit_of(paid, late, RULE)
    often = habit_of(np.repeat(paid, 8), np.repeat(late, 8), RULE)
    assert once is not None
    assert often is not None
    assert (once.z, once.payments) == (often.z, often.payments)


@given(st.integers(0, RULE.before + RULE.after - 1))
def test_too_few_payments_say_nothing(count: int) -> None:
    assert habit_of(*lates((count, 5)), RULE) is None


@given(st.lists(st.integers(-10, 60), min_size=12, max_size=30), st.integers(-5, 5), st.integers(1, 9))
def test_only_order_counts(late: list[int], shift: int, factor: int) -> None:
    """Days later for everybody, or counted in other units, change neither the split nor its strength."""
    paid = FIRST + 7 * np.arange(len(late))
    values = np.array(late, dtype=np.int64)
    first, other = habit_of(paid, values, RULE), habit_of(paid, factor * values + shift, RULE)
    assert first is not None
    assert other is not None
    assert (first.since, first.z) == (other.since, other.z)


def test_only_the_last_payments_count() -> None:
    """What is older than the policy looks back changes nothing."""
    paid, late = lates((RULE.hanging_payments, 4))
    old = habit_of(np.r_[paid - 5_000, paid], np.r_[late + 40, late], RULE)
    new = habit_of(paid, late, RULE)
    assert old == new


@pytest.mark.parametrize("spread", [1.0, 12.0])
def test_a_steady_payer_is_rarely_taken_for_a_changed_one(spread: float) -> None:
    """Looked at after each payment of a year of weekly ones: at most 3 in 100 steady payers are told of."""
    chance = np.random.default_rng(5)
    told = sum(
        _told_within_a_year(np.round(chance.normal(5, spread, 92)).astype(np.int64)) for _ in range(100)
    )
    assert told <= 3


@pytest.mark.parametrize("hold", [0.3, 0.6])
def test_a_payer_whose_delays_hang_together_is_not_taken_for_a_changed_one(hold: float) -> None:
    """Delays that wander by themselves are told of hardly more often than those that do not."""
    chance = np.random.default_rng(9)
    told = 0
    for _ in range(60):
        late = chance.normal(0, 12, RULE.hanging_payments + 52)
        for place in range(1, len(late)):
            late[place] += hold * late[place - 1]
        told += _told_within_a_year(np.round(late).astype(np.int64), first=RULE.hanging_payments)
    assert told <= 3


def test_most_who_change_are_seen_within_ten_payments() -> None:
    """Ten days later from one payment on, delays spread by six days: nine in ten are told of."""
    chance = np.random.default_rng(6)
    told = 0
    for _ in range(50):
        late = chance.normal(5, 6, 50)
        late[40:] += 20
        told += _raised(np.round(late).astype(np.int64))
    assert told >= 45


def _told_within_a_year(late: np.ndarray, *, first: int = RULE.payments) -> bool:
    return any(_raised(late[:end]) for end in range(first, len(late) + 1))


def _raised(late: np.ndarray) -> bool:
    days = ON.toordinal() - 7 * np.arange(len(late))[::-1]
    (found,) = habit_change(signals(habit=habit_of(days, late, RULE)), POLICY)
    return found.raised


def test_an_old_change_is_no_news() -> None:
    habit = habit_of(*lates((20, 3), (8, 30)), RULE)
    assert habit is not None
    fresh = replace(habit, since=ON)
    assert habit_change(signals(habit=fresh), POLICY)[0].raised
    stale = replace(habit, since=date.fromordinal(ON.toordinal() - RULE.fresh_days - 1))
    assert habit_change(signals(habit=stale), POLICY)[0].cleared


def test_lateness_is_kept_as_ten_equally_likely_days() -> None:
    assert delays_of(np.arange(101)) == (5, 15, 25, 35, 45, 55, 65, 75, 85, 95)
