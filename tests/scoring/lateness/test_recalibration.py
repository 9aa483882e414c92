"""Recalibration by days ahead: what it learns, when it stays away, and that curves stay curves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.pairs import Pairs
from ledger.timeline import NEVER
from scoring.lateness.curve import Curves
from scoring.lateness.recalibration import Knots, recalibrated
from tests.features.ledgers import FIRST, drawn
from training.lateness.landmarks import Landmarks
from training.lateness.recalibrating import DAYS_AHEAD, Told, knots_of


def _told(promised: np.ndarray, true: np.ndarray, *, seed: int = 1, days: int = 200) -> Told:
    """Evenings spread over `days`; each is paid within 7 days with its true chance, or never."""
    count = len(promised)
    chance = np.random.default_rng(seed)
    evening = FIRST + chance.integers(0, days, count)
    zeros = np.zeros(count, dtype=np.int64)
    paid = np.where(chance.random(count) < true, evening + 3, NEVER).astype(np.int64)
    never = np.full(count, NEVER, dtype=np.int64)
    pairs = Pairs(zeros, evening, evening + 1, evening, evening + 30, zeros, zeros, zeros)
    landmarks = Landmarks(pairs, paid, never, np.ones(count), FIRST + days + 10)
    return Told(landmarks, np.repeat(promised[:, None], len(DAYS_AHEAD), axis=1))


def test_promises_too_high_are_brought_down() -> None:
    promised = np.random.default_rng(0).uniform(0.05, 0.95, 20_000)
    found = {knots.days: knots for knots in knots_of(_told(promised, promised**2))}
    shift = found[7].shift(np.array([0.0]))
    assert shift[0] == pytest.approx(np.log(0.25 / 0.75), abs=0.2)
    assert list(found[7].came) == sorted(found[7].came)


def test_a_calibrated_model_is_left_alone() -> None:
    promised = np.random.default_rng(0).uniform(0.05, 0.95, 20_000)
    assert 7 not in {knots.days for knots in knots_of(_told(promised, promised))}


def test_too_few_evenings_teach_nothing() -> None:
    promised = np.full(1_000, 0.9)
    assert knots_of(_told(promised, promised / 3)) == ()


def test_what_helped_first_and_hurts_later_is_dropped() -> None:
    """Too high in the first half of the evenings, right in the second."""
    promised = np.random.default_rng(0).uniform(0.3, 0.9, 20_000)
    told = _told(promised, promised)
    early = told.landmarks.pairs.as_of < FIRST + 90
    paid = np.where(early & (promised < 0.7), NEVER, told.landmarks.paid)
    marks = told.landmarks
    wrong = Told(Landmarks(marks.pairs, paid, marks.ended, marks.weight, marks.horizon), told.within)
    assert 7 not in {knots.days for knots in knots_of(wrong)}


def _curves(seed: int) -> Curves:
    cdf = np.sort(np.random.default_rng(seed).random((3, 200)), axis=1).astype(np.float32)
    day = np.full(3, FIRST, dtype=np.int64)
    return Curves(day, day + 30, cdf)


@drawn
@given(st.integers(0, 99), st.lists(st.floats(-4, 4), min_size=6, max_size=6))
def test_a_recalibrated_curve_is_a_curve_and_says_what_the_knots_say(seed: int, moves: list[float]) -> None:
    curves = _curves(seed)
    knots = [Knots(7, (-5.0, 0.0, 5.0), tuple(sorted(moves[:3]))), Knots(30, (0.0,), (moves[3],))]
    told = recalibrated(curves, knots)
    assert (np.diff(told.cdf, axis=1) >= 0).all()
    assert ((told.cdf >= 0) & (told.cdf <= 1)).all()
    before = curves.cdf[:, 6].astype(np.float64)
    odds = np.log(before / (1 - before))
    expected = 1 / (1 + np.exp(-odds - knots[0].shift(odds)))
    assert (told.cdf[:, 6] >= expected - 1e-4).all(), "no lower, and higher only where the days before were"


def test_without_knots_nothing_changes() -> None:
    curves = _curves(1)
    assert recalibrated(curves, ()) is curves


def test_knots_that_change_nothing_change_nothing() -> None:
    curves = _curves(2)
    told = recalibrated(curves, [Knots(7, (-1.0, 1.0), (-1.0, 1.0))])
    np.testing.assert_allclose(told.cdf, curves.cdf, atol=1e-6)
