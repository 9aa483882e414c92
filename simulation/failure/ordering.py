"""What an observer of the ledger believes of how much and how often a customer will buy.

Orders are a Poisson process from an unseen first day on, or one or two orders in all; amounts are log-normal
around the customer's own level. Both are learnt from the invoices seen by Bayes' rule: the rate on a grid,
the level in closed form.
"""

from typing import NamedTuple

import numpy as np

from simulation.almanac import Floats
from simulation.customer import invoices_of
from simulation.failure.obligor import Obligor, Scene, rate_of

# Places in the law of sizes, evenly spaced: the belief in a rate is wider than their distance after a year.
_REGULARS, _KEYS = 60, 10
_CENTS = 100
_TWICE = 2  # the most that a one-off buyer orders


class Buying(NamedTuple):
    """What is believed of the orders of the next months, as numba reads it.

    `share[j]` is the belief in the rate `rate[j]`; the last one stands for `once`, the chance that a single
    order is still to come in the months looked at. A level has a mean and a spread.
    """

    rate: Floats
    share: Floats
    once: float
    level: float
    spread: float


class Sized(NamedTuple):
    """The law of rates before anything is seen: the same for all customers of a world."""

    rate: Floats
    share: Floats


def sized(scene: Scene) -> Sized:
    sizes = scene.laws.payment.sizes
    spans = ((sizes.one_off, 1 - sizes.key, _REGULARS), (1 - sizes.key, 1.0, _KEYS))
    ranks = np.concatenate([low + (np.arange(n) + 0.5) / n * (high - low) for low, high, n in spans])
    shares = np.concatenate([np.full(n, (high - low) / n) for low, high, n in spans])
    return Sized(np.array([rate_of(scene, invoices_of(sizes, float(rank))) for rank in ranks]), shares)


def believed(scene: Scene, prior: Sized, one: Obligor, *, evening: int, until: int) -> Buying:
    """From the invoices issued by the evening, about orders up to the day `until`."""
    seen = int(np.searchsorted(one.ledger.issued, evening, side="right"))
    level, spread = _level(scene, one, seen)
    weight = _weight(scene, one, seen, evening)
    logs = _log_seen(scene, prior.rate, weight, seen, int(one.ledger.issued[0]))
    last, once = _one_off(scene, seen, evening, until)
    largest = 0.0 if last else float(logs.max())  # the likelihood of a long history has no place in a float
    shares = np.append(prior.share * np.exp(logs - largest), last)
    return Buying(np.append(prior.rate, 0.0), shares / shares.sum(), once, level, spread)


def knowing(scene: Scene, one: Obligor, *, evening: int, until: int) -> Buying:
    """For who knows the customer: its rate and its level are told, a one-off buyer's second order is not."""
    if one.rate is not None:
        return Buying(np.array([one.rate, 0.0]), np.array([1.0, 0.0]), 0.0, one.customer.level, 0.0)
    seen = int(np.searchsorted(one.ledger.issued, evening, side="right"))
    _, once = _one_off(scene, seen, evening, until)
    return Buying(np.zeros(1), np.ones(1), once, one.customer.level, 0.0)


def _level(scene: Scene, one: Obligor, seen: int) -> tuple[float, float]:
    laws = scene.laws.payment
    start = float(np.log(laws.sectors[one.customer.sector].amount))
    own, single = laws.amounts.between**-2, laws.amounts.within**-2
    logs = np.log(one.cents[:seen] / _CENTS)
    precision = own + seen * single
    return (own * start + single * float(logs.sum())) / precision, precision**-0.5


def _weight(scene: Scene, one: Obligor, seen: int, evening: int) -> Floats:
    """Cumulated weights of days on which an order would have been seen: not while deliveries were stopped."""
    weights = scene.days.orders[: evening + 1].copy()
    stop = scene.laws.payment.credit_stop
    overdue = np.zeros(evening + 2, dtype=np.int64)
    starts = one.ledger.due[:seen] + stop.days + 1
    ends = np.minimum(one.ledger.paid[:seen], evening + 1)
    for start, end in zip(starts, ends, strict=True):
        if start < end:
            overdue[start] += 1
            overdue[end] -= 1
    weights[np.cumsum(overdue)[:-1] >= stop.invoices] = 0.0
    return np.concatenate([np.zeros(1), np.cumsum(weights)])


def _log_seen(scene: Scene, rates: Floats, weight: Floats, seen: int, first: int) -> Floats:
    """Logarithm of the likelihood of the orders seen, for each rate, over all first days that may be."""
    sizes, days = scene.laws.payment.sizes, scene.days
    later = int(np.searchsorted(days.month, days.month[days.horizon]))
    begins = np.arange(min(first + 1, later))
    silent = -np.multiply.outer(rates, weight[-1] - weight[begins])
    share = (1 - sizes.present) / later
    told = np.log(sizes.present * np.exp(silent[:, 0] - silent[:, -1]) + share * _sum(silent)) + silent[:, -1]
    return np.asarray(seen * np.log(rates) + told)


def _sum(silent: Floats) -> Floats:
    """Sums of exponentials relative to the last, the largest one."""
    return np.asarray(np.exp(silent - silent[:, -1:]).sum(axis=1))


def _one_off(scene: Scene, seen: int, evening: int, until: int) -> tuple[float, float]:
    """Share of one-off buyers times the likelihood of being one; chance of another order until a day."""
    sizes, cumulated = scene.laws.payment.sizes, scene.order_weight
    whole = float(cumulated[-1])
    left = (whole - float(cumulated[evening + 1])) / whole
    if seen > _TWICE:
        return 0.0, 0.0
    if seen == _TWICE:
        return sizes.one_off * sizes.second * 2 / whole**2, 0.0
    none, coming = (1 - sizes.second) / whole, sizes.second * 2 * left / whole
    ahead = float(cumulated[until + 1] - cumulated[evening + 1]) / whole
    once = coming / (none + coming) * (ahead / left if left > 0 else 0.0)
    return sizes.one_off * (none + coming), once
