"""How much an account's own past counts beside the book's, as known on each evening.

The empirical Bayes mean of an account is (n x own mean + k x book mean) / (n + k), k being the variance
within accounts over the variance between them, both by the method of moments of Bühlmann and Straub
(Bühlmann and Gisler, A Course in Credibility Theory and its Applications, 2005, chapter 4), each invoice
weighing one.
"""

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


def credibility_of(settled: Stream) -> Credibility:
    """Priors from the stream of settled invoices, all accounts together."""
    return Credibility(
        late=_prior(settled, "late", "late_squared"),
        late_over_0=_prior(settled, "late_over_0", "late_over_0"),
        late_over_30=_prior(settled, "late_over_30", "late_over_30"),
    )


def _prior(settled: Stream, name: str, squared: str) -> Prior:
    if len(settled.key) == 0:
        return Prior(0, np.zeros(0), np.zeros(0))
    account, day = np.divmod(settled.key, SPAN)
    fresh = np.r_[True, account[1:] != account[:-1]]
    first_day = int(day.min())
    n, total, squares = (settled.running[column].astype(np.float64) for column in ("n", name, squared))
    own = np.rint(np.divide(total**2, n, out=np.zeros(len(n)), where=n > 0) * _UNIT)

    def by_day(figure: Floats) -> Floats:
        """Sums over the accounts at the end of each day; whole numbers, so exact."""
        change = np.diff(figure, prepend=0.0)
        change[fresh] = figure[fresh]
        return np.cumsum(np.bincount(day - first_day, weights=change))

    moments = Moments(
        accounts=by_day((n > 0).astype(np.float64)),
        n=by_day(n),
        n_squared=by_day(n**2),
        total=by_day(total),
        squares=by_day(squares),
        own=by_day(own) / _UNIT,
    )
    return Prior(first_day, _over(moments.total, moments.n), strength(moments))


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
