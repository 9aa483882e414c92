"""Runs in an environment of its own: fits hazardous and scikit-survival, and knows nothing of the house.

Usage: python apart_worker.py LESSON.npz TOLD.npz
"""

import sys
import warnings

import numpy as np
import pandas as pd
from hazardous import SurvivalBoost
from sksurv.ensemble import RandomSurvivalForest
from sksurv.util import Surv

SEED = 20


def main() -> None:
    warnings.simplefilter("ignore")
    with np.load(sys.argv[1]) as given:
        lesson = {name: given[name] for name in given.files}
    np.savez(sys.argv[2], survival_boost=boosted(lesson), survival_forest=forest(lesson))


def boosted(lesson: dict[str, np.ndarray]) -> np.ndarray:
    """A row an invoice, a column a horizon."""
    answer = pd.DataFrame({"event": lesson["paid"].astype(int), "duration": lesson["remaining"]})
    model = SurvivalBoost(
        n_iter=30, learning_rate=0.2, max_leaf_nodes=15, show_progressbar=False, random_state=SEED
    )
    model.fit(lesson["known"], answer)
    curves = model.predict_cumulative_incidence(lesson["asked"], times=lesson["days"] + 0.5)
    return np.asarray(curves)[:, 1, :]


def forest(lesson: dict[str, np.ndarray]) -> np.ndarray:
    answer = Surv.from_arrays(lesson["paid"].astype(bool), lesson["remaining"])
    model = RandomSurvivalForest(n_estimators=80, min_samples_leaf=15, n_jobs=1, random_state=SEED)
    model.fit(lesson["known"], answer)
    return np.stack(
        [1.0 - curve(lesson["days"] + 0.5) for curve in model.predict_survival_function(lesson["asked"])]
    )


if __name__ == "__main__":
    main()
