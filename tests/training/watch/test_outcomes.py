"""Calibration and skill of a month, from the rows that time has answered."""

import numpy as np
import pytest

from training.watch.outcomes import Performance, Question, performance


def _month(*, told: float = 0.3, rate: float = 0.3, rows: int = 2_000, answered: float = 1.0) -> Performance:
    chance = np.random.default_rng(4)
    risk = np.clip(told + chance.normal(0, 0.1, rows), 0.02, 0.98)
    came = chance.random(rows) < risk + rate - told
    question = Question("late", risk, came, chance.random(rows) < answered, np.full(rows, rate))
    customer = chance.integers(0, 200, rows)
    return performance(question, month=650, rows=np.ones(rows, dtype=bool), customer=customer, fewest=100)


def test_probabilities_that_hold_are_expected_as_often_as_they_come() -> None:
    told = _month()
    assert told.low is not None
    assert told.high is not None
    assert told.low < 1.0 < told.high
    assert told.skill is not None
    assert told.skill > 0


@pytest.mark.parametrize(("told", "rate", "side"), [(0.5, 0.3, "high"), (0.2, 0.4, "low")])
def test_probabilities_that_do_not_hold_are_told(told: float, rate: float, side: str) -> None:
    found = _month(told=told, rate=rate)
    assert found.low is not None
    assert found.high is not None
    assert (found.low > 1.1) if side == "high" else (found.high < 0.9)


def test_rows_without_an_answer_count_for_nothing() -> None:
    assert _month(answered=0.5).answered < 1_200
    assert _month(answered=0.01).expected_over_observed is None


def test_too_few_answers_have_counts_and_no_figures() -> None:
    told = _month(rows=60)
    assert told.answered == 60
    assert told.observed > 0
    assert (told.auc, told.skill, told.low) == (None, None, None)
