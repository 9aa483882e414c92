"""What anybody could say without a model, known at the same evening: the yardsticks of every back-test."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import Pairs
from training.lateness.evaluation import Metrics, Truth, of_days, of_probabilities, ranking_only

# A customer's own rate counts for as much as the book's once it has this many paid invoices.
_PRIOR_INVOICES = 5.0

Floats = NDArray[np.float64]


def naive(known: pd.DataFrame, pairs: Pairs, truth: Truth, *, book: Metrics) -> dict[str, Metrics]:
    """Due date, customer's past mean lateness, customer's past late rate.

    `known` is the features' frame of the pairs; `book` holds the whole book's `days_late`, `late` and
    `late_30`, learnt before the cut, which stand in for a customer without history.
    """
    count = known["n_paid"].to_numpy(np.float64)
    mean = np.where(count > 0, known["days_late_mean"].to_numpy(np.float64), float(book["days_late"] or 0.0))
    late = shrunk(known["late_share"], count, book["late"])
    late_30 = shrunk(known["late_share_30"], count, book["late_30"])
    return {
        "due_date": {"n": len(pairs), **of_days(pairs.due, truth)},
        "customer_mean": {
            "n": len(pairs),
            **of_days(pairs.due + np.round(mean), truth),
            **ranking_only(mean, truth, bar=0),
            **ranking_only(mean, truth, bar=30),
        },
        "customer_late_rate": {
            "n": len(pairs),
            **of_probabilities(late, truth, bar=0),
            **of_probabilities(late_30, truth, bar=30),
        },
    }


def shrunk(share: pd.Series, count: Floats, book: float | int | None) -> Floats:
    """A customer's share drawn towards the book's, the more so the fewer its payments."""
    prior = float(book or 0.0)
    return (np.nan_to_num(share.to_numpy(np.float64)) * count + _PRIOR_INVOICES * prior) / (
        count + _PRIOR_INVOICES
    )
