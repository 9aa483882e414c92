"""Twelve monthly hazards belong to one probability."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.default.curve import MONTHS, hazards, within_a_year
from tests.features.ledgers import drawn

shapes = st.lists(st.floats(-9, -2), min_size=MONTHS, max_size=MONTHS)


@drawn
@given(shapes, st.floats(1e-6, 0.999))
def test_hazards_make_the_probability_they_come_from(shape: list[float], probability: float) -> None:
    monthly = hazards(np.array([probability]), np.array(shape))
    assert monthly.shape == (1, MONTHS)
    assert abs(1 - np.prod(1 - monthly) - probability) < 1e-7


@drawn
@given(shapes, st.floats(-5, 5), st.floats(0.01, 3))
def test_a_higher_score_is_a_higher_probability(shape: list[float], level: float, more: float) -> None:
    low, high = within_a_year(np.array([level, level + more]), np.array(shape))
    assert low < high


def test_a_riskier_month_of_the_book_is_riskier_for_everyone() -> None:
    shape = np.linspace(-5, -4, MONTHS)
    monthly = hazards(np.array([0.02, 0.4]), shape)
    assert (np.diff(monthly, axis=1) > 0).all()
    assert (hazards(np.array([1.0]), shape) == 1).all()
