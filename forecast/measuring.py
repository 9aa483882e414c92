"""Past forecasts beside what came of them: how wide the intervals of a new one must be."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forecast.dependence import Past, Together, given_shock, measured, node_weights, summed
from forecast.policy import DependencePolicy

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# How many deviations hold 80 per cent of a normal law.
_HOLDS_80 = 1.2816


@dataclass(frozen=True, slots=True)
class Spread:
    """How a forecast's draws are made and stretched, and on how many past evenings that was measured."""

    together: Together
    width: float
    evenings: int


def usual(policy: DependencePolicy) -> Spread:
    """Where there is no past to measure on."""
    return Spread(Together(policy.usual_customer, policy.usual_book), policy.least_width, 0)


def spread_of(past: Past | None, policy: DependencePolicy) -> Spread:
    """The strengths measured, drawn to the usual ones, and by how much past weeks went beyond them."""
    if past is None or len(past) < policy.fewest_invoices:
        return usual(policy)
    found, own = measured(past), policy.own_weight
    together = Together(
        customer=own * found.customer + (1.0 - own) * policy.usual_customer,
        book=own * found.book + (1.0 - own) * policy.usual_book,
    )
    off = deviations(past, together)
    width = float(np.quantile(np.abs(off), 0.8)) / _HOLDS_80 if len(off) else 1.0
    width = 1.0 + own * (width - 1.0)
    width = min(max(width, policy.least_width), policy.most_width)
    return Spread(together, width, len(np.unique(past.evening)))


def deviations(past: Past, together: Together) -> Floats:
    """How far each evening's weeks came out, in standard deviations of what was told."""
    came = summed(past.arrived * past.weight[:, None], past.evening)
    told = summed(past.chances * past.weight[:, None], past.evening)
    variance = _variance(past, together)
    seen = variance > 0.0
    return np.asarray((came - told)[seen] / np.sqrt(variance[seen]), dtype=np.float64)


def _variance(past: Past, together: Together) -> Floats:
    """By evening and week: alone, with the customer's own, and with the whole book."""
    chances, weight = past.chances, past.weight[:, None]
    alone = summed(weight**2 * chances * (1.0 - chances), past.evening)
    by_customer = _pairs(past, together.customer + together.book, group=past.account, apart=None)
    by_book = _pairs(past, together.book, group=past.evening, apart=past.account)
    return np.maximum(alone + by_customer + by_book, 0.0)


def _pairs(past: Past, strength: float, *, group: Ints, apart: Ints | None) -> Floats:
    """By evening and week, the covariance of pairs of one group, and not of one `apart`."""
    evenings = int(past.evening.max()) + 1
    told = np.zeros((evenings, past.by_week.shape[1]))
    if strength == 0.0:
        return told
    for share, given in zip(node_weights(), given_shock(past.by_week, strength), strict=True):
        off = (given - past.chances) * past.weight[:, None]
        within = _squares(off, group, past.evening)
        told += share * (
            within - (summed(off**2, past.evening) if apart is None else _squares(off, apart, past.evening))
        )
    return told


def _squares(off: Floats, group: Ints, evening: Ints) -> Floats:
    """By evening, the sum over its groups of the square of what each was off."""
    together = summed(off, group)
    of_group = np.zeros(len(together), np.int64)
    of_group[group] = evening
    return summed(together**2, of_group)


def whole_customers(customers: Ints, *, most: int, count: int, seed: int) -> NDArray[np.bool_]:
    """Rows of customers drawn at random so that about `most` of `count` rows are kept."""
    if count <= most:
        return np.ones(len(customers), dtype=bool)
    codes = np.unique(customers)
    kept = codes[np.random.default_rng(seed).random(len(codes)) < most / count]
    return np.isin(customers, kept)


def joined(parts: list[Past]) -> Past | None:
    """Several evenings as one past, each with its own numbers; None where none holds an invoice."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return None
    accounts = np.cumsum([0, *(int(part.account.max()) + 1 for part in parts)])
    moved = [
        replace(part, evening=np.full(len(part), place), account=part.account + accounts[place])
        for place, part in enumerate(parts)
    ]
    return Past(
        evening=np.concatenate([part.evening for part in moved]),
        account=np.concatenate([part.account for part in moved]),
        cents=np.concatenate([part.cents for part in moved]),
        by_week=np.concatenate([part.by_week for part in moved]),
        came=np.concatenate([part.came for part in moved]),
    )
