"""What a customer owes on an evening, the invoice asked about left out unless said."""

import numpy as np

from features.evening import Evening, Floats, ratio
from features.payment_history import days_overdue_of_others, others_overdue, own_overdue
from features.relation import usual_cents


def n_open(evening: Evening) -> Floats:
    return evening.open.total("n") - _own_open(evening)


def open_to_usual(evening: Evening) -> Floats:
    """Open amount, credit notes deducted, in usual invoices."""
    own = _own_open(evening) * evening.pairs.open_cents
    return ratio(evening.open.total("cents") - own, usual_cents(evening))


def n_overdue(evening: Evening) -> Floats:
    return others_overdue(evening)


def overdue_to_usual(evening: Evening) -> Floats:
    """Overdue amount in usual invoices."""
    own = own_overdue(evening) * evening.pairs.open_cents
    return ratio(evening.overdue.total("cents") - own, usual_cents(evening))


def overdue_share(evening: Evening) -> Floats:
    """Share of the open invoices, by number, that is past due."""
    return ratio(n_overdue(evening), n_open(evening))


def oldest_overdue_days(evening: Evening) -> Floats:
    """Days past due of the oldest open invoice, its own included; zero when nothing is overdue."""
    oldest = evening.overdue.last("oldest_due")
    return np.where(evening.overdue.total("n") > 0, evening.pairs.as_of - oldest, 0.0)


def overdue_days_mean(evening: Evening) -> Floats:
    """Mean days past due of the overdue invoices."""
    return ratio(days_overdue_of_others(evening), others_overdue(evening))


def _own_open(evening: Evening) -> Floats:
    return ((evening.pairs.state >= 0) & (evening.pairs.open_cents != 0)).astype(np.float64)
