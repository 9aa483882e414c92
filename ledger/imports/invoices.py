"""Which lines of an invoice file are new, which correct what we have, and which say nothing new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.files.invoices import InvoiceLine
from ledger.imports.changes import (
    AllocationVersion,
    Changes,
    InvoiceVersion,
    Knowledge,
    NewAllocation,
    NewInvoice,
    NewPayment,
    NextIds,
    PaymentVersion,
)
from ledger.imports.customers import CustomerBook, RecordedCustomer
from ledger.imports.identity import Named, told_once

PAYMENT_OF = "invoice "  # a payment read from an invoice line is named after the invoice


class Settlement(NamedTuple):
    """The payment in full that an invoice file told, as it stands; the amount 0 says it was taken back."""

    payment_id: int
    version: int
    customer_id: int
    paid_on: date
    amount_cents: int
    currency: str
    allocation_id: int
    allocation_version: int
    allocation_cents: int


class RecordedInvoice(NamedTuple):
    """An invoice of this source as its latest version stands."""

    id: int
    version: int
    customer_id: int
    issued_on: date
    due_on: date
    amount_cents: int
    currency: str
    known_on: date  # of version 0
    settlement: Settlement | None = None

    @property
    def paid_on(self) -> date | None:
        settled = self.settlement is not None and self.settlement.amount_cents != 0
        return self.settlement.paid_on if settled and self.settlement else None


@dataclass(frozen=True, slots=True)
class InvoiceState:
    """What the ledger holds of one source, by the source's own identifiers."""

    customers: dict[str, RecordedCustomer]
    invoices: dict[str, RecordedInvoice]
    knowledge: Knowledge
    ids: NextIds


def decide_invoices(
    lines: Sequence[InvoiceLine], state: InvoiceState, *, tells_payments: bool = True
) -> Changes:
    """The facts and corrections that make the ledger say what these lines say.

    A file that does not tell payments, having no column of them, takes none back.
    """
    decision = _Decision(state, tells_payments=tells_payments)
    for source_id, line in _identified(lines, state, decision.changes):
        decision.take(source_id, line)
    decision.book.save_in(decision.changes, on=state.knowledge.on)
    return decision.changes


def _identified(
    lines: Sequence[InvoiceLine], state: InvoiceState, changes: Changes
) -> Iterator[tuple[str, InvoiceLine]]:
    """Each line with the identifier of its invoice; lines that say the same invoice twice are dealt with
    here.
    """
    numbered, nameless = told_once(lines, _name, changes)
    yield from numbered
    alike: dict[str, list[InvoiceLine]] = {}
    for line in nameless:
        alike.setdefault(_content(line), []).append(line)
    for content, group in alike.items():
        yield from _ranked(content, group, state.invoices)


def _name(line: InvoiceLine) -> Named | None:
    if line.number is None:
        return None
    return Named(f"number {line.number}", f"The invoice number {line.number}")


def _content(line: InvoiceLine) -> str:
    """What identifies an invoice without a number: all but its payment, which comes later."""
    return f"row {line.customer}|{line.issued_on}|{line.due_on}|{line.amount_cents}|{line.currency} #"


def _ranked(
    content: str, group: list[InvoiceLine], recorded: dict[str, RecordedInvoice]
) -> Iterator[tuple[str, InvoiceLine]]:
    """Tell identical invoices apart by rank, so that the order of the lines does not matter.

    Lines that repeat a recorded payment keep its rank. The others take open invoices first, in the order of
    their payments, then invoices whose payment they change, then new ranks.
    """
    held: list[date | None] = []
    while (invoice := recorded.get(f"{content}{len(held)}")) is not None:
        held.append(invoice.paid_on)
    free: dict[date | None, list[int]] = {}
    for rank in reversed(range(len(held))):
        free.setdefault(held[rank], []).append(rank)
    left: list[InvoiceLine] = []
    for line in group:
        if ranks := free.get(line.paid_on):
            yield f"{content}{ranks.pop()}", line
        else:
            left.append(line)
    unused = sorted((held[rank] is not None, rank) for ranks in free.values() for rank in ranks)
    places = [rank for _, rank in unused] + list(range(len(held), len(held) + len(left)))
    left.sort(key=lambda line: (line.paid_on is None, line.paid_on or line.issued_on))
    for rank, line in zip(places, left, strict=False):
        yield f"{content}{rank}", line


