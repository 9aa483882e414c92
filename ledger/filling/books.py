"""The accounts of a few customers on any evening, from frames read once: many evenings are asked of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

import pandas as pd

from ledger.facts import CASH, Facts, in_order, rows_of
from ledger.relation.accounts import Accounts, Item, Receipt, owned_by
from ledger.replaced.invoices import Replaced


class Billed(NamedTuple):
    """An invoice from the evening on which this was what we knew of it."""

    known_on: date
    customer_id: int
    currency: str
    due_on: date
    cents: int


class Settled(NamedTuple):
    """What an allocation settles from the evening on which this was what we knew of it."""

    known_on: date
    paid_on: date
    cents: int
    cash: bool


V = TypeVar("V", Billed, Settled)


@dataclass(frozen=True, slots=True)
class Books:
    """Every version of the invoices, by invoice; and of each allocation to one, by invoice."""

    invoices: Mapping[int, tuple[Billed, ...]]
    allocations: Mapping[int, tuple[tuple[Settled, ...], ...]]
    owned: Mapping[int, frozenset[int]]  # invoices that were ever a customer's

    def of(self, customers: Iterable[int]) -> set[int]:
        return {invoice for customer in customers for invoice in self.owned.get(customer, ())}

    def corrected_on(self, invoices: Iterable[int]) -> set[date]:
        """The days on which one of these was corrected, or became known."""
        return {one.known_on for key in invoices for one in self.invoices.get(key, ())}

    def settled_on(self, invoices: Iterable[int], *, since: date, until: date) -> set[date]:
        """The days on which something was learnt of what was paid on these between two days, included."""
        return {
            one.known_on
            for key in invoices
            for versions in self.allocations.get(key, ())
            if any(since <= version.paid_on <= until for version in versions)
            for one in versions
        }

    def due_on(self, invoice: int, *, as_of: date) -> date | None:
        held = _last(self.invoices.get(invoice, ()), as_of)
        return None if held is None else held.due_on

    def accounts(self, invoices: Iterable[int], *, as_of: date, replaced: Replaced) -> Accounts:
        """As known on an evening; codes, names and numbers are left blank."""
        receipts: dict[int, list[Receipt]] = {}
        items = {}
        for key in sorted(invoices):
            held = _last(self.invoices.get(key, ()), as_of)
            if held is None:
                continue
            stand = [_last(versions, as_of) for versions in self.allocations.get(key, ())]
            settling = [Receipt(one.paid_on, one.cents, one.cash) for one in stand if one and one.cents]
            receipts[key] = settling
            items[key] = Item(
                invoice_id=key,
                number="",
                customer_id=held.customer_id,
                currency=held.currency,
                issued_on=None,
                amount_cents=held.cents,
                settled_cents=sum(one.cents for one in settling),
                credited_cents=sum(one.cents for one in settling if not one.cash),
            )
        return Accounts(items, receipts, owned_by(items.values()), {}, {}, replaced.customers)


def books_of(facts: Facts, customers: Collection[int]) -> Books:
    """The invoices that were ever of these customers, and what settled them."""
    mine = facts.invoices.loc[facts.invoices["customer_id"].isin(list(customers)), "invoice_id"].unique()
    invoices = in_order(facts.invoices.loc[facts.invoices["invoice_id"].isin(mine)], "invoice_id")
    settling = in_order(facts.allocations.loc[facts.allocations["invoice_id"].isin(mine)], "allocation_id")
    owned: dict[int, set[int]] = defaultdict(set)
    billed: dict[int, list[Billed]] = defaultdict(list)
    for key, known_on, customer, currency, due_on, cents in rows_of(
        invoices, ("invoice_id", "known_on", "customer_id", "currency", "due_on", "amount_cents")
    ):
        owned[customer].add(key)
        billed[key].append(Billed(known_on, customer, str(currency), due_on, cents))
    return Books(
        invoices={key: tuple(versions) for key, versions in billed.items()},
        allocations=_allocations(settling),
        owned={key: frozenset(found) for key, found in owned.items()},
    )


def _allocations(settling: pd.DataFrame) -> dict[int, tuple[tuple[Settled, ...], ...]]:
    found: dict[int, list[Settled]] = defaultdict(list)
    invoice = {}
    names = ("allocation_id", "invoice_id", "known_on", "paid_on", "amount_cents", "paid_by")
    for key, owner, known_on, paid_on, cents, paid_by in rows_of(settling, names):
        invoice[key] = owner
        found[key].append(Settled(known_on, paid_on, cents, paid_by in CASH))
    by_invoice: dict[int, list[tuple[Settled, ...]]] = defaultdict(list)
    for key, versions in found.items():
        by_invoice[invoice[key]].append(tuple(versions))
    return {key: tuple(every) for key, every in by_invoice.items()}


def _last(versions: Sequence[V], as_of: date) -> V | None:
    """As in `as_known`: the last version known, none before the first one is."""
    if not versions or versions[0].known_on > as_of:
        return None
    return next(one for one in reversed(versions) if one.known_on <= as_of)
