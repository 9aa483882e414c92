"""Lateness of euros rather than of invoices."""

import numpy as np

from features.ageing import cents_days_overdue, others_overdue_cents
from features.evening import Evening, Floats, ratio


def days_late_weighted_capped(evening: Evening) -> Floats:
    """Mean lateness of a euro, an invoice counting for five usual ones at most and for -200 to 823 days."""
    return ratio(evening.settled.total("late_capped_cents"), evening.settled.total("capped_cents"))


def days_late_weighted_censored(evening: Evening) -> Floats:
    """Mean lateness of a euro, the overdue euros of others as late as they are today."""
    late = evening.settled.total("late_cents") + cents_days_overdue(evening)
    return ratio(late, evening.settled.total("cents") + others_overdue_cents(evening))


def late_amount_share(evening: Evening) -> Floats:
    return _share_over(evening, 0)


def late_amount_share_7(evening: Evening) -> Floats:
    return _share_over(evening, 7)


def late_amount_share_30(evening: Evening) -> Floats:
    return _share_over(evening, 30)


def late_amount_share_censored(evening: Evening) -> Floats:
    """Share of the money that was or is late, of what was paid and what others owe past its due day."""
    overdue = others_overdue_cents(evening)
    late = evening.settled.total("cents_late_over_0") + overdue
    return ratio(late, evening.settled.total("cents") + overdue)


def _share_over(evening: Evening, bar: int) -> Floats:
    share = ratio(evening.settled.total(f"cents_late_over_{bar}"), evening.settled.total("cents"))
    return np.clip(share, 0.0, 1.0)
