"""Reads payments of customers, and what of them no invoice took."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.as_known import as_known
from ledger.facts import Facts, in_order
from ledger.repository import FactsRepository
from ledger.summary import standing
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class PaymentFound:
    id: int
    paid_on: date
    currency: str
    unallocated_cents: int


def payments_of(
    session: ReadSession, customers: Collection[int], *, on: date
) -> Mapping[int, Mapping[int, PaymentFound]]:
    """By customer and number, as known on an evening, or now where that is earlier."""
    repository = FactsRepository(session, as_recorded=None)
    horizon = repository.horizon()
    if not customers or horizon is None:
        return {}
    facts = repository.facts(customers=sorted(customers), horizon=horizon)
    return found_among(as_known(facts, min(on, horizon)), customers)


def found_among(known: Facts, customers: Collection[int]) -> Mapping[int, Mapping[int, PaymentFound]]:
    """The same of facts that were read already, as known on that evening."""
    payments = standing(in_order(known.payments, "payment_id"), "payment_id")
    mine = payments.loc[payments["customer_id"].isin(sorted(customers))]
    links = standing(in_order(known.allocations, "allocation_id"), "allocation_id")
    links = links.loc[links["payment_id"].isin(mine["payment_id"])]
    taken = links.groupby("payment_id")["amount_cents"].sum()
    found: defaultdict[int, dict[int, PaymentFound]] = defaultdict(dict)
    columns = ("customer_id", "payment_id", "paid_on", "currency", "amount_cents")
    for customer, number, paid_on, currency, cents in zip(*(mine[name] for name in columns), strict=True):
        free = max(int(cents) - int(taken.get(number, 0)), 0)
        found[int(customer)][int(number)] = PaymentFound(int(number), paid_on.date(), str(currency), free)
    return found
