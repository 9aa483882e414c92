"""Figures of folds small enough to work by hand."""

import numpy as np
import pytest

from training.tabular.measures import log_loss_of, measures, together


def test_figures_of_a_fold() -> None:
    found = measures(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert found["auc"] == 0.75
    assert found["brier"] == pytest.approx((0.01 + 0.16 + 0.4225 + 0.04) / 4)
    assert (found["expected"], found["observed"]) == (pytest.approx(1.65), 2.0)


def test_a_certainty_that_was_wrong_costs_much_but_not_all() -> None:
    assert log_loss_of(np.array([0.0]), np.array([1.0])) == pytest.approx(-np.log(1e-6))


def test_folds_count_alike_and_expectations_by_row() -> None:
    one = measures(np.array([0.2, 0.6]), np.array([0.0, 1.0]))
    two = measures(np.array([0.6, 0.2, 0.2]), np.array([0.0, 1.0, 0.0]))
    found = together([one, two])
    assert found["auc"] == pytest.approx((1.0 + 0.25) / 2)
    assert found["auc_sd"] == pytest.approx(0.75 / np.sqrt(2))
    assert found["expected_over_observed"] == pytest.approx(1.8 / 2)
    assert together([one])["auc_sd"] is None
