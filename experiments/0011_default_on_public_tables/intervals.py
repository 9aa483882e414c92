"""How sure is a difference between two methods that judged the same rows?"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy import stats


def over_folds(ours: Sequence[float], theirs: Sequence[float], *, folds: int) -> tuple[float, float, float]:
    """Mean difference and its 95 % interval, corrected for folds that share their training rows.

    Nadeau and Bengio, Inference for the generalization error (2003): the variance of the mean of n folds is
    (1/n + rows judged / rows taught) times that of the differences.
    """
    difference = np.array(ours) - np.array(theirs)
    spread = difference.std(ddof=1) * np.sqrt(1.0 / len(difference) + 1.0 / (folds - 1))
    reach = float(stats.t.ppf(0.975, len(difference) - 1) * spread)
    mean = float(difference.mean())
    return mean, mean - reach, mean + reach


def over_groups(
    measure: Callable[[np.ndarray, np.ndarray], float],
    told: Mapping[str, np.ndarray],
    label: np.ndarray,
    group: np.ndarray,
    *,
    draws: int = 500,
) -> tuple[float, float, float]:
    """The same for one block of rows: whole groups drawn again, both methods on each draw.

    `told` holds both methods' probabilities, ours first.
    """
    ours, theirs = told.values()
    chance = np.random.default_rng(11)
    rows_of = [np.flatnonzero(group == one) for one in np.unique(group)]
    found = []
    for _ in range(draws):
        rows = np.concatenate([rows_of[one] for one in chance.integers(0, len(rows_of), len(rows_of))])
        if 0 < label[rows].sum() < len(rows):
            found.append(measure(ours[rows], label[rows]) - measure(theirs[rows], label[rows]))
    low, high = np.quantile(found, [0.025, 0.975])
    return measure(ours, label) - measure(theirs, label), float(low), float(high)
