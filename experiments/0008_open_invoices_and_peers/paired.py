"""Is the difference between two methods more than chance? Whole customers are drawn again and again.

Invoices of one customer hang together, so drawing invoices would promise too much.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.lateness.snapshots import Forecast, Outcomes

Floats = NDArray[np.float64]

DRAWS = 400
SEED = 20


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference and the middle 95 % of its bootstrap distribution."""

    difference: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.difference:+.3f} ({self.low:+.3f} to {self.high:+.3f})"


Weighed = Callable[[Floats], float]


def differences(
    first: Forecast, others: Mapping[str, Forecast], outcome: Outcomes, *, days: int
) -> dict[str, dict[str, Interval]]:
    """The first method's figure minus each other's, by method and figure, on the same draws."""
    rows = outcome.answered(days)
    outcome = outcome.take(rows)
    _, customer = np.unique(outcome.customer, return_inverse=True)
    chance = np.random.default_rng(SEED)
    n = int(customer.max()) + 1
    draws = [np.ones(n), *(chance.multinomial(n, np.full(n, 1 / n)).astype(float) for _ in range(DRAWS))]
    measured = {name: _measured(told, rows, outcome, days=days) for name, told in others.items()}
    own = {
        name: _drawn(one, draws, customer) for name, one in _measured(first, rows, outcome, days=days).items()
    }
    return {
        name: {
            figure: _interval(own[figure] - _drawn(one, draws, customer)) for figure, one in figures.items()
        }
        for name, figures in measured.items()
    }


def _drawn(figure: Weighed, draws: list[Floats], customer: NDArray[np.int64]) -> Floats:
    return np.array([figure(draw[customer]) for draw in draws])


def _interval(differences: Floats) -> Interval:
    """The first is that of the sample itself."""
    low, high = np.quantile(differences[1:], [0.025, 0.975])
    return Interval(float(differences[0]), float(low), float(high))


def _measured(told: Forecast, rows: NDArray[np.bool_], outcome: Outcomes, *, days: int) -> dict[str, Weighed]:
    """Figures as functions of how often each row counts."""
    probability = told.within[days][rows]
    ranking = probability if told.ranking is None else told.ranking[rows]
    paid = outcome.within(days).astype(np.float64)
    cents = outcome.open_cents.astype(np.float64)
    _, evening = np.unique(outcome.evening, return_inverse=True)
    squared = (probability - paid) ** 2

    def cash_error(weight: Floats) -> float:
        missed = np.bincount(evening, weights=weight * cents * (probability - paid))
        return float(np.abs(missed).sum() / (weight * cents * paid).sum())

    return {
        f"auc_{days}": _auc_of(ranking, paid),
        f"brier_{days}": lambda weight: float(np.average(squared, weights=weight)),
        f"cash_error_{days}": cash_error,
    }


def _auc_of(ranking: Floats, paid: Floats) -> Weighed:
    """Area under the curve with weights: ties count half. Sorted once, weighed often."""
    order = np.argsort(ranking, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(ranking[order]) > 0])
    paid = paid[order]

    def area(weight: Floats) -> float:
        weight = weight[order]
        came = np.add.reduceat(weight * paid, starts)
        not_come = np.add.reduceat(weight * (1 - paid), starts)
        below = np.cumsum(not_come) - not_come / 2
        return float((came * below).sum() / (came.sum() * not_come.sum()))

    return area
