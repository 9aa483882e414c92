"""Cash to come by period, with intervals: expected cents from the curves, their spread from draws.

Expected cents of a period are sums over invoices, each rounded once, so that totals add up to the cent over
invoices, customers and periods. Intervals come from draws in which a customer's invoices share a shock, and
the whole book another: a customer who pays late pays everything late.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from forecast.dependence import Together
from forecast.open_cash import OpenCash, accounts_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SHARES = (50, 80, 95)
# Ranks are told apart to a thousandth: an invoice's chance of a day is off by half of that at most.
_RANKS = 1_000
# Draws of so many invoices at a time stay below a hundred megabytes.
_AT_A_TIME = 4_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """The amounts, in cents, between which cash lies in `share` per cent of cases."""

    share: int
    low_cents: int
    high_cents: int


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Cents by day, a row a draw; the last column is what comes later or never."""

    cents: Floats

    def of(self, first: int, last: int) -> Floats:
        """Cents of each draw from day `first` to day `last`, both in, counted from 0."""
        return self.cents[:, first : last + 1].sum(axis=1)


def draws(cash: OpenCash, together: Together, *, count: int, seed: int) -> Draws:
    """So many ways in which the invoices may be paid; the same for the same seed."""
    generator = np.random.default_rng(seed)
    last = cash.days
    if not len(cash):
        return Draws(np.zeros((count, last + 1)))
    accounts, account = accounts_of(cash.customer, cash.currency)
    day_of_rank = _days_by_rank(cash).ravel()
    start = np.arange(len(cash), dtype=np.int64) * _RANKS
    cents = cash.claimed_cents.astype(np.float64)
    own = np.float32(np.sqrt(max(1.0 - together.customer - together.book, 0.0)))
    chunk = max(1, _AT_A_TIME // len(cash))
    drawn = []
    for first in range(0, count, chunk):
        size = min(chunk, count - first)
        book = generator.standard_normal((size, 1), dtype=np.float32)
        customer = generator.standard_normal((size, len(accounts)), dtype=np.float32)
        rank = own * generator.standard_normal((size, len(cash)), dtype=np.float32)
        rank += np.float32(np.sqrt(together.book)) * book
        rank += (np.float32(np.sqrt(together.customer)) * customer)[:, account]
        place = np.minimum((ndtr(rank) * np.float32(_RANKS)).astype(np.int64), _RANKS - 1)
        day = day_of_rank[start + place].astype(np.int64)
        day += (np.arange(size) * (last + 1))[:, None]
        weights = np.broadcast_to(cents, day.shape).ravel()
        summed = np.bincount(day.ravel(), weights=weights, minlength=size * (last + 1))
        drawn.append(summed.reshape(size, last + 1))
    return Draws(np.concatenate(drawn))


def _days_by_rank(cash: OpenCash) -> NDArray[np.uint16]:
    """The day on which each rank of each invoice pays; the number of days told where it is later or never."""
    rows = len(cash)
    ranks = np.floor(cash.paid_by.astype(np.float64) * _RANKS + 0.5).astype(np.int64)
    table = np.empty((rows, _RANKS), np.uint16)
    for first in range(0, rows, _ROWS):
        piece = np.minimum(ranks[first : first + _ROWS], _RANKS)
        flat = piece + (np.arange(len(piece)) * (_RANKS + 1))[:, None]
        passed = np.bincount(flat.ravel(), minlength=len(piece) * (_RANKS + 1))
        table[first : first + _ROWS] = np.cumsum(passed.reshape(len(piece), -1), axis=1)[:, :-1]
    return table


_ROWS = 4_000


def intervals(expected_cents: int, drawn: Floats, *, width: float) -> tuple[Interval, ...]:
    """Intervals around what is expected, `width` times as wide as the draws; no end is below nought."""
    around = expected_cents + width * (drawn - drawn.mean())
    told = []
    for share in SHARES:
        tail = (100 - share) / 200
        low, high = np.quantile(around, [tail, 1.0 - tail])
        told.append(Interval(share, max(int(np.floor(low)), 0), max(int(np.ceil(high)), 0)))
    return tuple(told)


def expected_by_day(cents_by: Ints) -> Ints:
    """Expected cents of each row on each day, from those by each day."""
    return np.diff(cents_by, axis=1, prepend=0)


def spread(drawn: Floats, expected: float, shares: Sequence[float], *, width: float) -> Floats:
    """Quantiles of the draws, moved and stretched as `intervals` does."""
    return np.maximum(np.quantile(expected + width * (drawn - drawn.mean()), shares), 0.0)
