"""What the customer's group owes and how it pays: the parent and all that belong to it, itself included.

NaN where fewer than two of its members have been invoiced. Numbers of invoices, as members may be of several
currencies.
"""

import numpy as np

from features.evening import Evening, Floats, ratio

_FEWEST = 2


def group_overdue_share(evening: Evening) -> Floats:
    return ratio(_read(evening, "n_overdue"), _read(evening, "n_open"))


def group_days_late_mean(evening: Evening) -> Floats:
    return ratio(_read(evening, "late"), _read(evening, "n_paid"))


def group_oldest_overdue_days(evening: Evening) -> Floats:
    """Zero where nothing of the group is past due."""
    overdue = _read(evening, "n_overdue")
    oldest = evening.pairs.as_of - _read(evening, "oldest_due")
    return np.where(np.isnan(overdue), np.nan, np.where(overdue > 0, oldest, 0.0))


def _read(evening: Evening, name: str) -> Floats:
    known, step = evening.known, evening.known.around.group
    place = known.place(step, known.group_owner)
    several = step.read("members", place, nothing=0.0) >= _FEWEST
    met = known.has_profile | (evening.issued.now >= 0)
    return np.where(several & met, step.read(name, place), np.nan)