class _Decision:
    """Turns one line after the other into changes."""

    def __init__(self, state: InvoiceState, *, tells_payments: bool) -> None:
        self.changes = Changes()
        self.book = CustomerBook(state.customers, state.ids)
        self._state = state
        self._ids = state.ids
        self._known = state.knowledge
        self._tells_payments = tells_payments

    def take(self, source_id: str, line: InvoiceLine) -> None:
        recorded = self._state.invoices.get(source_id)
        known_on = self._known.of(line.issued_on) if recorded is None else self._known.on
        customer_id = self.book.id_of(line.customer, known_on=known_on)
        self.book.name(line.customer, line.name, said_on=line.issued_on)
        if recorded is None:
            self._add(source_id, line, customer_id, known_on)
            return
        corrected = self._correct(recorded, line, customer_id)
        paid, corrected_payment = self._settle(source_id, recorded, line, customer_id)
        self.changes.accepted += corrected or paid
        self.changes.corrected += corrected or corrected_payment
        self.changes.unchanged += not (corrected or paid)

    def _add(self, source_id: str, line: InvoiceLine, customer_id: int, known_on: date) -> None:
        invoice_id = self._ids.invoice
        self._ids.invoice += 1
        self.changes.accepted += 1
        values = (customer_id, line.kind, line.issued_on, line.due_on, line.amount_cents, line.currency)
        invoice = NewInvoice(invoice_id, source_id, line.number, *values, known_on)
        self.changes.invoices.append(invoice)
        self._pay(source_id, line, invoice)

    def _correct(self, recorded: RecordedInvoice, line: InvoiceLine, customer_id: int) -> bool:
        said = (customer_id, line.issued_on, line.due_on, line.amount_cents, line.currency)
        if recorded[2:7] == said:
            return False
        values = (customer_id, line.kind, line.issued_on, line.due_on, line.amount_cents, line.currency)
        self.changes.invoice_versions.append(
            InvoiceVersion(recorded.id, recorded.version + 1, *values, self._known.on)
        )
        return True

    def _settle(
        self, source_id: str, recorded: RecordedInvoice, line: InvoiceLine, customer_id: int
    ) -> tuple[bool, bool]:
        """Bring the payment to what the line says: whether anything changed, and whether that is a
        correction.
        """
        old = recorded.settlement
        if old is None:
            self._pay(source_id, line, recorded)
            return line.paid_on is not None, False
        if line.paid_on is None:
            return self._void(old) if self._tells_payments else (False, False)
        said = (customer_id, line.paid_on, line.amount_cents, line.currency)
        if said == old[2:6] and old.allocation_cents == line.amount_cents:
            return False, False
        if said != old[2:6]:
            version = PaymentVersion(old.payment_id, old.version + 1, *said, self._known.on)
            self.changes.payment_versions.append(version)
        if old.allocation_cents != line.amount_cents:
            self._reallocate(old, line.amount_cents)
        return True, True

    def _void(self, old: Settlement) -> tuple[bool, bool]:
        if old.amount_cents == 0:
            return False, False
        self.changes.payment_versions.append(
            PaymentVersion(
                old.payment_id, old.version + 1, old.customer_id, old.paid_on, 0, old.currency, self._known.on
            )
        )
        self.changes.voided += 1
        return True, True

    def _reallocate(self, old: Settlement, cents: int) -> None:
        self.changes.allocation_versions.append(
            AllocationVersion(old.allocation_id, old.allocation_version + 1, cents, self._known.on)
        )

    def _pay(self, source_id: str, line: InvoiceLine, invoice: NewInvoice | RecordedInvoice) -> None:
        """Record that the invoice was paid in full. An allocation is not known before its invoice is."""
        if line.paid_on is None:
            return
        known_on = self._known.of(line.paid_on)
        payment_id, allocation_id = self._ids.payment, self._ids.allocation
        self._ids.payment += 1
        self._ids.allocation += 1
        name, cents = f"{PAYMENT_OF}{source_id}", line.amount_cents
        customer_id = self.book.id_of(line.customer, known_on=known_on)
        self.changes.payments.append(
            NewPayment(
                payment_id, name, customer_id, line.paid_on, cents, line.currency, None, None, known_on
            )
        )
        both_known_on = max(known_on, invoice.known_on)
        self.changes.allocations.append(
            NewAllocation(allocation_id, name, payment_id, invoice.id, cents, line.paid_on, both_known_on)
        )
