"""How a customer has paid so far. Lateness is in days after the due day; paying early counts as negative."""

import numpy as np

from features.evening import Evening, Floats, ratio
from features.streams import MEMORY_DAYS


def n_paid(evening: Evening) -> Floats:
    return evening.settled.total("n")


def n_paid_30(evening: Evening) -> Floats:
    return _paid_within(evening, 30)


def n_paid_90(evening: Evening) -> Floats:
    return _paid_within(evening, 90)


def days_late_mean(evening: Evening) -> Floats:
    return ratio(evening.settled.total("late"), evening.settled.total("n"))


def days_late_mean_30(evening: Evening) -> Floats:
    return _mean_within(evening, 30)


def days_late_mean_90(evening: Evening) -> Floats:
    return _mean_within(evening, 90)


def days_late_mean_365(evening: Evening) -> Floats:
    return _mean_within(evening, 365)


def days_late_median(evening: Evening) -> Floats:
    return evening.settled.last("q50")


def days_late_q10(evening: Evening) -> Floats:
    return evening.settled.last("q10")


def days_late_q25(evening: Evening) -> Floats:
    return evening.settled.last("q25")


def days_late_q75(evening: Evening) -> Floats:
    return evening.settled.last("q75")


def days_late_q90(evening: Evening) -> Floats:
    return evening.settled.last("q90")


def days_late_spread(evening: Evening) -> Floats:
    """Standard deviation; NaN below two payments, where spread means nothing."""
    count = evening.settled.total("n")
    mean = ratio(evening.settled.total("late"), count)
    square = ratio(evening.settled.total("late_squared"), count)
    return np.where(count > 1, np.sqrt(np.maximum(square - mean * mean, 0.0)), np.nan)


def days_late_weighted(evening: Evening) -> Floats:
    """Mean lateness of a euro rather than of an invoice."""
    return ratio(evening.settled.total("late_cents"), evening.settled.total("cents"))


def late_share(evening: Evening) -> Floats:
    return _share_over(evening, 0)


def late_share_7(evening: Evening) -> Floats:
    return _share_over(evening, 7)


def late_share_30(evening: Evening) -> Floats:
    return _share_over(evening, 30)


def late_share_within_90(evening: Evening) -> Floats:
    """Share late among what was paid in the last 90 days."""
    late = evening.settled.total("late_over_0", days=90)
    return np.clip(ratio(late, _paid_within(evening, 90)), 0.0, 1.0)


def days_late_recent(evening: Evening) -> Floats:
    """Mean lateness, each payment weighing less as it ages."""
    return ratio(evening.settled.last("recent_late"), evening.settled.last("recent_weight"))


def days_late_recent_censored(evening: Evening) -> Floats:
    """The same, with the overdue invoices of others counted as late as they are today, a lower bound.

    Without it a customer who stops paying looks better every day.
    """
    others, days_overdue = others_overdue(evening), days_overdue_of_others(evening)
    faded = np.nan_to_num(np.exp(-days_since_payment(evening) / MEMORY_DAYS))
    paid_late = np.nan_to_num(evening.settled.last("recent_late")) * faded
    paid_weight = np.nan_to_num(evening.settled.last("recent_weight")) * faded
    return ratio(paid_late + days_overdue, paid_weight + others)


def days_late_last_1(evening: Evening) -> Floats:
    return evening.settled.last("last_1")


def days_late_last_2(evening: Evening) -> Floats:
    return evening.settled.last("last_2")


def days_late_last_3(evening: Evening) -> Floats:
    return evening.settled.last("last_3")


def days_late_trend(evening: Evening) -> Floats:
    """Days of lateness gained from one payment day to the next, over the last six."""
    return evening.settled.last("slope")


def days_late_drift(evening: Evening) -> Floats:
    """Lateness of the last 90 days against that of the last 365."""
    return _mean_within(evening, 90) - _mean_within(evening, 365)


def days_since_payment(evening: Evening) -> Floats:
    """NaN, too, where all that was paid has been taken back."""
    since = evening.pairs.as_of - evening.settled.last("day")
    return np.where(evening.settled.total("n") > 0, since, np.nan)


def weekday_concentration(evening: Evening) -> Floats:
    """Share of payments received on the customer's favourite weekday."""
    return ratio(evening.settled.total("weekday_top"), evening.settled.total("n"))


def own_overdue(evening: Evening) -> Floats:
    """One where the pair's own invoice is itself among the overdue, which a feature must not count."""
    pairs = evening.pairs
    return ((pairs.state >= 0) & (pairs.open_cents > 0) & (pairs.due < pairs.as_of)).astype(np.float64)


def others_overdue(evening: Evening) -> Floats:
    return evening.overdue.total("n") - own_overdue(evening)


def days_overdue_of_others(evening: Evening) -> Floats:
    """Days past due, summed over the other overdue invoices."""
    due = evening.overdue.total("due_day") - own_overdue(evening) * evening.pairs.due
    return others_overdue(evening) * evening.pairs.as_of - due


def _paid_within(evening: Evening, days: int) -> Floats:
    """Never below zero, where a payment older than the window was taken back within it."""
    return np.maximum(evening.settled.total("n", days=days), 0.0)


def _mean_within(evening: Evening, days: int) -> Floats:
    return ratio(evening.settled.total("late", days=days), _paid_within(evening, days))


def _share_over(evening: Evening, bar: int) -> Floats:
    return ratio(evening.settled.total(f"late_over_{bar}"), evening.settled.total("n"))
