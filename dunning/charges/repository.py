"""Reads late invoices with what was open of them on each day: those still open, and those paid late."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from dunning.charges.charging import LateInvoice
from dunning.charges.opened import paid_on, steps_of
from ledger.as_known import as_known
from ledger.facts import in_order
from ledger.relation.accounts import Item, Receipt, accounts_on
from ledger.repository import FactsRepository
from ledger.summary import standing
from store.session import ReadSession


def late_invoices(session: ReadSession, customer_id: int, *, on: date) -> list[LateInvoice]:
    """Of one customer as known on an evening, by due date; what was credited or given up in whole is none."""
    repository = FactsRepository(session, as_recorded=None)
    facts = repository.facts(customers=[customer_id], horizon=repository.horizon() or on)
    accounts = accounts_on(facts, as_of=on)
    invoices = standing(in_order(as_known(facts, on).invoices, "invoice_id"), "invoice_id")
    dues = _days(invoices)
    found = [
        _late(item, due, accounts.receipts.get(item.invoice_id, ()))
        for item in accounts.owned.get(customer_id, ())
        if (due := dues.get(item.invoice_id)) is not None and due < on and item.claimed_cents > 0
    ]
    late = [one for one in found if one.paid_on is None or one.paid_on > one.due_on]
    return sorted(late, key=lambda one: (one.due_on, one.number, one.item))


def _days(invoices: pd.DataFrame) -> Mapping[int, date]:
    both = zip(invoices["invoice_id"], pd.to_datetime(invoices["due_on"]), strict=True)
    return {int(key): day.date() for key, day in both if not pd.isna(day)}


def _late(item: Item, due: date, receipts: Sequence[Receipt]) -> LateInvoice:
    steps = steps_of(item.amount_cents, since=min(due, item.issued_on or due), receipts=receipts)
    return LateInvoice(
        f"i:{item.invoice_id}",
        item.number,
        item.currency,
        due,
        steps,
        paid_on(steps),
        born_on=item.issued_on,
    )
