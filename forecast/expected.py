"""Expected cash by customer and day, without intervals: what a limit watched ahead of time needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forecast.open_cash import OpenCash, accounts_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedCash:
    """Accounts, a row each: `cents[i, k]` are expected of account i on day k + 1 after the evening.

    Disputed parts and what a credit settles are left out: a disputed invoice stays in exposure until settled.
    """

    accounts: tuple[tuple[str, str], ...]
    cents: Floats
    _rows: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, customer: str, currency: str) -> Floats:
        """Cents by day of one account; nought where it owes nothing."""
        row = self._rows.get((customer, currency))
        return np.zeros(self.cents.shape[1]) if row is None else self.cents[row]


def expected_cash_of(cash: OpenCash) -> ExpectedCash:
    """Sums over each account's open invoices."""
    accounts, which = accounts_of(cash.customer, cash.currency)
    by_day = np.diff(cash.claimed_cents[:, None] * cash.paid_by.astype(np.float64), axis=1, prepend=0.0)
    cents = np.zeros((len(accounts), cash.days))
    np.add.at(cents, which, by_day)
    return ExpectedCash(tuple(accounts), cents, {key: row for row, key in enumerate(accounts)})
