"""Fitting calibrators from out-of-fold scores: what a model said of rows it had not seen, and what came.

Scores are log-odds. Venn-Abers as in Vovk, Petej and Fedorova, Large-scale probabilistic predictors with and
without guarantees of validity (2015).
"""

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from scoring.calibration import CrossVennAbers, Isotonic, Platt, VennAbers, shifted

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Odds times or through 20,000: farther than any book lies from any other; halved to a millionth of that.
_FARTHEST_SHIFT = 10.0
_HALVINGS = 40


def platt(score: Floats, label: Floats, *, weight: Floats | None = None) -> Platt:
    """The line of greatest likelihood, without penalty; level where it would turn the order round."""
    fit = LogisticRegression(C=np.inf).fit(score[:, None], label, sample_weight=weight)
    slope = float(fit.coef_[0, 0])
    if slope > 0.0:
        return Platt(slope, float(fit.intercept_[0]))
    rate = float(np.average(label, weights=weight))
    return Platt(0.0, float(np.log(rate / (1.0 - rate))))


def isotonic(score: Floats, label: Floats, *, weight: Floats | None = None) -> Isotonic:
    """Each level drawn to its mean score, and towards the whole table's rate by one row.

    Without that row the outer levels would be 0 and 1, which no future row may contradict.
    """
    weight = np.ones(len(score)) if weight is None else weight
    level = IsotonicRegression().fit_transform(score, label, sample_weight=weight)
    _, block = np.unique(level, return_inverse=True)
    rows = np.bincount(block, weight)
    at = np.bincount(block, weight * score) / rows
    rate = float(np.average(label, weights=weight))
    probability = (np.bincount(block, weight * label) + rate) / (rows + 1.0)
    # Drawing small levels in may turn two neighbours round by a hair.
    return Isotonic(tuple(at.tolist()), tuple(np.maximum.accumulate(probability).tolist()))


def venn_abers(score: Floats, label: Floats, *, weight: Floats | None = None) -> VennAbers:
    """Both staircases; a row to come counts as one row, whatever the weights."""
    at, block = np.unique(score, return_inverse=True)
    weight = np.ones(len(score)) if weight is None else weight
    rows: Floats = np.bincount(block, weight).astype(np.float64)
    events: Floats = np.bincount(block, weight * label).astype(np.float64)
    high = _if_it_failed(rows, events)
    # Mirrored, a row that does not fail is one that does.
    low = 1.0 - _if_it_failed(rows[::-1], (rows - events)[::-1])[::-1]
    last = np.append(high[1:] != high[:-1], True)
    first = np.insert(low[1:] != low[:-1], 0, True)
    return VennAbers(
        low_at=tuple(at[first].tolist()),
        low=tuple(low[first].tolist()),
        high_at=tuple(at[last].tolist()),
        high=tuple(high[last].tolist()),
    )


def cross_venn_abers(
    score: Floats, label: Floats, fold: Ints, *, weight: Floats | None = None
) -> CrossVennAbers:
    """One map for each value of `fold`, in their order."""
    parts = []
    for number in np.unique(fold):
        rows = fold == number
        parts.append(venn_abers(score[rows], label[rows], weight=None if weight is None else weight[rows]))
    return CrossVennAbers(tuple(parts))


def shift_to(probability: Floats, rate: float, *, weight: Floats | None = None) -> float:
    """The shift in log-odds after which the probabilities have this mean, strictly between 0 and 1."""
    low, high = -_FARTHEST_SHIFT, _FARTHEST_SHIFT
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if np.average(shifted(probability, by=middle), weights=weight) < rate:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def _if_it_failed(rows: Floats, events: Floats) -> Floats:
    """At each score, the isotonic level of that score once one more row of it has failed.

    The level is the slope of the greatest convex minorant of cumulated events over cumulated rows. With the
    new row at place i, the points before i lie one lower and one to the left of where they lie without it; so
    from one place to the next a single point moves, and the corner left of the place never goes back.
    """
    x = np.concatenate(([0.0], np.cumsum(rows)))
    y = np.concatenate(([0.0], np.cumsum(events)))
    hull = _minorant([(-1.0, -1.0), *zip(x[1:].tolist(), y[1:].tolist(), strict=True)])[::-1]
    levels = np.empty(len(rows))
    for place in range(len(rows)):
        levels[place] = _slope(hull[-1], hull[-2])
        moved = (float(x[place + 1]) - 1.0, float(y[place + 1]) - 1.0)
        if _slope(hull[-1], moved) >= levels[place]:
            continue
        hull.pop()
        while len(hull) > 1 and _slope(moved, hull[-1]) >= _slope(hull[-1], hull[-2]):
            hull.pop()
        hull.append(moved)
    return np.clip(levels, 0.0, 1.0)


Point = tuple[float, float]


def _minorant(points: list[Point]) -> list[Point]:
    """The corners, from left to right, of the greatest convex line below all points."""
    hull: list[Point] = []
    for point in points:
        while len(hull) > 1 and _slope(hull[-2], hull[-1]) >= _slope(hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def _slope(left: Point, right: Point) -> float:
    return (right[1] - left[1]) / (right[0] - left[0])
