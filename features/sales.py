"""What a customer owes against what it buys. No granted limit is a fact yet: nothing here is against one."""

import numpy as np

from features.evening import Evening, Floats, own_just_paid, ratio
from features.relation import days_known

_QUARTER, _YEAR = 91, 365
_COUNTED_BACK, _SALES, _DAYS = range(3)


def exposure_log(evening: Evening) -> Floats:
    """Natural logarithm of one plus what the customer owes, its own currency, credit notes deducted.

    Zero for a customer in credit.
    """
    return np.log1p(np.maximum(evening.owed, 0.0) / 100)


def exposure_growth_3m(evening: Evening) -> Floats:
    return _growth(evening, _QUARTER)


def exposure_growth_12m(evening: Evening) -> Floats:
    return _growth(evening, _YEAR)


def order_acceleration(evening: Evening) -> Floats:
    """Invoiced in 30 days against a third of that of 90; NaN in the first 90 days."""
    lately = np.maximum(evening.issued.total("cents", days=30), 0.0)
    before = np.maximum(evening.issued.total("cents", days=90), 0.0)
    # A correction within 30 days may take back what an older evening added.
    share = np.clip(ratio(3 * lately, before), 0.0, 3.0)
    return np.where(days_known(evening) > 90, share, np.nan)  # noqa: PLR2004 - the window above


def dso_count_back(evening: Evening) -> Floats:
    """Days of sales that the receivable makes up, the latest months first (count-back method).

    NaN for a customer in credit, and where more is owed than all sales known.
    """
    return evening.walked.sales_days[:, _COUNTED_BACK]


def dso_best_possible(evening: Evening) -> Floats:
    """The DSO if nothing were overdue: days of twelve months times what is not due over their sales.

    Credit notes are deducted from what is owed, as they may be applied to what is not due; never below zero.
    """
    not_due = np.maximum(evening.owed - _overdue_cents(evening), 0.0)
    return _in_days_of_sales(evening, not_due)


def average_days_delinquent(evening: Evening) -> Floats:
    """The days that lateness adds to the DSO: what is overdue, in days of sales of twelve months."""
    return _in_days_of_sales(evening, _overdue_cents(evening))


def _overdue_cents(evening: Evening) -> Floats:
    """What is overdue, the pair's own invoice included, even if it was paid on the day to be foretold."""
    pairs = evening.pairs
    just_paid = own_just_paid(pairs) & (pairs.due < pairs.as_of)
    return evening.overdue.total("cents") + just_paid * pairs.amount_cents


def _in_days_of_sales(evening: Evening, cents: Floats) -> Floats:
    walked = evening.walked.sales_days
    sold = walked[:, _SALES] > 0
    days = np.maximum(walked[:, _DAYS], 1.0)
    return np.where(sold, ratio(days * cents, walked[:, _SALES]), np.nan)


def _growth(evening: Evening, days: int) -> Floats:
    """What is owed against what was owed that many days before; NaN where nothing was."""
    now = evening.open.total("cents")
    before = now - evening.open.total("cents", days=days)
    return np.where(before > 0, ratio(np.maximum(evening.owed, 0.0), before), np.nan)
