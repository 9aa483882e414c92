"""The invoice itself, and the calendar around its due day."""

import numpy as np

from features.calendar_days import day_of_month, days_to_month_end, month_of, weekday
from features.evening import Evening, Floats, ratio
from features.relation import usual_cents, usual_terms


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
    return days_to_month_end(evening.pairs.due).astype(np.float64)


def due_month(evening: Evening) -> Floats:
    """Month of the due day, for seasons."""
    return (month_of(evening.pairs.due) % 12 + 1).astype(np.float64)


def issue_weekday(evening: Evening) -> Floats:
    return weekday(evening.pairs.issued).astype(np.float64)


def days_since_issue(evening: Evening) -> Floats:
    """Age of the invoice."""
    return (evening.pairs.as_of - evening.pairs.issued).astype(np.float64)


def due_moved_days(evening: Evening) -> Floats:
    """Days by which the due day was put off since the invoice was first known; zero for a supposed one."""
    pairs, first_due = evening.pairs, evening.walked.streams.first_due
    first = first_due[np.maximum(pairs.state, 0)] if len(first_due) else pairs.due
    return np.where(pairs.state >= 0, pairs.due - first, 0).astype(np.float64)
