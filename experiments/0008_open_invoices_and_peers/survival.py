"""The peers made for durations: lifelines' Cox model and XGBoost's accelerated failure time."""

import warnings
from importlib import import_module

import numpy as np
import pandas as pd
import xgboost
from lifelines import CoxPHFitter
from numpy.typing import NDArray
from scipy.special import expit, ndtr
from sklearn.metrics import log_loss

from training.lateness.snapshots import HORIZONS, Forecast

Lesson = import_module("experiments.0008_open_invoices_and_peers.lesson").Lesson

Floats = NDArray[np.float64]

SEED = 20
_COX_COLUMNS = [
    "n_paid",
    "days_late_mean",
    "days_late_mean_30",
    "days_late_median",
    "days_late_q90",
    "days_late_spread",
    "days_late_recent_censored",
    "days_late_last_1",
    "days_since_payment",
    "late_share",
    "late_share_30",
    "n_open",
    "overdue_share",
    "oldest_overdue_days",
    "amount_log",
    "terms_days",
    "due_weekday",
    "due_day_of_month",
    "due_from_month_end",
    "late_as_before",
    "late_as_on_weekdays",
    "late_as_recently",
    "late_30_as_before",
]
_COX_PENALTY = 0.01

_AFT_SCALES = (0.25, 0.4, 0.7, 1.0)
_AFT_SHAPES = ("normal", "logistic")
_AFT_ROUNDS, _AFT_TRIAL_ROUNDS = 200, 50
_TRIAL_DAYS = 45  # the inner split: choices are made on the landmarks of this many last days
_AFT: dict[str, object] = {
    "objective": "survival:aft",
    "eval_metric": "aft-nloglik",
    "tree_method": "hist",
    "learning_rate": 0.08,
    "max_depth": 5,
    "min_child_weight": 10,
    "subsample": 0.8,
    "colsample_bytree": 0.6,
    "reg_lambda": 5.0,
    "seed": SEED,
    "nthread": 1,
}


def cox(lesson: Lesson) -> Forecast:
    """Cox on the due-date clock, landmarks entering at their evening; 1 - S(evening + days) / S(evening)."""
    entry = lesson.landmarks.pairs.from_day - 1 - lesson.landmarks.pairs.due
    stop = entry + lesson.remaining
    first = float(entry.min())
    known, asked = _standardised(lesson.known, lesson.asked)
    table = known.assign(entry=entry - first, stop=stop - first, paid=lesson.closed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = CoxPHFitter(penalizer=_COX_PENALTY).fit(
            table, duration_col="stop", event_col="paid", entry_col="entry"
        )
        relative = fitted.predict_partial_hazard(asked).to_numpy(np.float64)
    days, hazard = fitted.baseline_cumulative_hazard_.index, fitted.baseline_cumulative_hazard_.iloc[:, 0]
    reached = np.concatenate([[0.0], hazard.to_numpy(np.float64)])

    def cumulated(day: Floats) -> Floats:
        return reached[np.searchsorted(days, day, side="right")]

    now = lesson.pairs.as_of - lesson.pairs.due - first
    return Forecast(
        {
            days: 1.0 - np.exp(-relative * (cumulated(now + days) - cumulated(now)))
            for days in HORIZONS
        }
    )  # fmt: skip


def aft(lesson: Lesson) -> tuple[Forecast, str]:
    """Days remaining from the landmark, so that "still open" needs no conditioning; and the shape chosen."""
    pairs = lesson.landmarks.pairs
    split = lesson.landmarks.horizon - _TRIAL_DAYS
    judged = (pairs.as_of > split) & (pairs.as_of + max(HORIZONS) <= lesson.landmarks.horizon)
    inner = lesson.take(pairs.from_day <= split, horizon=split)
    asked = lesson.asking(judged)
    loss = {}
    for shape in _AFT_SHAPES:
        for scale in _AFT_SCALES:
            told = _aft(inner, asked.asked, shape=shape, scale=scale, rounds=_AFT_TRIAL_ROUNDS)
            loss[shape, scale] = sum(
                log_loss(
                    lesson.landmarks.paid[judged] <= asked.pairs.as_of + days,
                    np.clip(told.within[days], 1e-6, 1 - 1e-6),
                    labels=[False, True],
                )
                for days in HORIZONS
            )
    shape, scale = min(loss, key=lambda one: loss[one])
    told = _aft(lesson, lesson.asked, shape=shape, scale=scale, rounds=_AFT_ROUNDS)
    return told, f"{shape} {scale}"


def _aft(lesson: Lesson, asked: pd.DataFrame, *, shape: str, scale: float, rounds: int) -> Forecast:
    """Days are whole, so a payment is told to within half a day either side."""
    data = xgboost.DMatrix(lesson.known.to_numpy(np.float32))
    data.set_float_info(
        "label_lower_bound", np.where(lesson.closed, lesson.remaining - 0.5, lesson.remaining + 0.5)
    )
    data.set_float_info("label_upper_bound", np.where(lesson.closed, lesson.remaining + 0.5, np.inf))
    parameters = _AFT | {"aft_loss_distribution": shape, "aft_loss_distribution_scale": scale}
    booster = xgboost.train(parameters, data, num_boost_round=rounds)
    location = booster.predict(xgboost.DMatrix(asked.to_numpy(np.float32)), output_margin=True).astype(
        np.float64
    )
    below = ndtr if shape == "normal" else expit
    return Forecast({days: below((np.log(days + 0.5) - location) / scale) for days in HORIZONS})


def _standardised(known: pd.DataFrame, asked: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What a linear model needs: gaps filled and marked, tails cut, unit spread, a column a weekday."""
    both = []
    low, high = known[_COX_COLUMNS].quantile(0.01), known[_COX_COLUMNS].quantile(0.99)
    middle = known[_COX_COLUMNS].median()
    for frame in (known, asked):
        numbers = frame[_COX_COLUMNS].clip(low, high, axis=1).fillna(middle)
        numbers["no_payment_yet"] = frame["days_late_last_1"].isna().astype(float)
        for weekday in range(1, 7):
            numbers[f"due_weekday_{weekday}"] = (frame["due_weekday"] == weekday).astype(float)
        both.append(numbers.drop(columns="due_weekday"))
    mean, spread = both[0].mean(), both[0].std()
    kept = spread.index[spread > 1e-6]
    return tuple(((frame[kept] - mean[kept]) / spread[kept]).astype(np.float64) for frame in both)
