"""Fitting the recalibration by days ahead on evenings a model had not seen, and whether it helps at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from scoring.lateness.odds import log_odds
from scoring.lateness.recalibration import Knots
from training.lateness.landmarks import Landmarks

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

DAYS_AHEAD = (7, 14, 30, 60, 90, 120)
# Knots are means of that many evenings at least, so that one carries a few dozen payments or misses.
_FEWEST_A_KNOT = 300
_MOST_KNOTS = 12
# An improvement of the log-loss smaller than this many of its standard errors is chance.
_STANDARD_ERRORS = 2.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a model said of evenings it had not learnt from: P(paid within DAYS_AHEAD), a column each."""

    landmarks: Landmarks
    within: Floats

    def answered(self, days: int) -> Bools:
        """Whether it is known if the cash came within `days`: paid by then, or watched that long."""
        until = self.landmarks.pairs.from_day + days - 1
        return (self.landmarks.paid <= until) | (until <= self.landmarks.seen_until)

    def came(self, days: int) -> Bools:
        return self.landmarks.paid < self.landmarks.pairs.from_day + days


def knots_of(told: Told) -> tuple[Knots, ...]:
    """The corrections that help out of time, by days ahead.

    The first half of the evenings fits each, the second judges it; one that helps there is fitted again on
    all. An evening is used for `days` only if they had passed by the horizon, for paid and unpaid alike.
    """
    kept = []
    for column, days in enumerate(DAYS_AHEAD):
        evening = told.landmarks.pairs.as_of
        rows = np.flatnonzero(told.answered(days) & (evening + days <= told.landmarks.horizon))
        if len(rows) < 4 * _FEWEST_A_KNOT:
            continue
        promised, came = told.within[rows, column], told.came(days)[rows]
        middle = np.median(evening[rows])
        early, late = evening[rows] + days <= middle, evening[rows] > middle
        if (
            early.sum() < _FEWEST_A_KNOT
            or late.sum() < _FEWEST_A_KNOT
            or not _helps(days, promised, came, early=early, late=late)
        ):
            continue
        kept.append(_fitted(days, promised, came))
    return tuple(kept)


def _helps(days: int, promised: Floats, came: Bools, *, early: Bools, late: Bools) -> bool:
    knots = _fitted(days, promised[early], came[early])
    told = log_odds(promised[late])
    gain = _losses(told, came[late]) - _losses(told + knots.shift(told), came[late])
    return bool(gain.mean() > _STANDARD_ERRORS * gain.std() / np.sqrt(len(gain)))


def _losses(told: Floats, came: Bools) -> Floats:
    return np.logaddexp(0.0, np.where(came, -told, told))


def _fitted(days: int, promised: Floats, came: Bools) -> Knots:
    """A rising step function by groups of equal size, told at the groups' means; ties are drawn together."""
    count = int(np.clip(len(promised) // _FEWEST_A_KNOT, 1, _MOST_KNOTS))
    groups = np.array_split(np.argsort(promised, kind="stable"), count)
    told = np.array([promised[group].mean() for group in groups])
    # Half a payment and half a miss more, so that no group is certain.
    seen = np.array([(came[group].sum() + 0.5) / (len(group) + 1.0) for group in groups])
    rising = IsotonicRegression().fit_transform(told, seen, sample_weight=[len(group) for group in groups])
    told, place = np.unique(log_odds(told), return_index=True)
    return Knots(days, tuple(told.tolist()), tuple(log_odds(np.asarray(rising))[place].tolist()))
