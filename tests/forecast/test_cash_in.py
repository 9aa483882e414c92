"""Draws and intervals of the cash to come."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forecast.cash_in import draws, expected_by_day, intervals
from forecast.dependence import Together
from tests.features.ledgers import drawn
from tests.forecast.invented import cash, past

ALONE = Together(0.0, 0.0)


def test_draws_come_around_what_the_curves_expect() -> None:
    book = cash()
    told = draws(book, Together(0.2, 0.02), count=1_000, seed=1)
    assert np.allclose(told.cents.sum(axis=1), book.claimed_cents.sum())
    expected = np.diff((book.claimed_cents[:, None] * book.paid_by[:, 6::7]).sum(axis=0), prepend=0.0)
    for week, cents in enumerate(expected):
        mean = told.of(7 * week, 7 * week + 6).mean()
        assert abs(mean - cents) < 0.06 * cents


def test_the_same_seed_draws_the_same() -> None:
    book = cash()
    one, two, other = (draws(book, ALONE, count=50, seed=seed).cents for seed in (1, 1, 2))
    assert (one == two).all()
    assert (one != other).any()


def test_dependence_widens_and_leaves_the_middle() -> None:
    """Invoices that come together make a week less sure, not richer."""
    book = cash()
    alone, shared = (
        draws(book, together, count=1_000, seed=1).of(0, 20) for together in (ALONE, Together(0.4, 0.1))
    )
    assert shared.std() > 1.3 * alone.std()
    assert abs(shared.mean() - alone.mean()) < 0.06 * alone.mean()


@drawn
@given(st.lists(st.floats(0, 1e9), min_size=5, max_size=60), st.integers(0, 10**9), st.floats(0.5, 2.0))
def test_intervals_nest_and_never_fall_below_nothing(
    values: list[float], expected: int, width: float
) -> None:
    fifty, eighty, most = intervals(expected, np.array(values), width=width)
    assert 0 <= most.low_cents <= eighty.low_cents <= fifty.low_cents
    assert fifty.high_cents <= eighty.high_cents <= most.high_cents


def test_expected_cents_add_up_over_days_to_the_cent() -> None:
    book = cash()
    by = book.cents_by()
    assert (expected_by_day(by).sum(axis=1) == by[:, -1]).all()


def test_intervals_hold_in_a_world_of_known_dependence() -> None:
    """Where a customer's invoices share 40 per cent of the chance, the 80 per cent interval holds 80 weeks in
    100; told alone it holds fewer.
    """
    truth, world = Together(0.4, 0.03), past(Together(0.4, 0.03), evenings=120)
    held = dict.fromkeys(("shared", "alone"), 0)
    for evening in range(120):
        rows = world.evening == evening
        book = cash(seed=100 + evening)
        for name, together in (("shared", truth), ("alone", ALONE)):
            told = draws(book, together, count=400, seed=evening)
            for week in range(6):
                came = book.open_cents[world.came[rows] == week].sum()
                drawn_week = told.of(7 * week, 7 * week + 6)
                low, high = np.quantile(drawn_week, [0.1, 0.9])
                held[name] += int(low <= came <= high)
    assert 0.76 < held["shared"] / 720 < 0.84
    assert held["alone"] / 720 < 0.74
