"""Recalibration by days ahead: what earlier models promised within 7 to 120 days, corrected by what came.

At each horizon a rising line, bent at a few knots, maps the log-odds promised to those observed. Between two
horizons the correction of the log-odds changes linearly with the days, from none on the evening itself; after
the last it stays. What was a curve stays one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.lateness.curve import Curves
from scoring.lateness.odds import log_odds

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Knots:
    """Log-odds `told` become `came`, both rising, at `days` ahead of the evening."""

    days: int
    told: tuple[float, ...]
    came: tuple[float, ...]

    def shift(self, told: Floats) -> Floats:
        """How far log-odds are moved; beyond the outermost knots as far as there."""
        moved = np.interp(told, self.told, np.subtract(self.came, self.told))
        return np.asarray(moved, dtype=np.float64)


def recalibrated(curves: Curves, knots: Sequence[Knots]) -> Curves:
    """Curves of payments, before other ends compete with them, as the knots correct them."""
    if not knots:
        return curves
    shifts = [np.zeros(len(curves.from_day))]
    for each in knots:
        promised = curves.paid_by(curves.from_day + each.days - 1)
        shifts.append(each.shift(log_odds(promised.astype(np.float64))))
    at = np.array([0, *(each.days for each in knots)], dtype=np.float64)
    ahead = np.minimum(np.arange(1, curves.cdf.shape[1] + 1), at[-1])
    place = np.clip(np.searchsorted(at, ahead, side="left"), 1, len(at) - 1)
    share = (ahead - at[place - 1]) / (at[place] - at[place - 1])
    table = np.stack(shifts, axis=1)
    moved = table[:, place - 1] * (1.0 - share) + table[:, place] * share
    cdf = 1.0 / (1.0 + np.exp(-log_odds(curves.cdf.astype(np.float64)) - moved))
    cdf = np.where((moved == 0.0) | (curves.cdf == 0.0), curves.cdf, cdf)
    rising = np.maximum.accumulate(np.clip(cdf, 0.0, 1.0), axis=1)
    return Curves(curves.from_day, curves.due, rising.astype(np.float32))
