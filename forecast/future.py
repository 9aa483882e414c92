"""Invoices not yet issued, foreseen from each customer's rhythm: how much a day, on its usual terms.

A customer's rate is what it was invoiced of late, each invoice weighing less as it ages; its cash follows
with the delay that the model gives the customer's next usual invoice. Orders are not looked at.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecast.policy import RhythmPolicy

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """Accounts, a row each: expected cents invoiced a day, and the expected sum of their squares.

    `paid_by[i, k]` is the chance that an invoice of account i is paid within k days of its issue.
    """

    customer: Ints
    currency: NDArray[np.str_]
    cents_a_day: Floats
    squares_a_day: Floats

    def __len__(self) -> int:
        return len(self.customer)


def rhythm_of(states: pd.DataFrame, *, as_of: int, policy: RhythmPolicy) -> Rhythm:
    """What each account was invoiced a day, of late, as known on the evening; credit notes lower it."""
    held = (states["known_day"] <= as_of) & (states["until_day"] > as_of) & ~states["opening"].astype(bool)
    told = states.loc[held, ["customer_id", "currency", "issued_day", "amount_cents"]]
    age = as_of - told["issued_day"].to_numpy(np.int64)
    recent = (age >= 0) & (age < policy.days)
    weight = 0.5 ** (age[recent] / policy.half_life)
    # A book younger than the days looked at has not had all of them to invoice in.
    span = min(policy.days, int(age.max(initial=0)) + 1)
    days = float((0.5 ** (np.arange(span) / policy.half_life)).sum())
    cents = told["amount_cents"].to_numpy(np.float64)[recent]
    keys = [
        told["customer_id"].to_numpy(np.int64)[recent],
        told["currency"].astype(str).to_numpy(dtype=str)[recent],
    ]
    frame = pd.DataFrame({"cents": weight * cents / days, "squares": weight * cents**2 / days})
    summed = frame.groupby(keys, sort=True).sum()
    summed = summed.loc[summed["cents"] > 0]
    return Rhythm(
        customer=summed.index.get_level_values(0).to_numpy(np.int64),
        currency=summed.index.get_level_values(1).to_numpy(dtype=str),
        cents_a_day=summed["cents"].to_numpy(np.float64),
        squares_a_day=summed["squares"].to_numpy(np.float64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class FutureCash:
    """Cash of invoices to come, by day and account: expected cents, and the variance of their sum."""

    customer: Ints
    currency: NDArray[np.str_]
    cents: Floats
    variance: Floats

    def of(self, currency: str) -> "FutureCash":
        """The accounts of one currency."""
        rows = self.currency == currency
        return FutureCash(self.customer[rows], self.currency[rows], self.cents[rows], self.variance[rows])


def future_cash(rhythm: Rhythm, paid_by: Floats, *, days: int) -> FutureCash:
    """Invoices are issued on every day ahead alike; `paid_by[i, k]`: paid within k days of issue.

    The variance is that of invoices coming by chance, one independent of the other, within each day.
    """
    wide = np.zeros((len(rhythm), days))
    reach = min(days, paid_by.shape[1])
    wide[:, :reach] = paid_by[:, :reach]
    wide[:, reach:] = paid_by[:, -1:] if len(rhythm) else 0.0
    # Invoices of each day so far pay one step of their curve on this one: all steps together are the curve.
    return FutureCash(
        customer=rhythm.customer,
        currency=rhythm.currency,
        cents=rhythm.cents_a_day[:, None] * wide,
        variance=rhythm.squares_a_day[:, None] * wide,
    )
