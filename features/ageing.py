"""The aged balance of an evening, the invoice asked about left out, and how amounts move through it."""

import numpy as np

from features.evening import Evening, Floats, ratio
from features.overdue import BARS
from features.payment_history import own_overdue

# Six months of amounts that have had the thirty days it takes to pass from one bucket to the next.
_WINDOW_DAYS, _PASSING_DAYS = 182, 30


def overdue_amount_share(evening: Evening) -> Floats:
    """Share of the open amount, credit notes left out, that is past due."""
    return _share(evening, others_overdue_cents(evening))


def open_not_due_share(evening: Evening) -> Floats:
    return _share(evening, others_owed_cents(evening) - others_overdue_cents(evening))


def open_1_30_share(evening: Evening) -> Floats:
    return _share(evening, _others_over(evening, 0) - _others_over(evening, 30))


def open_31_60_share(evening: Evening) -> Floats:
    return _share(evening, _others_over(evening, 30) - _others_over(evening, 60))


def open_61_90_share(evening: Evening) -> Floats:
    return _share(evening, _others_over(evening, 60) - _others_over(evening, 90))


def open_over_90_share(evening: Evening) -> Floats:
    return _share(evening, _others_over(evening, 90))


def overdue_days_weighted(evening: Evening) -> Floats:
    """Mean days past due of an overdue euro."""
    return ratio(cents_days_overdue(evening), others_overdue_cents(evening))


def others_oldest_overdue_days(evening: Evening) -> Floats:
    """Days past due of the oldest other overdue invoice; zero when no other is overdue."""
    overdue, pairs, own = evening.overdue, evening.pairs, own_overdue(evening)
    oldest, second = overdue.last("oldest_due"), overdue.last("second_due")
    others = np.where((own > 0) & (oldest == pairs.due), second, oldest)
    return np.where(overdue.total("n") - own > 0, pairs.as_of - others, 0.0)


def roll_rate_30_60(evening: Evening) -> Floats:
    """Share of the amount seen to pass 30 days past due that was seen to pass 60 as well.

    Of what passed 30 days in the six months up to 30 days before the evening, so that all of it has had the
    time. The pair's own invoice counts as any other: what it did by then says nothing of its end.
    """
    aged = evening.aged
    until, since = _PASSING_DAYS, _PASSING_DAYS + _WINDOW_DAYS
    entered = aged.total("entered", days=since) - aged.total("entered", days=until)
    return np.clip(ratio(aged.total("rolled", days=_WINDOW_DAYS), entered), 0.0, 1.0)


def others_owed_cents(evening: Evening) -> Floats:
    """Open amounts of the other invoices, credit notes left out."""
    pairs = evening.pairs
    own = np.where(pairs.state >= 0, np.maximum(pairs.open_cents, 0), 0)
    return evening.open.total("owed_cents") - own


def others_overdue_cents(evening: Evening) -> Floats:
    return _others_over(evening, 0)


def others_overdue_over_30(evening: Evening) -> Floats:
    """How many other invoices are more than 30 days past due."""
    return evening.aged.total("n_over_30") - _own_over(evening, 30)


def cents_days_overdue(evening: Evening) -> Floats:
    """Days past due times cents, summed over the other overdue invoices."""
    due = evening.overdue.total("due_cents") - _own_cents_over(evening, 0) * evening.pairs.due
    return others_overdue_cents(evening) * evening.pairs.as_of - due


def _others_over(evening: Evening, bar: int) -> Floats:
    above = evening.aged.total(f"cents_over_{bar}") if bar in BARS[1:] else evening.overdue.total("cents")
    return above - _own_cents_over(evening, bar)


def _own_over(evening: Evening, bar: int) -> Floats:
    """One where the pair's own invoice is itself later than the bar."""
    return own_overdue(evening) * (evening.pairs.as_of - evening.pairs.due > bar)


def _own_cents_over(evening: Evening, bar: int) -> Floats:
    return _own_over(evening, bar) * evening.pairs.open_cents


def _share(evening: Evening, cents: Floats) -> Floats:
    return ratio(cents, others_owed_cents(evening))
