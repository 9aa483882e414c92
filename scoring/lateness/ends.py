"""Credit notes and write-offs beside payments: what is left of a curve where they may come first."""

from dataclasses import dataclass

import numpy as np

from features.interval import LAST_DAY
from scoring.lateness.curve import Curves

# Days after due, a rate of ending without cash in each band: credit notes come before and soon after the due
# day, with complaints; write-offs when reminders have failed.
BANDS = (-1500, -14, 1, 31, 61, 91, 181, LAST_DAY)


@dataclass(frozen=True, slots=True)
class Ends:
    """The chance of ending without cash on a day, given open when it begins, for each band of `BANDS`."""

    daily: tuple[float, ...] = (0.0,) * (len(BANDS) - 1)


def with_ends(curves: Curves, ends: Ends) -> Curves:
    """Curves of payments that compete with other ends, from curves as if there were none.

    On a day on which both could happen, each comes first in half of the cases: what is paid, what ended and
    what is open always sum to one (the Aalen-Johansen estimate with days as steps).
    """
    if not any(ends.daily):
        return curves
    place = np.arange(curves.cdf.shape[1])
    day = np.clip((curves.from_day - curves.due)[:, None] + place, BANDS[0], LAST_DAY)
    span = np.arange(BANDS[0], LAST_DAY + 1)
    band = np.searchsorted(np.array(BANDS), span, side="right") - 1
    hazard = np.r_[np.array(ends.daily), 0.0][band]
    stays = np.r_[0.0, np.cumsum(np.log1p(-np.minimum(hazard, 1.0 - 1e-9)))]
    lasts = np.exp(stays[day - BANDS[0] + 1] - stays[day[:, :1] - BANDS[0]])
    one = np.ones((len(lasts), 1))
    unpaid = 1.0 - curves.cdf.astype(np.float64)
    lasts_before = np.concatenate([one, lasts[:, :-1]], axis=1)
    unpaid_before = np.concatenate([one, unpaid[:, :-1]], axis=1)
    paid = np.cumsum((unpaid_before - unpaid) * (lasts_before + lasts) / 2, axis=1)
    ended = np.cumsum((lasts_before - lasts) * (unpaid_before + unpaid) / 2, axis=1)
    return Curves(curves.from_day, curves.due, paid.astype(np.float32), ended.astype(np.float32))
