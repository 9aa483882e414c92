"""From hazards to days, against sums anybody can follow."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from features.interval import LAST_DAY, Intervals, intervals_of
from features.pairs import Pairs
from scoring.lateness.curve import NEVER_PAID, Curves, curves_of
from scoring.lateness.tilt import tilted
from tests.features.ledgers import drawn
from tests.tables import rows

FROM = 1_000


@dataclass(frozen=True)
class Case:
    pairs: Pairs
    rows: Intervals
    hazard: np.ndarray
    curves: Curves


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """One to three pairs, each at its own distance from its due day, with any hazards."""
    ahead = draw(st.lists(st.integers(-400, 60), min_size=1, max_size=3))
    count = len(ahead)
    zeros = np.zeros(count, dtype=np.int64)
    from_day = FROM + np.arange(count, dtype=np.int64)
    due = from_day + np.array(ahead)
    pairs = Pairs(zeros, from_day - 1, from_day, from_day, due, zeros, zeros, zeros)
    told = intervals_of(pairs, due + LAST_DAY)
    chance = np.random.default_rng(draw(st.integers(0, 1_000)))
    hazard = chance.random(len(told.pair)) ** draw(st.sampled_from([0.1, 1.0, 8.0]))
    return Case(pairs, told, hazard, curves_of(pairs, told, hazard))


def _plain(case: Case, pair: int) -> np.ndarray:
    """P(paid by each day), day after day: an interval's probability is shared alike by its days."""
    still, paid, out = 1.0, 0.0, []
    own = case.rows.pair == pair
    for start, stop, hazard in zip(case.rows.start[own], case.rows.stop[own], case.hazard[own], strict=True):
        for _ in range(start, stop):
            paid += still * hazard / (stop - start)
            out.append(paid)
        still *= 1 - hazard
    return np.array(out)


@drawn
@given(cases())
def test_a_curve_rises_from_nothing_to_at_most_one(case: Case) -> None:
    assert (case.curves.cdf >= 0).all()
    assert (case.curves.cdf <= 1).all()
    assert (np.diff(case.curves.cdf, axis=1) >= 0).all()


@drawn
@given(cases())
def test_what_stays_open_is_the_product_of_the_hazards(case: Case) -> None:
    for pair in range(len(case.pairs)):
        plain = _plain(case, pair)
        np.testing.assert_allclose(case.curves.cdf[pair, : len(plain)], plain, atol=1e-5)
        stays = np.prod(1 - case.hazard[case.rows.pair == pair])
        np.testing.assert_allclose(1 - case.curves.cdf[pair, -1], stays, atol=1e-5)


@drawn
@given(cases(), st.integers(-20, 500))
def test_paid_by_reads_the_day(case: Case, ahead: int) -> None:
    day = case.pairs.from_day + ahead
    for pair, told in enumerate(case.curves.paid_by(day)):
        plain = np.r_[0.0, _plain(case, pair)]
        np.testing.assert_allclose(told, plain[np.clip(ahead + 1, 0, len(plain) - 1)], atol=1e-5)


@drawn
@given(cases(), st.integers(0, 60))
def test_late_is_what_is_not_paid_by_then(case: Case, days: int) -> None:
    np.testing.assert_allclose(
        case.curves.late(days), 1 - case.curves.paid_by(case.pairs.due + days), atol=1e-6
    )


@drawn
@given(cases(), st.sampled_from([0.1, 0.5, 0.9]))
def test_a_quantile_is_the_first_day_to_reach_its_share(case: Case, share: float) -> None:
    for pair, day in enumerate(case.curves.quantile(share)):
        cdf = case.curves.cdf[pair]
        reached = [place for place, value in enumerate(cdf) if value >= share]
        assert day == (case.pairs.from_day[pair] + reached[0] if reached else NEVER_PAID)


@drawn
@given(cases(), st.integers(-30, 900), st.integers(0, 120))
def test_expected_days_are_summed_day_after_day(case: Case, ahead: int, most: int) -> None:
    """Open for sure before the first day, and after the last as at the end of it."""
    start = case.pairs.from_day + ahead
    told = case.curves.expected_days(start, most=most)
    for pair, days in enumerate(told):
        open_at = np.r_[1.0, 1.0 - case.curves.cdf[pair].astype(np.float64)]
        places = np.clip(np.arange(ahead, ahead + most), 0, len(open_at) - 1)
        np.testing.assert_allclose(days, open_at[places].sum(), rtol=1e-4, atol=1e-3)


def _two_days() -> Curves:
    """Due on day 1001: half is paid on 1000, a quarter on 1001, nothing more after."""
    one = np.array([FROM], dtype=np.int64)
    return Curves(one, one + 1, np.array([[0.5, 0.75, 0.75]], dtype=np.float32))


@rows("""
    share | day
    0.1   | 1000
    0.5   | 1000
    0.51  | 1001
    0.75  | 1001
    0.76  | never
""")
def test_quantiles_by_hand(share: str, day: str) -> None:
    told = _two_days().quantile(float(share)).tolist()
    assert told == [NEVER_PAID if day == "never" else int(day)]


def test_figures_by_hand() -> None:
    curves = _two_days()
    assert curves.late().tolist() == [0.25]
    assert curves.late(-1).tolist() == [0.5]
    assert curves.paid_by(np.array([999])).tolist() == [0.0]
    assert curves.paid_by(np.array([5_000])).tolist() == [0.75]
    assert curves.expected_days(np.array([FROM]), most=4).tolist() == [1 + 0.5 + 0.25 + 0.25]
    assert curves.expected_days(np.array([FROM + 1]), most=2).tolist() == [0.75]


def test_a_pair_beyond_the_last_interval_has_a_flat_curve() -> None:
    one = np.array([FROM], dtype=np.int64)
    pairs = Pairs(one * 0, one - 1, one, one, one - LAST_DAY, one, one, one)
    told = curves_of(pairs, intervals_of(pairs, pairs.due + LAST_DAY), np.array([]))
    assert told.cdf.tolist() == [[0.0]]
    assert told.quantile(0.1).tolist() == [NEVER_PAID]


@drawn
@given(cases(), st.floats(0.02, 0.98), st.floats(0.01, 0.9))
def test_a_curve_moved_towards_the_heads_is_still_a_curve(case: Case, late: float, share: float) -> None:
    heads = np.full(len(case.pairs), late)
    moved = tilted(case.curves, late=heads, late_30=heads * share, share=0.5).cdf
    assert ((moved >= 0) & (moved <= 1)).all()
    assert (np.diff(moved, axis=1) >= 0).all()
    left = tilted(case.curves, late=heads, late_30=heads * share, share=0.0)
    np.testing.assert_array_equal(left.cdf, case.curves.cdf)


def test_moved_all_the_way_a_curve_says_what_the_heads_say() -> None:
    """Ten days before due, a steady hazard of 3 % a day; the heads say 0.5 and 0.1."""
    days = np.arange(1, 101)
    one = np.array([FROM], dtype=np.int64)
    curves = Curves(one, one + 10, (1 - 0.97**days)[None, :].astype(np.float32))
    moved = tilted(curves, late=np.array([0.5]), late_30=np.array([0.1]), share=1.0)
    np.testing.assert_allclose([moved.late()[0], moved.late(30)[0]], [0.5, 0.1], atol=1e-4)
