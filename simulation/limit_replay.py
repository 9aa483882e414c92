"""A limit policy replayed on orders whose outcome is known: what it earns, what it refuses, what it loses.

An order that would bring what its customer owes above its limit is not delivered on credit and is lost to
the trade. What was refused is owed by nobody, so it leaves room for the next.
"""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NO_LIMIT = np.iinfo(np.int64).max // 2


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders by day, in cents; `customer` counts from 0.

    `paid_day` is the day the invoice was paid, NEVER one that never was; `period` says which limits apply.
    """

    customer: Ints
    day: Ints
    cents: Ints
    paid_day: Ints
    period: Ints

    def __post_init__(self) -> None:
        if np.any(np.diff(self.day) < 0) or np.any(np.diff(self.period) < 0):
            raise ValueError("Orders must come in the order of their days.")


NEVER = np.iinfo(np.int64).max // 2

# For a period and what each customer owes as it begins, the limit of each.
Limits = Callable[[int, Ints], Ints]


@dataclass(frozen=True, slots=True)
class Costs:
    """What a sale earns and what waiting for its cash costs, as shares of its amount."""

    margin: float
    funding_a_year: float


@dataclass(frozen=True, slots=True)
class Traded:
    """What a policy came to, in cents; `taken` says which orders were delivered on credit."""

    taken: Bools
    sales_cents: int
    refused_cents: int
    margin_cents: int
    lost_cents: int
    funding_cents: int

    @property
    def earned_cents(self) -> int:
        """Margin less what was never paid and what waiting cost."""
        return self.margin_cents - self.lost_cents - self.funding_cents


def replayed(orders: Orders, limits: Limits, *, customers: int, horizon: int, costs: Costs) -> Traded:
    """Take each order or refuse it, by limits set anew as each period begins.

    What was not paid by `horizon` waits for its cash until then, and is lost.
    """
    owed = np.zeros(customers, dtype=np.int64)
    due: list[list[tuple[int, int]]] = [[] for _ in range(customers)]
    taken = np.zeros(len(orders.day), dtype=bool)
    limit, period = np.zeros(customers, dtype=np.int64), None
    columns = zip(
        *(
            one.tolist()
            for one in (orders.customer, orders.day, orders.cents, orders.paid_day, orders.period)
        ),
        strict=True,
    )
    for place, (customer, day, cents, paid, current) in enumerate(columns):
        if current != period:
            for one in range(customers):
                _receive(due[one], owed, one, day)
            limit, period = limits(current, owed.copy()), current
        _receive(due[customer], owed, customer, day)
        if owed[customer] + cents <= limit[customer]:
            taken[place] = True
            owed[customer] += cents
            heappush(due[customer], (paid, cents))
    return _counted(orders, taken, horizon=horizon, costs=costs)


def _receive(due: list[tuple[int, int]], owed: Ints, customer: int, day: int) -> None:
    while due and due[0][0] <= day:
        owed[customer] -= heappop(due)[1]


def _counted(orders: Orders, taken: Bools, *, horizon: int, costs: Costs) -> Traded:
    sales = int(orders.cents[taken].sum())
    lost = taken & (orders.paid_day > horizon)
    waited = np.minimum(orders.paid_day, horizon) - orders.day
    euro_days = float((orders.cents * waited)[taken].sum())
    return Traded(
        taken=taken,
        sales_cents=sales,
        refused_cents=int(orders.cents[~taken].sum()),
        margin_cents=round(sales * costs.margin),
        lost_cents=int(orders.cents[lost].sum()),
        funding_cents=round(euro_days * costs.funding_a_year / 365),
    )
