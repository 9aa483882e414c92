"""Ratios between the columns of a table: made without labels, chosen by those of training rows only.

Financial statements speak in ratios; a tree cuts one column at a time and needs many cuts to draw one.
"""

from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]

# Every pair of 64 columns, and a drawn share of the pairs of wider tables: the cost grows with them.
_MOST_CANDIDATES = 2016
# A screening looks at no more rows than this; on the development half 2,000 chose as well as 2,800.
_MOST_ROWS = 3000
_SCREENING: dict[str, object] = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 10,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 63,
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}
_TREES = 60
# A tree sees about so many columns, drawn anew, half of them at most: so that each ratio has its turn, and
# none of two that tell the same hides the other every time.
_SEEN_BY_A_TREE = 200


@dataclass(frozen=True, slots=True)
class Ratios:
    """Places of the columns above and below the line."""

    above: Ints
    below: Ints

    def take(self, places: Ints) -> "Ratios":
        return Ratios(self.above[places], self.below[places])

    def of(self, values: Floats) -> Floats32:
        """The ratios; unknown where one side is, or where nothing stands below the line."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = (values[:, self.above] / values[:, self.below]).astype(np.float32)
        found[~np.isfinite(found)] = np.nan
        return found

    def beside(self, values: Floats) -> Floats32:
        """The columns themselves, then the ratios."""
        return np.hstack([as_single(values), self.of(values)])


NONE = Ratios(np.empty(0, np.int64), np.empty(0, np.int64))


def as_single(values: Floats) -> Floats32:
    with np.errstate(over="ignore"):
        return values.astype(np.float32)


def candidates(columns: int, *, seed: int) -> Ratios:
    """Each pair once, since a tree that sees a ratio has no need of its inverse."""
    above, below = np.triu_indices(columns, k=1)
    if len(above) > _MOST_CANDIDATES:
        drawn = np.random.default_rng(seed).choice(len(above), _MOST_CANDIDATES, replace=False)
        above, below = above[np.sort(drawn)], below[np.sort(drawn)]
    return Ratios(above.astype(np.int64), below.astype(np.int64))


def gains(values: Floats, label: Floats, among: Ratios, *, seed: int) -> Floats:
    """How much each ratio helps a quick model that sees all of them, and the columns, on these rows."""
    rows = _sample(label, seed=seed)
    values, label = values[rows], label[rows]
    read = among.beside(values)
    share = min(_SEEN_BY_A_TREE / read.shape[1], 0.5)
    parameters = {**_SCREENING, "feature_fraction": share, "seed": seed}
    data = lightgbm.Dataset(read, label, params=parameters)
    booster = lightgbm.train(parameters, data, num_boost_round=_TREES)
    return np.asarray(booster.feature_importance("gain")[values.shape[1] :], np.float64)


def best(among: Ratios, gain: Floats, *, most: int) -> Ratios:
    """The `most` ratios of largest gain, less those of none."""
    places = np.argsort(-gain, kind="stable")[:most]
    return among.take(np.sort(places[gain[places] > 0.0]))


def _sample(label: Floats, *, seed: int) -> Ints:
    """Defaults, which are few, before other rows; never more than half of the sample."""
    if len(label) <= _MOST_ROWS:
        return np.arange(len(label))
    chance = np.random.default_rng(seed)
    events, others = (chance.permutation(np.flatnonzero(label == kind)) for kind in (1.0, 0.0))
    kept = events[: max(_MOST_ROWS // 2, _MOST_ROWS - len(others))]
    return np.sort(np.concatenate([kept, others[: _MOST_ROWS - len(kept)]]))
