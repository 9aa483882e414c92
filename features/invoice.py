"""The invoice itself, and the calendar around its due day."""

import numpy as np

from features.evening import Evening, Floats, Ints, ratio
from features.relation import usual_cents, usual_terms

_WEEK = 7
_THURSDAY = 3  # 1970-01-01 was one


def amount_log(evening: Evening) -> Floats:
    """Natural logarithm of the amount in the invoice's own currency."""
    return np.log(np.maximum(evening.pairs.amount_cents, 1) / 100)


def amount_to_usual(evening: Evening) -> Floats:
    return ratio(evening.pairs.amount_cents.astype(np.float64), usual_cents(evening))


def terms_days(evening: Evening) -> Floats:
    return (evening.pairs.due - evening.pairs.issued).astype(np.float64)


def terms_against_usual(evening: Evening) -> Floats:
    return terms_days(evening) - usual_terms(evening)


def days_past_due(evening: Evening) -> Floats:
    """Days from the due day to the evening; negative before it."""
    return (evening.pairs.as_of - evening.pairs.due).astype(np.float64)


def paid_fraction(evening: Evening) -> Floats:
    """Zero for an invoice paid in full on the very day to be foretold: none may know its own end."""
    pairs = evening.pairs
    paid = 1.0 - ratio(pairs.open_cents.astype(np.float64), pairs.amount_cents.astype(np.float64))
    return np.where((pairs.from_day <= pairs.as_of) & (pairs.open_cents == 0), 0.0, paid)


def due_weekday(evening: Evening) -> Floats:
    return weekday(evening.pairs.due).astype(np.float64)


def due_day_of_month(evening: Evening) -> Floats:
    return day_of_month(evening.pairs.due).astype(np.float64)


def due_from_month_end(evening: Evening) -> Floats:
    """Days from the due day to the end of its month."""
    return (month_days(evening.pairs.due) - day_of_month(evening.pairs.due)).astype(np.float64)


def due_month(evening: Evening) -> Floats:
    """Month of the due day, for seasons."""
    return (_month(evening.pairs.due) % 12 + 1).astype(np.float64)


def issue_weekday(evening: Evening) -> Floats:
    return weekday(evening.pairs.issued).astype(np.float64)


def weekday(day: Ints) -> Ints:
    """Monday is 0."""
    return (day + _THURSDAY) % _WEEK


def day_of_month(day: Ints) -> Ints:
    return day - _first_of(_month(day)) + 1


def month_days(day: Ints) -> Ints:
    """How many days the month of `day` has."""
    month = _month(day)
    return _first_of(month + 1) - _first_of(month)


def _month(day: Ints) -> Ints:
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_of(month: Ints) -> Ints:
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
