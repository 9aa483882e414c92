"""How much an account's own past counts beside the book's, as known on each evening.

The empirical Bayes mean of an account is (n x own mean + k x book mean) / (n + k), k being the variance
within accounts over the variance between them, both by the method of moments of Bühlmann and Straub
(Bühlmann and Gisler, A Course in Credibility Theory and its Applications, 2005, chapter 4), each invoice
weighing one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.events import SPAN, Ints, Stream

Floats = NDArray[np.float64]

# Below this many accounts the variance between them is a guess, and the constant is used instead.
FEWEST_ACCOUNTS = 10
# Rates of trade debtors give strengths from five to ten invoices; the middle stands in for an estimate.
USUAL_STRENGTH = 8.0
# One invoice never outweighs the book, nor does a book without differences silence an account for ever.
LEAST_STRENGTH, MOST_STRENGTH = 1.0, 200.0
# Squares over counts are summed as 1024ths in whole numbers: the same sum in any order.
_UNIT = 1024.0
_SUMS = 6
# What each prior sums, and its squares; what is one or nothing is its own square.
OF = {
    "late": ("late", "late_squared"),
    "late_over_0": ("late_over_0", "late_over_0"),
    "late_over_30": ("late_over_30", "late_over_30"),
}


@dataclass(frozen=True, slots=True)
class Prior:
    """The book's mean and its strength k by day from `first_day` on; the last row holds ever after."""

    first_day: int
    mean: Floats
    strength: Floats

    def on(self, day: Ints) -> tuple[Floats, Floats]:
        """Mean and strength on evenings; NaN before anything was known."""
        if len(self.mean) == 0:
            return np.full(len(day), np.nan), np.full(len(day), np.nan)
        place = np.minimum(day - self.first_day, len(self.mean) - 1)
        known, place = place >= 0, np.maximum(place, 0)
        return np.where(known, self.mean[place], np.nan), np.where(known, self.strength[place], np.nan)


@dataclass(frozen=True, slots=True)
class Credibility:
    """Priors of mean lateness, of the share late, and of the share more than 30 days late."""

    late: Prior
    late_over_0: Prior
    late_over_30: Prior


@dataclass(frozen=True, slots=True)
class Changes:
    """How the sums of `Moments` change from day to day, from `first_day` on: whole numbers, a row a sum.

    The last one is in 1024ths.
    """

    first_day: int
    table: Floats


def changes_of(settled: Stream, name: str, squared: str) -> Changes:
    """Changes by what a stream of settled invoices sums as `name`, and as its squares."""
    if len(settled.key) == 0:
        return Changes(0, np.zeros((_SUMS, 0)))
    account, day = np.divmod(settled.key, SPAN)
    fresh = np.r_[True, account[1:] != account[:-1]]
    first_day = int(day.min())
    n, total, squares = (settled.running[column].astype(np.float64) for column in ("n", name, squared))
    own = np.rint(np.divide(total**2, n, out=np.zeros(len(n)), where=n > 0) * _UNIT)

    def by_day(figure: Floats) -> Floats:
        """Changes over the accounts on each day; whole numbers, so exact."""
        change = np.diff(figure, prepend=0.0)
        change[fresh] = figure[fresh]
        return np.bincount(day - first_day, weights=change).astype(np.float64)

    sums = ((n > 0).astype(np.float64), n, n**2, total, squares, own)
    return Changes(first_day, np.stack([by_day(figure) for figure in sums]))


def added(parts: Sequence[Changes]) -> Changes:
    """The changes of several parts of a book together, the same however it was parted."""
    told = [part for part in parts if part.table.shape[1] > 0]
    if not told:
        return Changes(0, np.zeros((_SUMS, 0)))
    first = min(part.first_day for part in told)
    table = np.zeros((_SUMS, max(part.first_day - first + part.table.shape[1] for part in told)))
    for part in told:
        begin = part.first_day - first
        table[:, begin : begin + part.table.shape[1]] += part.table
    return Changes(first, table)


def prior_of(changes: Changes) -> Prior:
    """The book's mean and strength on each day."""
    if changes.table.shape[1] == 0:
        return Prior(0, np.zeros(0), np.zeros(0))
    accounts, n, n_squared, total, squares, own = np.cumsum(changes.table, axis=1)
    moments = Moments(accounts, n, n_squared, total, squares, own / _UNIT)
    return Prior(changes.first_day, _over(moments.total, moments.n), strength(moments))


def credibility_of(settled: Stream) -> Credibility:
    """Priors from the stream of settled invoices, all accounts together."""
    return Credibility(**{name: prior_of(changes_of(settled, *columns)) for name, columns in OF.items()})


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over the accounts: how many, their invoices, the squares of these, what the invoices say, its
    squares, and the square of each account's total over its invoices.
    """

    accounts: Floats
    n: Floats
    n_squared: Floats
    total: Floats
    squares: Floats
    own: Floats


def strength(moments: Moments) -> Floats:
    """K of each evening, within its bounds."""
    accounts, n = moments.accounts, moments.n
    within = _over(moments.squares - moments.own, n - accounts)
    spread = moments.own - _over(moments.total**2, n) - (accounts - 1) * within
    between = _over(spread, n - _over(moments.n_squared, n))
    # No difference between accounts beyond chance: the book speaks.
    k = np.where(between > 0, _over(within, np.maximum(between, 1e-12)), MOST_STRENGTH)
    told = (accounts >= FEWEST_ACCOUNTS) & (n > accounts) & np.isfinite(between)
    return np.where(told, np.clip(k, LEAST_STRENGTH, MOST_STRENGTH), USUAL_STRENGTH)


def _over(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
