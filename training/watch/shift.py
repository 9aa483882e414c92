"""How far a column has moved from its reference: the population stability index, freed of its bias.

Months are compared cell by cell, each customer counting once whatever the number of its rows, since the rows
of one customer are alike. The index of two samples of one population is not zero: with independent rows it is
(1/n + 1/m) times a chi-square with one degree less than cells (Yurdakul 2018, Statistical Properties of
Population Stability Index). Ours are clustered, so its mean is summed from the variances of the cells' shares
between customers, and the chi-square scaled to it. The mean is taken off. The 99 % point, or the highest
index of a reference month against the others where that is more, is the level of noise.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MOST_CELLS = 10
_SURE = 0.99
# Half a customer in every cell: an empty cell is rare, not impossible, and its logarithm stays finite.
_HALF = 0.5
_FEWEST_MONTHS = 4


@dataclass(frozen=True, slots=True)
class Shift:
    """Index less its bias, the level of its noise, and the share of missing values there and then."""

    index: float
    noise: float
    missing: float
    missing_before: float

    @property
    def beyond_noise(self) -> bool:
        return self.index > self.noise


@dataclass(frozen=True, slots=True)
class Months:
    """Which month and which customer each row belongs to; `reference` are the months compared with."""

    month: Ints
    customer: Ints
    reference: tuple[int, ...]

    def among(self, months: tuple[int, ...]) -> NDArray[np.bool_]:
        return np.isin(self.month, months)


def shift(values: Floats, months: Months, *, month: int) -> Shift:
    """The shift of one column in a month against the reference; NaN is a cell of its own."""
    cell, cells = _cells(values, values[months.among(months.reference)])
    then, now = months.among(months.reference), months.among((month,))
    index, mean = _index(cell, cells, months, then, now)
    return Shift(
        index=index,
        noise=max(_chance(cells, mean), _own_noise(cell, cells, months)),
        missing=_missing(values, months, now),
        missing_before=_missing(values, months, then),
    )


def _cells(values: Floats, reference: Floats) -> tuple[Ints, int]:
    """The cell of each value: tenths of the reference, or its values where it has few; the last is NaN."""
    known = reference[~np.isnan(reference)]
    distinct = np.unique(known)
    if len(distinct) <= _MOST_CELLS:
        edges = distinct[1:]
    else:
        edges = np.unique(np.quantile(known, np.linspace(0, 1, _MOST_CELLS + 1)[1:-1]))
    cell = np.searchsorted(edges, values, side="right").astype(np.int64)
    return np.where(np.isnan(values), len(edges) + 1, cell), len(edges) + 2


def _index(
    cell: Ints, cells: int, months: Months, then: NDArray[np.bool_], now: NDArray[np.bool_]
) -> tuple[float, float]:
    """The index less its mean under no change, and that mean."""
    if not then.any() or not now.any():
        return np.nan, np.nan
    before, before_varies = _shares(cell[then], cells, months.customer[then])
    after, after_varies = _shares(cell[now], cells, months.customer[now])
    mean = float(((before_varies + after_varies) / before).sum())
    return float(((after - before) * np.log(after / before)).sum()) - mean, mean


def _shares(cell: Ints, cells: int, customer: Ints) -> tuple[Floats, Floats]:
    """The share of each cell, customers alike, and the variance of that share as customers differ."""
    _, which, rows = np.unique(customer, return_inverse=True, return_counts=True)
    own = np.bincount(which * cells + cell, minlength=len(rows) * cells).reshape(len(rows), cells)
    parts = own / rows[:, None]
    shares = (parts.sum(axis=0) + _HALF) / (len(rows) + _HALF * cells)
    spread = parts.var(axis=0, ddof=1) if len(rows) > 1 else shares * (1 - shares)
    return shares, spread / len(rows)


def _chance(cells: int, mean: float) -> float:
    """How far above its mean chance alone takes the index, one time in a hundred."""
    free = cells - 1
    return float((chi2.ppf(_SURE, free) / free - 1.0) * mean)


def _own_noise(cell: Ints, cells: int, months: Months) -> float:
    """The highest index of a month of the reference against its other months."""
    if len(months.reference) < _FEWEST_MONTHS:
        return 0.0
    found = [
        _index(
            cell,
            cells,
            months,
            months.among(tuple(other for other in months.reference if other != one)),
            months.among((one,)),
        )[0]
        for one in months.reference
    ]
    return float(np.nanmax([0.0, *found]))


def _missing(values: Floats, months: Months, rows: NDArray[np.bool_]) -> float:
    if not rows.any():
        return np.nan
    return float(_shares(np.isnan(values[rows]).astype(np.int64), 2, months.customer[rows])[0][1])
