"""The curve's challenger: one booster a horizon that answers "paid within so many days?" and nothing else.

It learns from the same evenings as the curve. Whoever asks about one horizon only may do no better with less;
its answers need not agree with each other, so that it serves to judge the curve and is not served itself.
"""

from collections.abc import Mapping

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.lateness.columns import HEAD_COLUMNS
from training.lateness.landmarks import Landmarks
from training.lateness.recipe import Recipe

Floats = NDArray[np.float64]

HORIZONS = (7, 14, 30, 60, 90)
# An answer is learnt from this many evenings at least, as a leaf needs some hundred.
_FEWEST = 1_000


def horizon_heads(
    landmarks: Landmarks, known: pd.DataFrame, *, recipe: Recipe, parameters: Mapping[str, object]
) -> dict[int, lightgbm.Booster]:
    """A booster for each of HORIZONS with enough evenings that far before the horizon of what was observed.

    `known` is of the landmarks. An invoice that ended without cash within the days has no answer.
    """
    heads = {}
    for days in HORIZONS:
        until = landmarks.pairs.from_day + days - 1
        rows = (until <= landmarks.horizon) & ((landmarks.paid <= until) | (until <= landmarks.seen_until))
        if rows.sum() < _FEWEST:
            continue
        data = lightgbm.Dataset(
            known.loc[rows, list(HEAD_COLUMNS)].to_numpy(np.float32),
            (landmarks.paid <= until)[rows].astype(np.float32),
            weight=landmarks.weight[rows],
            feature_name=list(HEAD_COLUMNS),
        )
        told = {
            **parameters,
            "learning_rate": recipe.head_rate,
            "num_leaves": recipe.late_leaves,
            "min_data_in_leaf": recipe.late_smallest_leaf,
            "feature_fraction": 0.6,
            "bagging_fraction": 0.8,
            "bagging_freq": 1,
            "lambda_l2": 5.0,
        }
        heads[days] = lightgbm.train(told, data, num_boost_round=recipe.late_trees)
    return heads


def within(head: lightgbm.Booster, known: pd.DataFrame) -> Floats:
    """P(paid within the head's days) of each row of `known`."""
    return np.asarray(head.predict(known[list(HEAD_COLUMNS)].to_numpy(np.float32)), dtype=np.float64)
