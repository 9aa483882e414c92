"""Calibrators learn what counts right, and Venn-Abers what isotonic regression would say of each fate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from scoring.calibration import shifted
from training.tabular.calibrating import cross_venn_abers, isotonic, platt, shift_to, venn_abers

SCORED = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1), st.integers(1, 3)), min_size=1, max_size=25)


@given(SCORED, st.integers(-2, 18).map(lambda half: half / 2))
def test_both_ends_are_isotonic_regressions_with_the_row_added(
    scored: list[tuple[int, int, int]], asked: float
) -> None:
    """The definition, refitted for each row; the weights of the others count."""
    score, label, weight = (np.array(column, dtype=np.float64) for column in zip(*scored, strict=True))
    found = venn_abers(score, label, weight=weight).range(np.array([asked]))
    for fate, told in ((0.0, found.low[0]), (1.0, found.high[0])):
        refitted = IsotonicRegression().fit(
            np.append(score, asked), np.append(label, fate), sample_weight=np.append(weight, 1.0)
        )
        assert told == pytest.approx(float(refitted.predict([asked])[0]), abs=1e-9)


def _overconfident(rows: int = 4000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores twice as far from the mean as they should be, and labels by the right ones."""
    chance = np.random.default_rng(3)
    right = chance.normal(-2.0, 1.2, rows)
    label = (chance.random(rows) < 1.0 / (1.0 + np.exp(-right))).astype(np.float64)
    return 2.0 * right + 1.0, label, np.arange(rows) % 5


def test_platt_undoes_a_stretch() -> None:
    score, label, _ = _overconfident()
    found = platt(score, label)
    assert found.slope == pytest.approx(0.5, abs=0.05)
    assert found.intercept == pytest.approx(-0.5, abs=0.15)


def test_platt_never_turns_the_order_round() -> None:
    found = platt(np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert found.probability(np.array([-9.0, 9.0])) == pytest.approx([0.5, 0.5])


def test_expected_meets_observed() -> None:
    """Each on the rows it was fitted on: what it must at least be able to do."""
    score, label, fold = _overconfident()
    for found in (platt(score, label), isotonic(score, label), venn_abers(score, label)):
        assert found.probability(score).mean() == pytest.approx(label.mean(), rel=0.03)
    cross = cross_venn_abers(score, label, fold)
    assert len(cross.folds) == 5
    assert cross.probability(score).mean() == pytest.approx(label.mean(), rel=0.05)


def test_isotonic_excludes_nothing() -> None:
    """Perfectly parted rows would give levels 0 and 1, and one exception an infinite loss."""
    told = isotonic(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert told.probabilities == pytest.approx((0.5 / 3.0, 2.5 / 3.0))


def test_fewer_rows_are_known_less_well() -> None:
    score, label, _ = _overconfident()
    many = venn_abers(score, label).range(score).width.mean()
    few = venn_abers(score[:200], label[:200]).range(score).width.mean()
    assert few > 3 * many


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=20), st.floats(0.02, 0.9))
def test_a_shift_brings_the_mean_to_a_rate_and_keeps_the_order(told: list[float], rate: float) -> None:
    before = np.array(told)
    after = shifted(before, by=shift_to(before, rate))
    assert after.mean() == pytest.approx(rate, abs=1e-6)
    assert (np.diff(after[np.argsort(before)]) >= -1e-15).all()


def test_what_is_excluded_stays_excluded() -> None:
    assert shifted(np.array([0.0, 1.0]), by=2.0).tolist() == [0.0, 1.0]
