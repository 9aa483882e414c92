"""How the invoices were paid whose cash came in the last 365 days. Lateness counts from -200 to 823 days."""

import numpy as np

from features.evening import Evening, Floats

_N, _Q25, _Q50, _Q75, _Q90 = range(5)


def n_paid_365(evening: Evening) -> Floats:
    return _read(evening, _N)


def days_late_median_365(evening: Evening) -> Floats:
    return _read(evening, _Q50)


def days_late_range_365(evening: Evening) -> Floats:
    """Inter-quartile range: the lateness of the middle half, from its earliest to its latest."""
    return _read(evening, _Q75) - _read(evening, _Q25)


def days_late_q90_365(evening: Evening) -> Floats:
    return _read(evening, _Q90)


def _read(evening: Evening, column: int) -> Floats:
    return evening.walked.year[:, column].astype(np.float64)
