"""From one figure to twelve months: hazards that belong to a probability of default within a year.

A row's hazard in month k has the log-odds `score + offset[k]`: the book gives the shape over the months, the
row its level. So the probability within twelve months rises with the score alone, and what explains the score
explains the probability.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MONTHS = 12
# Halvings of the span below, which bring the level to a billionth.
_HALVINGS = 50
_SPAN = 30.0


def within_a_year(level: Floats, offsets: Floats) -> Floats:
    """Probability of default within the months of `offsets`."""
    return -np.expm1(_log_survival(level, offsets))


def hazards(probability: Floats, offsets: Floats) -> Floats:
    """Hazard of each month, a column a month, such that together they make `probability`; 1 where it is 1."""
    low = np.full(len(probability), -_SPAN)
    high = np.full(len(probability), _SPAN)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = within_a_year(middle, offsets) < probability
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    monthly = 1.0 / (1.0 + np.exp(-(high[:, None] + offsets[None, :])))
    return np.where((probability >= 1.0)[:, None], 1.0, monthly)


def log_odds(probability: Floats) -> Floats:
    """Kept a ten-millionth off 0 and 1."""
    kept = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.log(kept / (1.0 - kept))


def logistic(score: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-score))


def _log_survival(level: Floats, offsets: Floats) -> Floats:
    return -np.logaddexp(0.0, level[:, None] + offsets[None, :]).sum(axis=1)
