"""What the customer did with its other invoices these last days. Its own is never among those paid."""

import numpy as np

from features.evening import Evening, Floats


def siblings_paid_7(evening: Evening) -> Floats:
    return _paid_within(evening, 7)


def siblings_paid_14(evening: Evening) -> Floats:
    return _paid_within(evening, 14)


def siblings_same_due(evening: Evening) -> Floats:
    """Other open invoices due on the same day."""
    pairs = evening.pairs
    own = (pairs.state >= 0) & (pairs.open_cents > 0)
    return evening.walked.same_due.astype(np.float64) - own


def _paid_within(evening: Evening, days: int) -> Floats:
    """Never below zero, where a payment older than the window was taken back within it."""
    return np.maximum(evening.settled.total("n", days=days), 0.0)
