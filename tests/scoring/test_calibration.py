"""Calibration keeps the order, reads back what it told, and says of a row what its two fates would say."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.calibration import (
    Calibrator,
    CrossVennAbers,
    Isotonic,
    Platt,
    Range,
    VennAbers,
    calibrator_from,
)
from scoring.sealed import ArtifactRefused

_STAIRS = VennAbers(low_at=(-1.0, 1.0), low=(0.1, 0.4), high_at=(-1.0, 1.0), high=(0.2, 0.5))
_OTHERS = VennAbers(low_at=(0.0,), low=(0.2,), high_at=(0.0,), high=(0.3,))
_ALL: tuple[Calibrator, ...] = (
    Platt(0.8, -0.1),
    Isotonic((-2.0, 0.0, 3.0), (0.05, 0.2, 0.6)),
    _STAIRS,
    CrossVennAbers((_STAIRS, _OTHERS)),
)


@pytest.mark.parametrize("calibrator", _ALL)
def test_what_is_told_in_json_is_read_back(calibrator: Calibrator) -> None:
    assert calibrator_from(json.loads(json.dumps(calibrator.as_json()))) == calibrator


@pytest.mark.parametrize("calibrator", _ALL)
def test_a_higher_score_is_never_less_likely(calibrator: Calibrator) -> None:
    told = calibrator.probability(np.linspace(-8.0, 8.0, 500))
    assert (np.diff(told) >= -1e-15).all()
    assert (told >= 0.0).all()
    assert (told <= 1.0).all()


def test_the_ends_merge_into_the_probability_that_loses_least() -> None:
    merged = Range(np.array([0.1, 0.0]), np.array([0.2, 1.0])).merged
    assert merged.tolist() == pytest.approx([0.2 / 1.1, 0.5])


def test_a_stair_belongs_to_its_knot() -> None:
    told = _STAIRS.range(np.array([-1.5, -1.0, 0.0, 1.0, 1.5]))
    assert told.low.tolist() == [0.0, 0.1, 0.1, 0.4, 0.4]
    assert told.high.tolist() == [0.2, 0.2, 0.5, 0.5, 1.0]


def test_folds_meet_in_geometric_means() -> None:
    cross = CrossVennAbers((_STAIRS, _OTHERS))
    fails, stands = (0.5 * 0.3) ** 0.5, (0.9 * 0.8) ** 0.5
    assert cross.probability(np.array([0.0]))[0] == pytest.approx(fails / (stands + fails))
    told = cross.range(np.array([0.0]))
    assert (told.low[0], told.high[0]) == (pytest.approx(0.15), pytest.approx(0.4))


@given(st.lists(st.tuples(st.floats(0.0, 0.5), st.floats(0.5, 1.0)), min_size=2, max_size=6))
def test_the_ends_hold_the_probability_however_much_folds_disagree(ends: list[tuple[float, float]]) -> None:
    folds = tuple(VennAbers((0.0,), (low,), (0.0,), (high,)) for low, high in ends)
    cross, score = CrossVennAbers(folds), np.array([0.0])
    told, merged = cross.range(score), cross.probability(score)
    assert told.low[0] <= merged[0] <= told.high[0]


def test_each_fold_may_read_the_score_of_its_own_model() -> None:
    cross = CrossVennAbers((_STAIRS, _OTHERS))
    same = cross.probability(np.array([[0.3, 0.3]]))
    assert same == pytest.approx(cross.probability(np.array([0.3])))
    assert cross.probability(np.array([[0.3, -2.0]]))[0] < same[0]


@pytest.mark.parametrize(
    "told", [{"kind": "beta"}, {}, {"kind": "platt", "slope": 1.0}, {"kind": "venn_abers", "low_at": None}]
)
def test_another_calibration_is_refused_in_a_sentence(told: dict[str, object]) -> None:
    with pytest.raises(ArtifactRefused, match=r"Train it again\."):
        calibrator_from(told)
