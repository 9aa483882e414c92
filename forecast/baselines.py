"""What anybody could say of the cash to come without a model, told the same invoices on the same evening."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.timeline import NEVER

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DUE_DATES, CUSTOMER_DELAY, LAST_YEAR = "due_dates", "customer_delay", "last_year"
# Weekdays keep their place, so that a Friday's payment run stands beside a Friday's.
A_YEAR = 364


def on_due_day(due: Ints, *, as_of: int) -> Ints:
    """All on its due day; tomorrow where that has passed."""
    return np.maximum(due, as_of + 1)


def on_usual_delay(due: Ints, delay: Ints, *, as_of: int) -> Ints:
    """All after the customer's average delay; tomorrow where that day has passed."""
    return np.maximum(due + delay, as_of + 1)


def average_delays(states: pd.DataFrame, customers: Ints, *, as_of: int) -> Ints:
    """Whole days that a customer's paid invoices came after due, known that evening; else the book's."""
    held = (states["known_day"].to_numpy() <= as_of) & (states["until_day"].to_numpy() > as_of)
    held &= (states["paid_day"].to_numpy() < NEVER) & (states["amount_cents"].to_numpy() > 0)
    paid = states.loc[held]
    late = (paid["paid_day"].astype("int64") - paid["due_day"].astype("int64")).to_numpy(np.float64)
    if not len(late):
        return np.zeros(len(customers), np.int64)
    own = pd.Series(late).groupby(paid["customer_id"].to_numpy()).mean()
    return np.rint(own.reindex(customers).fillna(late.mean()).to_numpy()).astype(np.int64)


def by_week(day: Ints, cents: Ints, *, as_of: int, weeks: int) -> Ints:
    """Cents of each of the weeks after the evening, from the one day each amount is told to come on."""
    week = (day - as_of - 1) // 7
    inside = (week >= 0) & (week < weeks)
    told = np.bincount(week[inside], weights=cents[inside].astype(np.float64), minlength=weeks)
    return np.rint(told).astype(np.int64)
