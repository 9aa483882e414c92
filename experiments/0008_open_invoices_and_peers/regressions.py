"""The usual ways: regress days late, classify late or not, classify each horizon."""

from collections.abc import Callable
from importlib import import_module

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from training.lateness.snapshots import HORIZONS, Forecast

Lesson = import_module("experiments.0008_open_invoices_and_peers.lesson").Lesson

Floats = NDArray[np.float64]
Fitted = Callable[[pd.DataFrame], Floats]
Fit = Callable[[pd.DataFrame, Floats], Fitted]

SEED = 20
# The last quarter of the closed invoices, in time, tells how far a regression errs on unseen ones.
_SHARE_TO_FIT = 0.75


def lightgbm_days(lesson: Lesson) -> Forecast:
    """L1 regression of days late on closed invoices, its residuals' distribution, given that it is open."""
    return _by_residuals(lesson, _fit_lightgbm)


def histogram_days(lesson: Lesson) -> Forecast:
    """The same with scikit-learn's HistGradientBoostingRegressor."""
    return _by_residuals(lesson, _fit_histogram)


def lightgbm_horizons(lesson: Lesson) -> Forecast:
    """One LightGBM classifier a horizon, on the landmarks whose horizon was over."""
    told = {}
    for days in HORIZONS:
        landmarks = lesson.landmarks
        over = landmarks.pairs.as_of + days <= landmarks.horizon
        paid = landmarks.paid[over] <= landmarks.pairs.as_of[over] + days
        data = lightgbm.Dataset(
            _matrix(lesson.known.loc[over]), paid.astype(np.float32), weight=landmarks.weight[over]
        )
        booster = lightgbm.train({**_LIGHTGBM, "objective": "binary"}, data, num_boost_round=200)
        told[days] = np.asarray(booster.predict(_matrix(lesson.asked)), np.float64)
    return Forecast(told)


def histogram_late(lesson: Lesson, *, bar: int) -> Floats:
    """P(more than `bar` days late), the usual target, from earlier landmarks whose answer is known."""
    pairs = lesson.landmarks.pairs
    deadline = pairs.due + bar
    answered = (pairs.from_day <= deadline) & (deadline <= lesson.landmarks.horizon)
    late = lesson.landmarks.paid[answered] > deadline[answered]
    model = HistGradientBoostingClassifier(**_HISTOGRAM)
    model.fit(_matrix(lesson.known.loc[answered]), late, sample_weight=lesson.landmarks.weight[answered])
    return model.predict_proba(_matrix(lesson.asked))[:, 1]


# Shared by the LightGBM peers: rather more leaves than Encours' own heads, regularised alike.
_LIGHTGBM: dict[str, object] = {
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "deterministic": True,
    "force_col_wise": True,
    "seed": SEED,
    "verbose": -1,
}
_HISTOGRAM: dict[str, object] = {
    "learning_rate": 0.06,
    "max_iter": 200,
    "max_leaf_nodes": 15,
    "min_samples_leaf": 100,
    "l2_regularization": 5.0,
    "random_state": SEED,
}


def _fit_lightgbm(known: pd.DataFrame, late: Floats) -> Fitted:
    data = lightgbm.Dataset(_matrix(known), late)
    booster = lightgbm.train({**_LIGHTGBM, "objective": "l1"}, data, num_boost_round=300)
    return lambda asked: np.asarray(booster.predict(_matrix(asked)), np.float64)


def _fit_histogram(known: pd.DataFrame, late: Floats) -> Fitted:
    model = HistGradientBoostingRegressor(loss="absolute_error", **_HISTOGRAM).fit(_matrix(known), late)
    return lambda asked: model.predict(_matrix(asked))


def _by_residuals(lesson: Lesson, fit: Fit) -> Forecast:
    closed, late = lesson.closed, lesson.days_late
    evening = lesson.landmarks.pairs.as_of
    cut = np.quantile(evening[closed], _SHARE_TO_FIT)
    early, recent = closed & (evening <= cut), closed & (evening > cut)
    errors = late[recent] - fit(lesson.known.loc[early], late[early])(lesson.known.loc[recent])
    errors.sort()
    day = fit(lesson.known.loc[closed], late[closed])(lesson.asked)
    now = (lesson.pairs.as_of - lesson.pairs.due).astype(np.float64)

    def still_open(days: int) -> Floats:
        """One more open than counted, so that nothing is ever certain."""
        beyond = len(errors) - np.searchsorted(errors, now + days + 0.5 - day, side="right")
        return (beyond + 1.0) / (len(errors) + 1.0)

    return Forecast({days: 1.0 - still_open(days) / still_open(0) for days in HORIZONS})


def _matrix(frame: pd.DataFrame) -> NDArray[np.float32]:
    return frame.to_numpy(np.float32)
