"""What customers owe on an evening, and by which day each part of it is expected to have come.

Rows come in the order of currency, customer and number, whatever the order of the ledger. Of what is open,
the disputed part and the part that a credit of the customer's will settle bring no cash: they stand apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from scoring.lateness.curve import Curves
from scoring.lateness.open_items import OpenInvoices

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Texts = NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class OpenCash:
    """Open invoices, a row each: `paid_by[i, k]` is the chance of cash by k + 1 days after `as_of`."""

    as_of: int
    invoice_id: Ints
    customer_id: Ints
    customer: Texts
    currency: Texts
    number: Texts
    due: Ints
    open_cents: Ints
    disputed_cents: Ints
    credited_cents: Ints
    paid_by: Singles

    def __len__(self) -> int:
        return len(self.number)

    @property
    def days(self) -> int:
        """How many days ahead the chances reach."""
        return self.paid_by.shape[1]

    @property
    def claimed_cents(self) -> Ints:
        """What may come as cash."""
        return self.open_cents - self.disputed_cents - self.credited_cents

    def take(self, rows: Ints | NDArray[np.bool_]) -> "OpenCash":
        columns = [item.name for item in fields(self) if item.name != "as_of"]
        return OpenCash(as_of=self.as_of, **{name: getattr(self, name)[rows] for name in columns})

    def cents_by(self) -> Ints:
        """Expected cents of each row by each day: whole cents, rounded once, so that all sums agree."""
        return np.rint(self.claimed_cents[:, None] * self.paid_by.astype(np.float64)).astype(np.int64)


def chances_by_day(curves: Curves, *, as_of: int, days: int) -> Singles:
    """P(paid by each of the `days` after the evening), a row a curve."""
    place = as_of + 1 + np.arange(days)[None, :] - curves.from_day[:, None]
    inside = np.clip(place, 0, curves.cdf.shape[1] - 1)
    told = np.take_along_axis(curves.cdf, inside, axis=1)
    return np.where(place < 0, np.float32(0.0), told).astype(np.float32)


def open_cash(
    items: OpenInvoices,
    paid_by: Singles,
    *,
    as_of: int,
    invoice_id: Ints,
    customer_id: Ints,
    disputed: Ints,
    credit: Mapping[tuple[str, str], int],
) -> OpenCash:
    """The evening's open invoices; `disputed` cents one an invoice, `credit` by customer and currency."""
    customer, currency = np.array(items.customer, dtype=str), np.array(items.currency, dtype=str)
    number, due = np.array(items.number, dtype=str), items.pairs.due
    order = np.lexsort((items.pairs.open_cents, due, number, customer, currency))
    held = np.clip(disputed, 0, items.pairs.open_cents)
    told = OpenCash(
        as_of=as_of,
        invoice_id=invoice_id,
        customer_id=customer_id,
        customer=customer,
        currency=currency,
        number=number,
        due=due,
        open_cents=items.pairs.open_cents,
        disputed_cents=held,
        credited_cents=np.zeros(len(due), np.int64),
        paid_by=paid_by,
    ).take(order)
    return _credited(told, credit)


def _credited(told: OpenCash, credit: Mapping[tuple[str, str], int]) -> OpenCash:
    """Each account's credit settles its undisputed invoices, the oldest due first, as far as it reaches."""
    if not credit or not len(told):
        return told
    order = np.lexsort((np.arange(len(told)), told.due, told.customer, told.currency))
    account, which = accounts_of(told.customer[order], told.currency[order])
    left = np.array([credit.get(key, 0) for key in account], np.int64)[which]
    claimed = told.claimed_cents[order]
    summed = np.cumsum(claimed)
    first = np.flatnonzero(np.r_[True, which[1:] != which[:-1]])
    before = summed - claimed - (summed - claimed)[first][which]
    used = np.clip(left - before, 0, claimed)
    credited = np.zeros(len(told), np.int64)
    credited[order] = used
    return replace(told, credited_cents=credited)


def accounts_of(customer: Texts, currency: Texts) -> tuple[list[tuple[str, str]], Ints]:
    """The accounts that sorted rows belong to, each once, and the account of each row."""
    if not len(customer):
        return [], np.zeros(0, np.int64)
    begins = np.r_[True, (customer[1:] != customer[:-1]) | (currency[1:] != currency[:-1])]
    first = np.flatnonzero(begins)
    accounts = [(str(customer[row]), str(currency[row])) for row in first]
    return accounts, np.cumsum(begins) - 1
