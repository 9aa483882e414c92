"""Weekdays, months and their ends, of days counted from 1970-01-01."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_WEEK = 7
_THURSDAY = 3  # 1970-01-01 was one


def weekday(day: Ints) -> Ints:
    """Monday is 0."""
    return (day + _THURSDAY) % _WEEK


def day_of_month(day: Ints) -> Ints:
    return day - first_of(month_of(day)) + 1


def month_days(day: Ints) -> Ints:
    """How many days the month of `day` has."""
    month = month_of(day)
    return first_of(month + 1) - first_of(month)


def days_to_month_end(day: Ints) -> Ints:
    return first_of(month_of(day) + 1) - 1 - day


def month_of(day: Ints) -> Ints:
    """Months since January 1970."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_of(month: Ints) -> Ints:
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
