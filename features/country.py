"""Whose holidays the payments keep: told by the days on which nobody pays."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from features.pairs import day_of
from kernel.days import holidays_of

FALLBACK = "FR"
CANDIDATES = ("FR", "US", "GB", "DE", "ES", "IT", "BE", "NL", "PT", "CH", "LU", "IE", "CA", "AT", "PL")
# With fewer payments an ordinary working day is often empty by chance, and a holiday tells nothing.
_FEWEST_A_DAY = 3.0
_WORKING_WEEK = 5


def country_of(paid_days: NDArray[np.int64]) -> str:
    """The candidate whose holidays best explain the weekdays without payments, or FALLBACK.

    `paid_days` counts from 1970-01-01, one entry a payment. Each country splits the weekdays of the period
    into working days and holidays; the split under which Poisson counts of payments are likeliest wins.
    """
    if len(paid_days) == 0:
        return FALLBACK
    first, last = int(paid_days.min()), int(paid_days.max())
    weekdays = [day for day in range(first, last + 1) if day_of(day).weekday() < _WORKING_WEEK]
    counts = Counter(paid_days.tolist())
    paid = {day_of(day): counts[day] for day in weekdays}
    if not weekdays or sum(paid.values()) / len(weekdays) < _FEWEST_A_DAY:
        return FALLBACK
    likelihood = {country: _log_likelihood(paid, _closed(country, paid)) for country in CANDIDATES}
    best = max(likelihood.values())
    return FALLBACK if likelihood[FALLBACK] == best else max(CANDIDATES, key=lambda one: likelihood[one])


def _closed(country: str, days: Iterable[date]) -> set[date]:
    years = sorted({day.year for day in days})
    return set(chain.from_iterable(holidays_of(country, year) for year in years))


def _log_likelihood(paid: dict[date, int], closed: set[date]) -> float:
    """Poisson log-likelihood, up to a constant, with one rate on working days and one on holidays."""
    total = 0.0
    for part in (
        [count for day, count in paid.items() if day not in closed],
        [count for day, count in paid.items() if day in closed],
    ):
        if part and sum(part) > 0:
            total += sum(part) * (float(np.log(sum(part) / len(part))) - 1.0)
    return total
