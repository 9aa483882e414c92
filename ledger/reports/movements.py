"""What was sold, collected and paid late, as an evening knew it: rows that reports sum by group."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.reports.ageing import CUSTOMERS, split
from ledger.reports.positions import open_positions
from ledger.summary import standing
from ledger.timeline import NEVER, days_of

_EPOCH = date(1970, 1, 1).toordinal()
MONEY = "payment"  # a bill, the use of an advance or a balance brought forward bring no cash by themselves
_WEEK = 7
_BROUGHT_FORWARD = "opening"


@dataclass(frozen=True, slots=True)
class Evening:
    """What one evening knew, each frame with customer_id, currency, day (from 1970-01-01) and cents.

    owed: open_cents and not_due_cents of accounts 411. sales: invoices less credit notes by the day of issue,
    VAT included, without items whose day is not known. settled: what payments, write-offs and others took off
    accounts 411. cash: money received on any account of customers, less money paid back. paid: invoices paid
    in full, by the day the last of the cash came, with days_late and days_to_pay.
    """

    day: date
    owed: pd.DataFrame
    sales: pd.DataFrame
    settled: pd.DataFrame
    cash: pd.DataFrame
    paid: pd.DataFrame

    @property
    def known(self) -> bool:
        """Whether anything was known at all."""
        return any(len(frame) for frame in (self.owed, self.sales, self.settled, self.cash))

    @property
    def first_sale(self) -> date | None:
        if self.sales.empty:
            return None
        return date.fromordinal(int(self.sales["day"].min()) + _EPOCH)


def evening_of(facts: Facts, states: pd.DataFrame, *, day: date) -> Evening:
    """The rows of one evening; `states` is the timeline of all facts."""
    known = as_known(facts, day)
    invoices, payments = standing(known.invoices, "invoice_id"), standing(known.payments, "payment_id")
    ordinary = invoices.loc[invoices["account_class"] == CUSTOMERS]
    items = open_positions(known)
    owed = split(items.loc[items["account_class"] == CUSTOMERS], as_of=day, disputed={})
    lowered = (payments["account_class"] == CUSTOMERS) & (payments["kind"] != _BROUGHT_FORWARD)
    return Evening(
        day=day,
        owed=owed[["customer_id", "currency", "open_cents", "not_due_cents"]],
        sales=_rows(ordinary.loc[~ordinary["opening"].astype(bool)], "issued_on"),
        settled=_rows(payments.loc[lowered], "paid_on"),
        cash=_rows(payments.loc[payments["kind"] == MONEY], "paid_on"),
        paid=_paid(states, day=days_of(pd.Series([pd.Timestamp(day)]))[0], among=ordinary["invoice_id"]),
    )


@dataclass(frozen=True, slots=True)
class Collected:
    """Money received less money paid back, from the first to the last day, both in, in one currency."""

    currency: str
    first_on: date
    last_on: date
    cents: int


def collected_by_week(facts: Facts, *, as_of: date, weeks: int) -> list[Collected]:
    """What came in each of the last weeks of seven days up to the evening, the earliest first."""
    payments = standing(as_known(facts, as_of).payments, "payment_id")
    cash = _rows(payments.loc[payments["kind"] == MONEY], "paid_on")
    ago = (as_of.toordinal() - _EPOCH - cash["day"]) // _WEEK
    sums = cash.assign(ago=ago).groupby(["currency", "ago"])["cents"].sum()
    return [
        Collected(currency, last - timedelta(days=_WEEK - 1), last, int(sums.get((currency, back), 0)))
        for currency in sorted(set(cash["currency"]))
        for back in range(weeks - 1, -1, -1)
        for last in (as_of - timedelta(days=_WEEK * back),)
    ]


def _rows(facts: pd.DataFrame, day: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": facts["customer_id"].to_numpy(np.int64),
            "currency": facts["currency"].astype("str").to_numpy(),
            "day": days_of(facts[day]).astype(np.int64),
            "cents": facts["amount_cents"].to_numpy(np.int64),
        }
    )


def _paid(states: pd.DataFrame, *, day: int, among: pd.Series) -> pd.DataFrame:
    """Invoices that count as paid (a euro or half a per cent may be missing), as this evening knew them."""
    held = (states["known_day"] <= day) & (states["until_day"] > day)
    held &= (states["amount_cents"] > 0) & (states["paid_day"] != NEVER) & states["invoice_id"].isin(among)
    rows = states.loc[held]
    paid = rows["paid_day"].to_numpy(np.int64)
    return pd.DataFrame(
        {
            "customer_id": rows["customer_id"].to_numpy(np.int64),
            "currency": rows["currency"].astype("str").to_numpy(),
            "day": paid,
            "cents": rows["amount_cents"].to_numpy(np.int64),
            "days_late": paid - rows["due_day"].to_numpy(np.int64),
            "days_to_pay": paid - rows["issued_day"].to_numpy(np.int64),
        }
    )
