"""Bringing curve and direct heads together: one distribution that agrees with both.

The curve knows when within the weeks; a head that answers "late or not" alone knows that one number better.
The curve's log-odds of being still open are shifted so that at the due day, and 30 days after it, they lie
`share` of the way towards the head's; in between the shift changes linearly, so the curve keeps its shape.
"""

import numpy as np
from numpy.typing import NDArray

from scoring.lateness.curve import Curves
from scoring.lateness.odds import log_odds

Floats = NDArray[np.float64]

_LONG = 30  # the bar of the second head, in days after due
_RAMP_DAYS = 10  # before the due day, over which the shift sets in
_FLAT_DAYS = 7  # after it, during which the first head's shift holds


def tilted(curves: Curves, *, late: Floats, late_30: Floats, share: float) -> Curves:
    """Curves moved towards the heads, where the day a head speaks of is still ahead."""
    before_due = curves.from_day <= curves.due
    before_long = curves.from_day <= curves.due + _LONG
    shift = np.where(before_due, share * _apart(late, curves.late()), 0.0)
    long_shift = np.where(before_long, share * _apart(late_30, curves.late(_LONG)), 0.0)
    day = curves.from_day[:, None] + np.arange(curves.cdf.shape[1])[None, :] - curves.due[:, None]
    moved = _between(day, shift, long_shift, begins=(curves.from_day - curves.due).astype(np.float64))
    still_open = 1.0 / (1.0 + np.exp(-log_odds(1.0 - curves.cdf.astype(np.float64)) - moved))
    cdf = np.maximum.accumulate(np.where(moved == 0.0, curves.cdf, 1.0 - still_open), axis=1)
    return Curves(curves.from_day, curves.due, np.clip(cdf, 0.0, 1.0).astype(np.float32))


def _apart(head: Floats, curve: NDArray[np.float32]) -> Floats:
    return log_odds(head) - log_odds(curve.astype(np.float64))


def _between(day: NDArray[np.int64], shift: Floats, long_shift: Floats, *, begins: Floats) -> Floats:
    """The shift on each day after due: none, then `shift` around the due day, `long_shift` from 30 on."""
    start = np.maximum(np.maximum(begins - 1.0, -_RAMP_DAYS), -_RAMP_DAYS)[:, None]
    rising = np.clip((day - start) / np.maximum(-start, 1.0), 0.0, 1.0) * shift[:, None]
    late_start = np.maximum(_FLAT_DAYS, begins - 1.0)[:, None]
    share = np.clip((day - late_start) / np.maximum(_LONG - late_start, 1.0), 0.0, 1.0)
    return (1.0 - share) * rising + share * long_shift[:, None]
