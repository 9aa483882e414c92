"""What an import adds to the ledger: base facts and corrections, never anything else."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ledger.files.rejection import Doubt, Rejection

PROVIDED = "provided"  # the due date was in the file, not worked out from terms
CUSTOMERS = "411"  # the class of accounts of ordinary receivables
PAYMENT = "payment"  # money received or, when negative, paid back


class NewCustomer(NamedTuple):
    id: int
    code: str
    name: str | None
    known_on: date


class CustomerVersion(NamedTuple):
    customer_id: int
    version: int
    name: str | None
    known_on: date


class NewInvoice(NamedTuple):
    id: int
    source_id: str
    number: str | None
    customer_id: int
    kind: str
    issued_on: date
    due_on: date
    amount_cents: int
    currency: str
    known_on: date
    due_on_source: str = PROVIDED
    account_class: str = CUSTOMERS
    opening: bool = False


class InvoiceVersion(NamedTuple):
    invoice_id: int
    version: int
    customer_id: int
    kind: str
    issued_on: date
    due_on: date
    amount_cents: int
    currency: str
    known_on: date
    due_on_source: str = PROVIDED


class NewPayment(NamedTuple):
    id: int
    source_id: str
    customer_id: int
    paid_on: date
    amount_cents: int
    currency: str
    method: str | None
    reference: str | None
    known_on: date
    kind: str = PAYMENT
    account_class: str = CUSTOMERS


class PaymentVersion(NamedTuple):
    """The amount 0 says that the payment never was."""

    payment_id: int
    version: int
    customer_id: int
    paid_on: date
    amount_cents: int
    currency: str
    known_on: date


class NewAllocation(NamedTuple):
    id: int
    source_id: str
    payment_id: int
    invoice_id: int
    amount_cents: int
    allocated_on: date
    known_on: date
    how: str = "told"
    confidence: int = 100  # per cent: how sure we are that the payment settles this invoice


class AllocationVersion(NamedTuple):
    """The amount 0 says that the allocation was undone."""

    allocation_id: int
    version: int
    amount_cents: int
    known_on: date


@dataclass(slots=True)
class Changes:
    """Filled while deciding, then saved as it is."""

    customers: list[NewCustomer] = field(default_factory=list)
    customer_versions: list[CustomerVersion] = field(default_factory=list)
    invoices: list[NewInvoice] = field(default_factory=list)
    invoice_versions: list[InvoiceVersion] = field(default_factory=list)
    payments: list[NewPayment] = field(default_factory=list)
    payment_versions: list[PaymentVersion] = field(default_factory=list)
    allocations: list[NewAllocation] = field(default_factory=list)
    allocation_versions: list[AllocationVersion] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    accepted: int = 0
    unchanged: int = 0
    corrected: int = 0  # accepted lines that changed a fact already recorded
    voided: int = 0  # payments taken back, among the corrected


@dataclass(slots=True)
class NextIds:
    """The first free identifier of each table; whoever takes one adds one."""

    customer: int = 1
    invoice: int = 1
    payment: int = 1
    allocation: int = 1


@dataclass(frozen=True, slots=True)
class Knowledge:
    """When a fact of this import became known.

    Days after what the source already covered were known as they happened; anything older is late news, known
    only on the day of the import. Nothing is known before it happens.
    """

    on: date
    covered_until: date | None

    def of(self, happened_on: date) -> date:
        if self.covered_until is None or happened_on > self.covered_until:
            return happened_on
        return max(self.on, happened_on)
