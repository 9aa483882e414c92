"""How far invoices are paid together: measured on past evenings, never assumed.

Each invoice's payment date is a rank on its own curve; the ranks of one customer's invoices share a normal
shock, those of the whole book another. How strong the shocks are is read off what came: pairs of invoices
are paid in the same week more often than their curves say alone, as much as a shock of that strength
makes them. Money weighs, as money is what the forecast is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Nodes and weights of the integral over a normal shock; fifteen give three digits.
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_STRENGTHS = np.array([0.0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])


@dataclass(frozen=True, slots=True)
class Together:
    """What a customer's invoices share of the chance in a payment date, and what the whole book does."""

    customer: float
    book: float


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Invoices open on past evenings, a row each: `by_week[i, w]` is the chance of cash by week w + 1.

    `came` is the week it came in, from 0, or the number of weeks told if in none of them. `evening` and
    `account` number the evenings and, within them, the accounts.
    """

    evening: Ints
    account: Ints
    cents: Ints
    by_week: Floats
    came: Ints

    def __len__(self) -> int:
        return len(self.came)

    @property
    def chances(self) -> Floats:
        return np.diff(self.by_week, axis=1, prepend=0.0)

    @property
    def arrived(self) -> NDArray[np.bool_]:
        return self.came[:, None] == np.arange(self.by_week.shape[1])

    @property
    def weight(self) -> Floats:
        """Each row's share of its evening's money."""
        total = np.bincount(self.evening, weights=self.cents.astype(np.float64))
        return self.cents / np.maximum(total, 1.0)[self.evening]


def measured(past: Past) -> Together:
    """The two strengths that explain how much came together; nought where nothing did."""
    if not len(past):
        return Together(0.0, 0.0)
    off = (past.arrived - past.chances) * past.weight[:, None]
    both = _strength(past, _same(off, past.account), within=past.account, but=None)
    book = _strength(past, _same(off, past.evening, but=past.account), within=past.evening, but=past.account)
    book = min(book, both)
    return Together(customer=both - book, book=book)


def _same(off: Floats, group: Ints, *, but: Ints | None = None) -> float:
    """Sum over pairs of one group, and not of one `but`, of the products of what both were off."""
    apart = float((off**2).sum()) if but is None else float((summed(off, but) ** 2).sum())
    return float((summed(off, group) ** 2).sum()) - apart


def node_weights() -> Floats:
    """What each node of `given_shock` counts for."""
    return np.asarray(_WEIGHTS, dtype=np.float64)


def summed(values: Floats, group: Ints) -> Floats:
    """Sums of each column by group."""
    columns = [np.bincount(group, weights=column) for column in values.T]
    return np.stack(columns, axis=1)


def _strength(past: Past, seen: float, *, within: Ints, but: Ints | None) -> float:
    """The strength under which pairs would be off together as much as was seen."""
    told = np.array([_expected(past, strength, within=within, but=but) for strength in _STRENGTHS])
    rising = np.maximum.accumulate(told)
    if rising[-1] <= 0.0:
        return 0.0
    return float(np.interp(seen, rising, _STRENGTHS))


def _expected(past: Past, strength: float, *, within: Ints, but: Ints | None) -> float:
    if strength == 0.0:
        return 0.0
    return float(
        sum(
            share * _same((given - past.chances) * past.weight[:, None], within, but=but)
            for share, given in zip(_WEIGHTS, given_shock(past.by_week, strength), strict=True)
        )
    )


def given_shock(by_week: Floats, strength: float) -> Sequence[Floats]:
    """The chances of each week once the shock is known, for each of its nodes."""
    bar = ndtri(np.clip(by_week, 1e-9, 1.0 - 1e-9))
    return [
        np.diff(ndtr((bar - np.sqrt(strength) * node) / np.sqrt(1.0 - strength)), axis=1, prepend=0.0)
        for node in _NODES
    ]
