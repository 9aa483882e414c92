"""How good past forecasts were: error beside naive methods, and whether intervals held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forecast.baselines import CUSTOMER_DELAY
from forecast.measuring import Spread

Floats = NDArray[np.float64]
Figures = dict[str, float | int | None]

OPEN, ALL = "open_invoices", "all_cash"
SHARES = (50, 80, 95)


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A row an evening, a column a week ahead, in cents: what came, was told, and was told by each baseline.

    `low` and `high` are the ends of the intervals of `SHARES`, along the last axis; a baseline that cannot
    tell an evening has NaN there.
    """

    came: Floats
    told: Floats
    low: Floats
    high: Floats
    baselines: Mapping[str, Floats]

    def week(self, place: int) -> "Target":
        """One week ahead alone, counted from 0."""
        return self.weeks(slice(place, place + 1))

    def weeks(self, places: slice) -> "Target":
        return Target(
            self.came[:, places],
            self.told[:, places],
            self.low[:, places],
            self.high[:, places],
            {name: told[:, places] for name, told in self.baselines.items()},
        )


@dataclass(frozen=True, slots=True)
class ForecastBacktest:
    """Forecasts of past evenings by a model of the cut, of one currency: the one with most invoices."""

    cut: date
    evenings: tuple[date, ...]
    horizon: date
    currency: str
    spread: Spread
    targets: Mapping[str, Target]

    def as_json(self) -> dict[str, object]:
        """The headline is the cash of invoices open on each evening; per week ahead beside it."""
        headline = self.targets[OPEN]
        return {
            **figures(headline),
            "target": OPEN,
            "cut": self.cut.isoformat(),
            "evenings": [evening.isoformat() for evening in self.evenings],
            "horizon": self.horizon.isoformat(),
            "currency": self.currency,
            "together": {"customer": self.spread.together.customer, "book": self.spread.together.book},
            "width": self.spread.width,
            "by_week_ahead": by_week_ahead(headline),
            ALL: {**figures(self.targets[ALL]), "by_week_ahead": by_week_ahead(self.targets[ALL])},
        }


def figures(target: Target) -> Figures:
    """Of all evenings and weeks together; `baseline_wape` is that of the customers' average delay."""
    told: Figures = {
        "wape": wape(target.told, target.came),
        "baseline_wape": wape(target.baselines[CUSTOMER_DELAY], target.came),
        **{f"coverage_{share}": coverage(target, place) for place, share in enumerate(SHARES)},
        "weeks": int(target.came.size),
        "bias": bias(target),
    }
    return told | {f"wape_{name}": wape(each, target.came) for name, each in target.baselines.items()}


def by_week_ahead(target: Target) -> list[Figures]:
    return [{"week": place + 1, **figures(target.week(place))} for place in range(target.came.shape[1])]


def wape(told: Floats, came: Floats) -> float | None:
    """Sum of absolute errors over the sum of what came, where told at all; None where nothing came."""
    seen = ~np.isnan(told)
    total = float(np.abs(came[seen]).sum())
    return float(np.abs(told[seen] - came[seen]).sum()) / total if total > 0 else None


def coverage(target: Target, place: int) -> float | None:
    """The share of weeks whose cash lay within the interval."""
    if target.came.size == 0:
        return None
    inside = (target.low[..., place] <= target.came) & (target.came <= target.high[..., place])
    return float(inside.mean())


def bias(target: Target) -> float | None:
    """What was told too much, over what came."""
    total = float(target.came.sum())
    return float((target.told - target.came).sum()) / total if total > 0 else None
