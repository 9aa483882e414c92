"""How a customer paid over time, against its terms."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ledger.facts import Facts
from ledger.summary import standing
from ledger.timeline import NEVER, timeline

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """What was paid in full in a month, in one currency; days are medians, those late negative when early."""

    month: date
    currency: str
    invoices: int
    cents: int
    days_late: float
    days_taken: float
    terms_days: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in, or went back when below zero."""

    paid_on: date
    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """What is left of an invoice."""

    number: str
    due_on: date
    open_cents: int
    currency: str


def open_items(known: Facts, customer_id: int) -> list[OpenInvoice]:
    """Invoices not paid in full that evening, the first due first; `known` is cut at it."""
    states = _now(known, customer_id)
    left = states.loc[(states["open_cents"] > 0) & (states["amount_cents"] > 0)].sort_values("due_day")
    numbers = known.invoices.drop_duplicates("invoice_id").set_index("invoice_id")["number"]
    rows = zip(left["invoice_id"], left["due_day"], left["open_cents"], left["currency"], strict=True)
    return [
        OpenInvoice(str(numbers.get(key) or ""), _EPOCH + timedelta(days=int(due)), int(cents), str(currency))
        for key, due, cents, currency in rows
    ]


def paid_by_month(known: Facts, customer_id: int, *, months: int) -> list[PaidMonth]:
    """The last months in which invoices were paid in full, the oldest first; `known` is cut at an evening."""
    states = _now(known, customer_id)
    paid = states.loc[(states["paid_day"] < NEVER) & (states["amount_cents"] > 0) & ~states["opening"]]
    if paid.empty:
        return []
    day = pd.to_datetime(paid["paid_day"].astype("int64"), unit="D")
    told = pd.DataFrame(
        {
            "month": day.dt.to_period("M").dt.start_time,
            "currency": paid["currency"].astype(str),
            "cents": paid["amount_cents"].astype(np.int64),
            "late": paid["paid_day"].astype(np.int64) - paid["due_day"].astype(np.int64),
            "taken": paid["paid_day"].astype(np.int64) - paid["issued_day"].astype(np.int64),
            "terms": paid["due_day"].astype(np.int64) - paid["issued_day"].astype(np.int64),
        }
    )
    sums = told.groupby(["month", "currency"], observed=True).agg(
        invoices=("cents", "size"),
        cents=("cents", "sum"),
        late=("late", "median"),
        taken=("taken", "median"),
        terms=("terms", "median"),
    )
    rows = sums.reset_index().itertuples(index=False, name=None)
    found = [
        PaidMonth(month.date(), currency, int(count), int(cents), float(late), float(taken), float(terms))
        for month, currency, count, cents, late, taken, terms in rows
    ]
    return found[-months:]


def receipts(known: Facts, customer_id: int, *, most: int) -> list[Receipt]:
    """The last payments, the latest first."""
    held = standing(known.payments, "payment_id")
    mine = held.loc[(held["customer_id"] == customer_id) & (held["amount_cents"] != 0)]
    last = mine.sort_values("paid_on", ascending=False, kind="stable").head(most)
    columns = zip(last["paid_on"], last["amount_cents"], last["currency"], strict=True)
    return [Receipt(pd.Timestamp(on).date(), int(cents), str(currency)) for on, cents, currency in columns]


def _now(known: Facts, customer_id: int) -> pd.DataFrame:
    states = timeline(known)
    return states.loc[(states["until_day"] == NEVER) & (states["customer_id"] == customer_id)]
