"""Which payment settles which invoice, as a file of allocations tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.files.allocations import AllocationLine
from ledger.files.rejection import Doubt, Rejection
from ledger.imports.changes import AllocationVersion, Changes, Knowledge, NewAllocation, NextIds
from ledger.imports.identity import Named, told_once


class Party(NamedTuple):
    """A payment or an invoice as it stands, and what other allocations already take of it."""

    id: int
    happened_on: date
    amount_cents: int
    currency: str
    known_on: date
    allocated_cents: int


class RecordedAllocation(NamedTuple):
    id: int
    version: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class AllocationState:
    """Payments by reference or number, invoices by number, allocations by the pair they link."""

    payments: Mapping[str, Sequence[Party]]
    invoices: Mapping[str, Sequence[Party]]
    allocations: Mapping[str, RecordedAllocation]
    knowledge: Knowledge
    ids: NextIds


class _Link(NamedTuple):
    line: int
    payment: Party
    invoice: Party
    amount_cents: int
    allocated_on: date


def decide_allocations(lines: Sequence[AllocationLine], state: AllocationState) -> Changes:
    """The allocations and corrections that make the ledger say what these lines say."""
    changes = Changes()
    links = []
    for line in lines:
        try:
            links.append(_linked(line, state))
        except ValueError as error:
            changes.rejections.append(Rejection(line.line, str(error)))
    named, _ = told_once(links, _name, changes)
    totals = _Totals(named, state)
    for source_id, link in named:
        if (why := totals.refusal(source_id, link)) is not None:
            changes.rejections.append(Rejection(link.line, why))
            continue
        _record(source_id, link, state, changes)
        if totals.exceeds_invoice(link):
            why = "More is allocated to the invoice than its amount."
            changes.doubts.append(Doubt(link.line, why, "overpaid"))
    return changes


def _linked(line: AllocationLine, state: AllocationState) -> _Link:
    payment = _only(state.payments.get(line.payment, ()), f"payment {line.payment}")
    invoice = _only(state.invoices.get(line.invoice, ()), f"invoice {line.invoice}")
    if payment.currency != invoice.currency:
        raise ValueError(f"The payment is in {payment.currency} and the invoice in {invoice.currency}.")
    return _Link(line.line, payment, invoice, line.amount_cents, line.allocated_on or payment.happened_on)


def _only(found: Sequence[Party], what: str) -> Party:
    if not found:
        raise ValueError(f"No {what} is in the ledger. Import it first.")
    if len(found) > 1:
        raise ValueError(f"There are {len(found)} of {what} in the ledger, so the line does not tell which.")
    return found[0]


def _name(link: _Link) -> Named:
    pair = f"payment {link.payment.id} invoice {link.invoice.id}"
    return Named(pair, "The same payment and invoice")


def _record(source_id: str, link: _Link, state: AllocationState, changes: Changes) -> None:
    recorded = state.allocations.get(source_id)
    if recorded is None:
        known_on = max(state.knowledge.of(link.allocated_on), link.payment.known_on, link.invoice.known_on)
        changes.allocations.append(
            NewAllocation(
                state.ids.allocation,
                source_id,
                link.payment.id,
                link.invoice.id,
                link.amount_cents,
                link.allocated_on,
                known_on,
            )
        )
        state.ids.allocation += 1
        changes.accepted += 1
    elif recorded.amount_cents == link.amount_cents:
        changes.unchanged += 1
    else:
        changes.allocation_versions.append(
            AllocationVersion(recorded.id, recorded.version + 1, link.amount_cents, state.knowledge.on)
        )
        changes.accepted += 1
        changes.corrected += 1


class _Totals:
    """What is taken of each payment and put on each invoice, once this file replaces what was told."""

    def __init__(self, named: Sequence[tuple[str, _Link]], state: AllocationState) -> None:
        self._recorded = state.allocations
        self._of_payment = {link.payment.id: link.payment.allocated_cents for _, link in named}
        self._of_invoice = {link.invoice.id: link.invoice.allocated_cents for _, link in named}
        for source_id, link in named:
            self._add(link, -self._before(source_id))

    def refusal(self, source_id: str, link: _Link) -> str | None:
        """Why the allocation cannot be; when it can, it counts from now on."""
        before = self._before(source_id)
        if link.amount_cents == 0 and source_id not in self._recorded:
            return "The amount is zero, so nothing is allocated."
        left = link.payment.amount_cents - self._of_payment[link.payment.id]
        if _beyond(link.amount_cents, left, link.payment.amount_cents):
            self._add(link, before)
            return (
                f"The payment has {left / 100:.2f} {link.payment.currency} left, less than is allocated here."
            )
        self._add(link, link.amount_cents)
        return None

    def exceeds_invoice(self, link: _Link) -> bool:
        return _beyond(
            self._of_invoice[link.invoice.id], link.invoice.amount_cents, link.invoice.amount_cents
        )

    def _before(self, source_id: str) -> int:
        return self._recorded[source_id].amount_cents if source_id in self._recorded else 0

    def _add(self, link: _Link, cents: int) -> None:
        self._of_payment[link.payment.id] += cents
        self._of_invoice[link.invoice.id] += cents


def _beyond(cents: int, limit: int, amount: int) -> bool:
    """Further from zero than the limit, for sums received as for sums paid back."""
    return cents > limit if amount >= 0 else cents < limit
