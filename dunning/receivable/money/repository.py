"""Reads one payment of a customer, and what of it no invoice took."""

from dataclasses import dataclass
from datetime import date

from ledger.as_known import as_known
from ledger.facts import in_order
from ledger.repository import FactsRepository
from ledger.summary import standing
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class PaymentFound:
    id: int
    paid_on: date
    currency: str
    unallocated_cents: int


def payment_of(session: ReadSession, customer_id: int, number: int, *, on: date) -> PaymentFound | None:
    """As known on an evening; None where the customer has no such payment."""
    repository = FactsRepository(session, as_recorded=None)
    facts = repository.facts(customers=[customer_id], horizon=repository.horizon() or on)
    known = as_known(facts, on)
    payments = standing(in_order(known.payments, "payment_id"), "payment_id")
    mine = payments.loc[(payments["payment_id"] == number) & (payments["customer_id"] == customer_id)]
    if mine.empty:
        return None
    links = standing(in_order(known.allocations, "allocation_id"), "allocation_id")
    used = int(links.loc[links["payment_id"] == number, "amount_cents"].sum())
    row = mine.iloc[0]
    free = int(row["amount_cents"]) - used
    return PaymentFound(number, row["paid_on"].date(), str(row["currency"]), max(free, 0))
