"""Reads what falls due within some days."""

from collections.abc import Iterator
from datetime import date

from dunning.week.review import Line, Sort
from ledger.reports.ageing import CUSTOMERS
from ledger.reports.repository import OpenItemsRepository
from store.session import ReadSession


def falling_due(session: ReadSession, *, first: date, last: date) -> Iterator[Line]:
    """By customer and currency what falls due from the first day to the last, and of how many invoices."""
    items = OpenItemsRepository(session, as_of=first, as_recorded=None).items()
    due = items["due_on"].dt.date
    kept = (items["account_class"] == CUSTOMERS) & (items["left_cents"] > 0) & (items["invoice_id"] > 0)
    rows = items.loc[kept & (due >= first) & (due <= last)]
    sums = rows.groupby(["customer_id", "currency"], observed=True).agg(
        cents=("left_cents", "sum"), count=("left_cents", "size"), first=("due_on", "min")
    )
    for (customer, currency), cents, count, day in sums.itertuples(name=None):
        yield Line(int(customer), Sort.DUE, str(currency), int(cents), day.date(), str(int(count)))
