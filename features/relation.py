"""How long and how much a customer has been buying."""

import numpy as np

from features.evening import Evening, Floats, ratio
from features.events import LOG_UNIT

_DAYS_A_MONTH = 365.25 / 12


def n_issued(evening: Evening) -> Floats:
    return evening.issued.total("n")


def n_issued_30(evening: Evening) -> Floats:
    return _added(evening, "n", days=30)


def n_issued_90(evening: Evening) -> Floats:
    return _added(evening, "n", days=90)


def days_known(evening: Evening) -> Floats:
    """Days since the first invoice became known."""
    return evening.pairs.as_of - evening.issued.last("first_day")


def months_history(evening: Evening) -> Floats:
    """Months of history: since the first invoice became known, whatever day it bears."""
    return days_known(evening) / _DAYS_A_MONTH


def volume_growth(evening: Evening) -> Floats:
    """Invoiced in 90 days against a quarter of that of 365; NaN in the first 90 days."""
    grown = ratio(4 * _added(evening, "cents", days=90), _added(evening, "cents", days=365))
    return np.where(days_known(evening) > 90, grown, np.nan)  # noqa: PLR2004 - the window above


def _added(evening: Evening, name: str, *, days: int) -> Floats:
    """Never below zero, where an invoice older than the window was corrected away within it."""
    return np.maximum(evening.issued.total(name, days=days), 0.0)


def usual_cents(evening: Evening) -> Floats:
    """The customer's usual invoice: geometric mean of the amounts known so far."""
    return np.exp(ratio(evening.issued.total("log_amount"), evening.issued.total("n")) / LOG_UNIT)


def usual_terms(evening: Evening) -> Floats:
    return ratio(evening.issued.total("terms"), evening.issued.total("n"))
