"""What the ledger holds where the accounts and other sources tell the same, as it stands."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from ledger.registers.catalogue import InvoiceDocumentRow
from ledger.registers.register import Version
from ledger.replaced.invoices import Replaced


class Origin(NamedTuple):
    """Who told a fact first; `accounts` says that it was an accounting file."""

    source: str
    source_id: str
    run: int
    imported_on: date
    accounts: bool


class Bill(NamedTuple):
    """An invoice or credit note. `said_cents` is what its source told last.

    `claims` are the amounts it may have in the accounts: what is due of it, and its total where a part was
    paid before.
    """

    id: int
    version: int
    origin: Origin
    number: str
    customer_id: int
    issued_on: date
    due_on: date
    due_on_source: str
    cents: int
    said_cents: int
    claims: frozenset[int]
    currency: str
    account_class: str
    opening: bool
    known_on: date
    company: str | None = None  # the SIREN of its buyer by its document


class Money(NamedTuple):
    """A payment, or what settles as one."""

    id: int
    version: int
    origin: Origin
    kind: str
    customer_id: int
    paid_on: date
    cents: int
    currency: str
    account_class: str
    known_on: date


class Share(NamedTuple):
    id: int
    version: int
    origin: Origin
    payment_id: int
    invoice_id: int
    cents: int
    allocated_on: date
    how: str
    confidence: int
    known_on: date


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is who: customers a person said are the same, company numbers, and those only documents know."""

    same: Mapping[int, int]
    companies: Mapping[int, str]
    codes: Mapping[int, str]
    documented: frozenset[int]

    def with_codes(self, codes: Mapping[int, str]) -> "Parties":
        """With customers that are not in the ledger yet."""
        return replace(self, codes={**codes, **self.codes})

    def of(self, customer_id: int) -> int:
        return self.same.get(customer_id, customer_id)


@dataclass(slots=True)
class Held:
    """Facts by their ids; `settled` and `spent` are kept up to date while shares come and go."""

    bills: Mapping[int, Bill]
    money: dict[int, Money]
    shares: Mapping[int, Share]
    parties: Parties
    replaced: Replaced
    documents: Mapping[int, Version[InvoiceDocumentRow]]  # by the invoice they came with
    covered_until: date | None  # the last day of which the accounts tell
    settled: Counter[int] = field(default_factory=Counter)
    spent: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for share in self.shares.values():
            if self.money[share.payment_id].cents or self.money[share.payment_id].kind == "offset":
                self.put(share.payment_id, share.invoice_id, share.cents)

    def put(self, payment_id: int, invoice_id: int, cents: int) -> None:
        self.settled[invoice_id] += cents
        self.spent[payment_id] += cents

    def fitting(self, cents: int, invoice_id: int) -> int:
        """As much of a share as the invoice has room for: between nothing and its amount."""
        amount, settled = self.bills[invoice_id].cents, self.settled[invoice_id]
        lowest, highest = min(0, amount) - settled, max(0, amount) - settled
        return min(cents, max(highest, 0)) if cents > 0 else max(cents, min(lowest, 0))

    def on(self, invoices: Iterable[int]) -> dict[int, list[Share]]:
        """Standing shares by invoice, for these invoices."""
        found: dict[int, list[Share]] = {key: [] for key in invoices}
        for share in self.shares.values():
            if share.cents and share.invoice_id in found:
                found[share.invoice_id].append(share)
        return found
