"""Payments that compete with credit notes and write-offs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.streams import streams_of
from ledger.timeline import timeline
from scoring.lateness.curve import Curves
from scoring.lateness.ends import BANDS, Ends, with_ends
from tests.features.ledgers import FIRST, Bill, Cash, drawn, facts_of
from training.lateness.ends import ends_of
from training.lateness.landmarks import at_issue

N = len(BANDS) - 1


def _curves(cdf: np.ndarray, *, ahead: int) -> Curves:
    day = np.full(len(cdf), FIRST, dtype=np.int64)
    return Curves(day, day + ahead, cdf.astype(np.float32))


def test_without_ends_nothing_changes() -> None:
    curves = _curves(np.array([[0.2, 0.5]]), ahead=10)
    assert with_ends(curves, Ends()) is curves
    assert curves.ended_by(curves.due).tolist() == [0.0]


def test_two_days_by_hand() -> None:
    """Half is paid on each day if it lasts; a tenth of what lasts ends without cash on each."""
    told = with_ends(_curves(np.array([[0.5, 0.75]]), ahead=5), Ends((0.1,) * N))
    paid = [0.5 * (1 + 0.9) / 2, 0.5 * (1 + 0.9) / 2 + 0.25 * (0.9 + 0.81) / 2]
    ended = [0.1 * (1 + 0.5) / 2, 0.1 * (1 + 0.5) / 2 + 0.09 * (0.5 + 0.25) / 2]
    np.testing.assert_allclose(told.cdf[0], paid, atol=1e-6)
    np.testing.assert_allclose(told.ended, [ended], atol=1e-6)
    assert 1 - paid[1] - ended[1] == pytest.approx(0.25 * 0.81)


@drawn
@given(st.integers(-400, 60), st.lists(st.floats(0, 0.2), min_size=N, max_size=N), st.integers(0, 99))
def test_paid_ended_and_open_sum_to_one(ahead: int, daily: list[float], seed: int) -> None:
    """What is open is what would be unpaid, times what would not have ended otherwise."""
    cdf = np.sort(np.random.default_rng(seed).random((2, 600)), axis=1)
    curves = _curves(cdf, ahead=ahead)
    told = with_ends(curves, Ends(tuple(daily)))
    lasts, here = [], 1.0
    for place in range(600):
        day = place - ahead
        band = np.searchsorted(BANDS, day, side="right") - 1
        here *= 1 - (daily[band] if band < N else 0.0)
        lasts.append(here)
    ended = np.zeros_like(told.cdf) if told.ended is None else told.ended
    np.testing.assert_allclose(1 - told.cdf - ended, (1 - curves.cdf) * np.array(lasts), atol=1e-4)
    assert (np.diff(told.cdf, axis=1) >= -1e-6).all()
    assert (np.diff(ended, axis=1) >= -1e-6).all()
    np.testing.assert_allclose(told.open_after(told.due), told.late(), atol=1e-6)


def _first(bills: list[Bill], cash: list[Cash], cut: int):
    states = timeline(facts_of(bills, cash, horizon=cut))
    return at_issue(states, streams_of(states), horizon=FIRST + cut)


def test_a_ledger_without_credit_has_no_ends() -> None:
    assert ends_of(_first([Bill(1, 0, 30)], [Cash(1, 1, paid=40)], 100)) == Ends()


def test_the_life_table_counts_events_by_days_watched() -> None:
    """Of 2,000 invoices open from day 0 on, due on 30, one in ten is credited on day 40."""
    bills = [Bill(n, 0, 30) for n in range(1, 2_001)]
    cash = [
        Cash(n, n, paid=40, kind="credit") if n % 10 == 0 else Cash(n, n, paid=50) for n in range(1, 2_001)
    ]
    daily = ends_of(_first(bills, cash, 100)).daily
    watched = 200 * 10 + 1_800 * 20
    whole = 200 / (200 * 41 + 1_800 * 51)
    third = BANDS.index(1)
    assert daily[third] == pytest.approx((200 + whole * 1_000) / (watched + 1_000), rel=0.02)
    assert daily[0] == pytest.approx(whole * 1_000 / (2_000 * 16 + 1_000), rel=0.02)
