"""What customers owe, invoice by invoice, and what came in for it, as known on an evening."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from ledger.as_known import as_known
from ledger.facts import CASH, Facts, in_order, rows_of
from ledger.summary import standing


@dataclass(frozen=True, slots=True)
class Item:
    """An invoice, or a credit note with a negative amount; `issued_on` is None where it is not known."""

    invoice_id: int
    number: str
    customer_id: int
    currency: str
    issued_on: date | None
    amount_cents: int
    settled_cents: int
    credited_cents: int  # what settled it without cash: credit notes set off, write-offs

    @property
    def open_cents(self) -> int:
        return self.amount_cents - self.settled_cents

    @property
    def claimed_cents(self) -> int:
        """The amount less what was given up."""
        return self.amount_cents - self.credited_cents


class Receipt(NamedTuple):
    """What a payment settled of an invoice; it brought money unless `cash` is false."""

    paid_on: date
    cents: int
    cash: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """Items and receipts by invoice_id; items, codes and names of customers by customer_id.

    `beside` are the customers under whom the accounts hold invoices that another source told of this one.
    """

    items: Mapping[int, Item]
    receipts: Mapping[int, Sequence[Receipt]]
    owned: Mapping[int, Sequence[Item]]
    codes: Mapping[int, str]
    names: Mapping[int, str]
    beside: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def of(self, customer_id: int) -> Sequence[Item]:
        own, others = self.owned.get(customer_id, ()), sorted(self.beside.get(customer_id, ()))
        return [*own, *(item for one in others for item in self.owned.get(one, ()))] if others else own

    def numbered(self, number: str, *, customer_id: int) -> list[Item]:
        return [item for item in self.of(customer_id) if item.number == number]

    def among(self, invoices: Iterable[int]) -> list[Item]:
        return [self.items[one] for one in invoices if one in self.items]

    def received_cents(self, items: Iterable[Item], *, since: date, until: date) -> int:
        """Cash that came in for these items, first and last day included; what went back counts against."""
        return sum(
            receipt.cents
            for item in items
            for receipt in self.receipts.get(item.invoice_id, ())
            if receipt.cash and since <= receipt.paid_on <= until
        )

    def settled_cents(self, invoice_id: int, *, until: date) -> int:
        """What cash, credit notes and write-offs settled of an invoice up to a day, included."""
        return sum(one.cents for one in self.receipts.get(invoice_id, ()) if one.paid_on <= until)

    def number_of(self, invoice_id: int) -> str:
        item = self.items.get(invoice_id)
        return f"invoice {invoice_id}" if item is None else item.number


def accounts_on(facts: Facts, *, as_of: date, beside: Mapping[int, frozenset[int]] | None = None) -> Accounts:
    """The accounts as known on an evening."""
    known = as_known(facts, as_of)
    receipts = _receipts(standing(in_order(known.allocations, "allocation_id"), "allocation_id"))
    invoices = standing(in_order(known.invoices, "invoice_id"), "invoice_id")
    columns = ("invoice_id", "number", "customer_id", "currency", "issued_on", "opening", "amount_cents")
    items = [_item(row, receipts) for row in rows_of(invoices, columns)]
    customers = facts.customers
    ids = customers["customer_id"].astype(int)
    return Accounts(
        items={item.invoice_id: item for item in items},
        receipts=receipts,
        owned=owned_by(items),
        codes=dict(zip(ids, customers["code"].astype(str), strict=True)),
        names={
            key: "" if pd.isna(name) else str(name) for key, name in zip(ids, customers["name"], strict=True)
        },
        beside=beside or {},
    )


def owned_by(items: Iterable[Item]) -> dict[int, list[Item]]:
    """Items by customer_id."""
    owned: dict[int, list[Item]] = {}
    for item in items:
        owned.setdefault(item.customer_id, []).append(item)
    return owned


def _item(row: Sequence[Any], receipts: Mapping[int, Sequence[Receipt]]) -> Item:
    invoice_id, number, customer_id, currency, issued_on, opening, cents = row
    settling = receipts.get(invoice_id, ())
    return Item(
        invoice_id=invoice_id,
        number="" if pd.isna(number) else str(number),
        customer_id=customer_id,
        currency=str(currency),
        issued_on=None if opening else issued_on,
        amount_cents=cents,
        settled_cents=sum(one.cents for one in settling),
        credited_cents=sum(one.cents for one in settling if not one.cash),
    )


def _receipts(allocations: pd.DataFrame) -> dict[int, list[Receipt]]:
    found: dict[int, list[Receipt]] = {}
    columns = ("invoice_id", "paid_on", "amount_cents", "paid_by")
    for invoice_id, paid_on, cents, kind in rows_of(allocations, columns):
        if cents:
            found.setdefault(invoice_id, []).append(Receipt(paid_on, cents, kind in CASH))
    return found
