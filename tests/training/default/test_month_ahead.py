"""Is anything lost by letting the book, and not the booster, spread defaults over the months ahead?"""

import lightgbm
import numpy as np

from scoring.default.curve import MONTHS, within_a_year
from tests.training.companies import silent
from tests.training.default.companies import SMALL, failing_facts
from training.default.columns import FEATURES, SIGNS
from training.default.evaluation import figures_of
from training.default.fitting import SEED, fit_booster, gathered, parameters_of, stacked
from training.default.rows import Lessons, at_risk


def with_month_as_input(learn: Lessons, ask: Lessons) -> np.ndarray:
    """Probability of a year by the same booster on the same rows, but that it reads the month ahead."""
    rows = at_risk(learn, most=SMALL.most_months, seed=SEED)
    values, hit, weight, month = stacked(learn, rows, np.arange(1.0, MONTHS + 1))
    parameters = parameters_of(SMALL, n_defaults=learn.n_defaults)
    parameters["monotone_constraints"] = [SIGNS.get(name, 0) for name in (*FEATURES, "month")]
    data = lightgbm.Dataset(np.column_stack([values, month.astype(np.float32)]), hit, weight=weight)
    booster = lightgbm.train(parameters, data, num_boost_round=SMALL.trees)
    asked = ask.frame[list(FEATURES)].to_numpy(np.float32)
    still = np.ones(len(asked))
    for month in range(1, MONTHS + 1):
        column = np.full(len(asked), month, dtype=np.float32)
        still *= 1 - np.asarray(booster.predict(np.column_stack([asked, column])))
    return 1 - still


def test_the_offset_costs_next_to_nothing() -> None:
    lessons = gathered(failing_facts(), country="FR", recipe=SMALL)
    middle = int(np.median(lessons.snapshots.month))
    learn = lessons.take(lessons.snapshots.month + MONTHS <= middle)
    ask = lessons.take((lessons.snapshots.month >= middle) & lessons.snapshots.answered)
    booster, offsets = fit_booster(learn, recipe=SMALL, progress=silent)
    score = np.asarray(booster.predict(ask.frame[list(FEATURES)].to_numpy(np.float32), raw_score=True))
    offset = figures_of(within_a_year(score, offsets), ask.snapshots.defaulted, ask.weight)
    month = figures_of(with_month_as_input(learn, ask), ask.snapshots.defaulted, ask.weight)
    assert offset["log_loss"] is not None
    assert month["log_loss"] is not None
    # Two per cent here, where every failure announces itself in the same way.
    assert offset["log_loss"] < 1.05 * month["log_loss"]
