"""What if the largest customers paid later: the same money, some days further on."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forecast.open_cash import OpenCash

_KEYS = ("largest", "days")
_MOST_CUSTOMERS, _MOST_DAYS = 999, 365


class ScenarioRefused(ValueError):
    """A scenario was not told in a way that can be followed."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """The `largest` customers of each currency, by what they have to pay, pay `days` later than expected."""

    largest: int
    days: int


def scenario_from(text: str) -> Scenario:
    """The scenario of a text such as “largest=10,days=15”. Raises ScenarioRefused."""
    parts = [part.partition("=") for part in text.split(",")]
    told = {key.strip(): value.strip() for key, _, value in parts}
    if sorted(told) != sorted(_KEYS) or len(parts) != len(_KEYS) or not all(map(_whole, told.values())):
        raise ScenarioRefused(
            f"“{text}” is not a scenario. Write how many of the largest customers pay how many days later: "
            "largest=10,days=15."
        )
    largest, days = int(told["largest"]), int(told["days"])
    if not (1 <= largest <= _MOST_CUSTOMERS and 1 <= days <= _MOST_DAYS):
        raise ScenarioRefused(
            f"“{text}” goes too far: largest lies between 1 and {_MOST_CUSTOMERS}, days between 1 "
            f"and {_MOST_DAYS}."
        )
    return Scenario(largest, days)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def largest_customers(cash: OpenCash, count: int) -> tuple[str, ...]:
    """Customers of one currency with the most to pay, disputes and credits set aside; the largest first."""
    codes, which = np.unique(cash.customer, return_inverse=True)
    owed = np.bincount(which, weights=cash.claimed_cents.astype(np.float64), minlength=len(codes))
    order = np.lexsort((codes, -owed))[:count]
    return tuple(str(codes[place]) for place in order if owed[place] > 0)


def delayed(cash: OpenCash, customers: tuple[str, ...], *, days: int) -> OpenCash:
    """The same invoices, those of `customers` paid `days` later; what goes beyond the end is not lost."""
    rows = np.isin(cash.customer, np.array(customers, dtype=str))
    return replace(cash, paid_by=np.where(rows[:, None], _later(cash.paid_by, days), cash.paid_by))


def _later(paid_by: NDArray[np.float32], days: int) -> NDArray[np.float32]:
    moved = np.zeros_like(paid_by)
    if days < paid_by.shape[1]:
        moved[:, days:] = paid_by[:, : paid_by.shape[1] - days]
    return moved
