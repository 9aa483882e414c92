"""Fitting a scorecard: bins by weight of evidence, then a logistic regression on them.

Nothing is learnt but from the rows given: the caller gives training rows only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from scoring.scorecard import Line, Scorecard, points_of

Floats = NDArray[np.float64]

# More bins than this and a reader no longer sees the line that they draw.
_MOST_BINS = 7
# A bin of less than 3 % of the rows has a rate that changes from one year to the next.
_SMALLEST_SHARE = 0.03
# Each bin's rate is drawn towards the table's by this many rows, as if they had been seen at that rate: a bin
# without an event then has finite evidence.
_DRAWN_BY = 20.0
# Inverse strength of the L2 penalty; evidence is in log-odds, so one figure serves every column.
_LOOSENESS = 0.03
_FARTHEST = 1e30


@dataclass(frozen=True, slots=True)
class Bins:
    """Where one column is cut, and the weight of evidence of each bin: its log-odds less the table's."""

    edges: tuple[float, ...]
    evidence: tuple[float, ...]
    missing: float

    def of(self, values: Floats) -> Floats:
        found = np.array(self.evidence)[np.searchsorted(self.edges, values, side="left")]
        return np.where(np.isnan(values), self.missing, found)


def bins_of(values: Floats, label: Floats, *, sign: int = 0, weight: Floats | None = None) -> Bins:
    """The cuts a small tree makes; `sign` 1 lets default only grow with the value, -1 only shrink.

    What is missing is a bin of its own.
    """
    weight = np.ones(len(values)) if weight is None else weight
    known = ~np.isnan(values)
    edges = _edges(values[known], label[known], sign=sign, weight=weight[known])
    place = np.where(known, np.searchsorted(edges, values, side="left"), len(edges) + 1)
    rows = np.bincount(place, weight, minlength=len(edges) + 2)
    events = np.bincount(place, weight * label, minlength=len(edges) + 2)
    rate = float(np.average(label, weights=weight))
    drawn = (events + _DRAWN_BY * rate) / (rows + _DRAWN_BY)
    evidence = _log_odds(drawn) - float(_log_odds(np.array(rate)))
    return Bins(tuple(edges.tolist()), tuple(evidence[:-1].tolist()), float(evidence[-1]))


def fit_scorecard(
    frame: pd.DataFrame,
    label: Floats,
    *,
    signs: Mapping[str, int] | None = None,
    weight: Floats | None = None,
) -> Scorecard:
    """A scorecard of the columns that carry evidence of their own.

    A column whose evidence the regression would turn round is left out, one after the other, the most turned
    first: with it, a bin that fails more often would win points. `signs` as in `bins_of`, by column.
    """
    wanted = signs or {}
    bins = {
        str(name): bins_of(
            frame[name].to_numpy(np.float64), label, sign=wanted.get(str(name), 0), weight=weight
        )
        for name in frame.columns
    }
    kept = [name for name, found in bins.items() if len(set(found.evidence)) > 1 or found.missing]
    evidence = {name: bins[name].of(frame[name].to_numpy(np.float64)) for name in kept}
    while kept:
        fit = LogisticRegression(C=_LOOSENESS, max_iter=1000)
        fit.fit(np.column_stack([evidence[name] for name in kept]), label, sample_weight=weight)
        turned = int(np.argmin(fit.coef_[0]))
        if fit.coef_[0, turned] > 0.0:
            lines = [_line(name, bins[name], by) for name, by in zip(kept, fit.coef_[0], strict=True)]
            return Scorecard(points_of(float(fit.intercept_[0])), tuple(lines))
        kept.pop(turned)
    rate = float(np.average(label, weights=weight))
    return Scorecard(points_of(float(_log_odds(np.array(rate)))), ())


def _edges(values: Floats, label: Floats, *, sign: int, weight: Floats) -> Floats:
    if len(values) == 0:
        return np.empty(0)
    tree = DecisionTreeClassifier(
        criterion="log_loss",
        max_leaf_nodes=_MOST_BINS,
        min_samples_leaf=max(int(_SMALLEST_SHARE * len(values)), 1),
        monotonic_cst=[sign],
        random_state=0,
    )
    # The tree works in single precision, which a ratio over next to nothing exceeds.
    tree.fit(np.clip(values, -_FARTHEST, _FARTHEST)[:, None], label, sample_weight=weight)
    # A leaf has a cut below zero features: only the inner nodes cut.
    cuts = tree.tree_.threshold[tree.tree_.children_left >= 0]
    return np.unique(cuts)


def _line(column: str, bins: Bins, coefficient: float) -> Line:
    points = tuple(points_of(coefficient * evidence) for evidence in bins.evidence)
    return Line(column, bins.edges, points, points_of(coefficient * bins.missing))


def _log_odds(rate: Floats) -> Floats:
    return np.log(rate / (1.0 - rate))
