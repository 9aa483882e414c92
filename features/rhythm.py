"""On which days a customer pays, how long from one to the next, and how long after the invoice."""

import numpy as np

from features.evening import Evening, Floats, ratio
from features.invoice import terms_days


def gap_to_usual(evening: Evening) -> Floats:
    """Days since the last payment in the customer's own median gap between payment days, by receipt.

    NaN below three payment days. Zero where cash is announced for a day to come.
    """
    since = np.maximum(evening.pairs.as_of - evening.settled.last("last_paid"), 0.0)
    return ratio(since, evening.settled.last("gap_median"))


def month_day_concentration(evening: Evening) -> Floats:
    """Share of payments received on the customer's favourite day of the month."""
    return ratio(evening.settled.total("month_day_top"), evening.settled.total("n"))


def month_end_share(evening: Evening) -> Floats:
    """Share of payments received in the last three days of a month."""
    return ratio(evening.settled.total("month_end"), evening.settled.total("n"))


def days_to_pay_recent(evening: Evening) -> Floats:
    """Mean days from issue to payment, each payment weighing less as it ages."""
    return ratio(evening.settled.last("recent_to_pay"), evening.settled.last("recent_weight"))


def days_to_pay_against_terms(evening: Evening) -> Floats:
    """Days the customer takes to pay, against the terms of this invoice."""
    return days_to_pay_recent(evening) - terms_days(evening)
