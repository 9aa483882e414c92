"""What credit notes lower and corrective invoices replace, without money."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.einvoice.kinds import CORRECTIVE
from ledger.einvoice.outcome import NEW, Outcome
from ledger.einvoice.state import EInvoiceState, HeldInvoice
from ledger.files.einvoice import EInvoice
from ledger.imports.changes import Changes, NewAllocation, NewPayment

OFFSET, REPLACEMENT = "offset", "replacement"  # kinds of payments that brought no money
SEPARATOR = "; "  # between the numbers of several preceding invoices


class _Reference(NamedTuple):
    """A document that names invoices before it; with an outcome when it came with this import."""

    held: HeldInvoice
    type_code: str | None
    preceding: tuple[str, ...]
    outcome: Outcome | None


class Settling:
    """Fills in offsets and replacements for documents of this import and earlier ones, each pair once.

    Earlier ones count again since the invoice a credit note names may come after it.
    """

    def __init__(self, state: EInvoiceState, changes: Changes) -> None:
        self._state = state
        self._changes = changes
        self._came: dict[int, _Reference] = {}
        self._taken: dict[int, int] = {}  # cents settled now, by invoice, negative on credit notes

    def note(self, held: HeldInvoice, invoice: EInvoice, outcome: Outcome) -> None:
        self._came[held.id] = _Reference(held, invoice.type_code, invoice.references.preceding, outcome)

    def settle_credits(self) -> None:
        for one in sorted(self._references(), key=lambda one: (one.held.issued_on, one.held.id)):
            if one.held.credit:
                self._lower(one)
            elif one.type_code in CORRECTIVE and one.held.source == self._state.source:
                self._replace(one)

    def _references(self) -> Iterator[_Reference]:
        yield from self._came.values()
        for version in self._state.documents.values():
            row, held = version.row, self._state.invoices.get(version.row.invoice_id)
            if held is not None and held.id not in self._came and row.preceding:
                yield _Reference(held, row.type_code, tuple(row.preceding.split(SEPARATOR)), None)

    def _lower(self, one: _Reference) -> None:
        """No more than what is open of either."""
        for number in one.preceding:
            target = self._target(one, number)
            if target is None:
                continue
            name = f"{OFFSET} {target.id} | {one.held.id}"
            cents = min(self._open(target), -self._open(one.held))
            if cents <= 0 or name in self._state.settled:
                continue
            payment, day = self._pay(name, OFFSET, 0, one.held, target)
            self._allocate(payment, target, cents, day)
            self._allocate(payment, one.held, -cents, day)
            self._tell(one, target)

    def _replace(self, one: _Reference) -> None:
        """An invoice that another replaces is owed no more. Where money came, a person says what it pays."""
        if len(one.preceding) != 1:
            return
        target = self._target(one, one.preceding[0])
        if target is None or target.id == one.held.id:
            return
        name = f"{REPLACEMENT} {target.id} | {one.held.id}"
        if name in self._state.settled or not self._open(target):
            return
        if self._open(target) != target.amount_cents:
            self._doubt(
                one,
                f"It replaces {target.number}, on which something was settled already: both stand in the "
                "ledger until a person writes off what is not owed.",
            )
            return
        payment, day = self._pay(name, REPLACEMENT, target.amount_cents, one.held, target)
        self._allocate(payment, target, target.amount_cents, day)
        self._tell(one, target)

    def _target(self, one: _Reference, number: str) -> HeldInvoice | None:
        """The invoice meant: of the same customer, in the same currency, and only one."""
        found = [
            held
            for held in self._state.invoices.numbered(number)
            if held.customer_id == one.held.customer_id and not held.credit
        ]
        if len(found) != 1:
            count = f"{len(found)} times" if found else "not"
            self._doubt(one, f"The invoice it names, {number}, is {count} in the ledger of this customer.")
            return None
        if found[0].currency != one.held.currency:
            self._doubt(one, f"The invoice it names, {number}, is in {found[0].currency}.")
            return None
        return found[0]

    def _doubt(self, one: _Reference, why: str) -> None:
        """Said when the document first comes, not each time it is told again."""
        if one.outcome is not None and one.outcome.status == NEW:
            one.outcome.doubts.append(why)

    def _tell(self, one: _Reference, target: HeldInvoice) -> None:
        if one.outcome is not None:
            one.outcome.settles.append(target.number)

    def _open(self, one: HeldInvoice) -> int:
        return one.open_cents - self._taken.get(one.id, 0)

    def _pay(
        self, name: str, kind: str, cents: int, one: HeldInvoice, target: HeldInvoice
    ) -> tuple[NewPayment, date]:
        ids, knowledge = self._state.ids, self._state.knowledge
        day = max(one.issued_on, target.issued_on)
        known_on = max(knowledge.of(day), one.known_on, target.known_on)
        values = (one.customer_id, day, cents, target.currency, None, None, known_on, kind)
        payment = NewPayment(ids.payment, name, *values)
        ids.payment += 1
        self._changes.payments.append(payment)
        return payment, day

    def _allocate(self, payment: NewPayment, invoice: HeldInvoice, cents: int, day: date) -> None:
        ids = self._state.ids
        self._changes.allocations.append(
            NewAllocation(
                *(ids.allocation, f"{payment.source_id} > {invoice.id}", payment.id, invoice.id),
                *(cents, day, payment.known_on),
            )
        )
        ids.allocation += 1
        self._taken[invoice.id] = self._taken.get(invoice.id, 0) + cents
