"""Due dates by the terms of the customer master."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from kernel.days import MonthEnd, Terms
from ledger.imports.changes import InvoiceVersion
from ledger.registers.catalogue import CustomerProfileRow

PROVIDED, TERMS, BY_DEFAULT = "provided", "terms", "default"
# Thirty days after the invoice: what French law sets where nothing was agreed (art. L441-10 C. com.).
DEFAULT_TERMS = Terms(30)


class DatedInvoice(NamedTuple):
    """An invoice as its latest version stands; `known_on` is that of the invoice itself."""

    id: int
    version: int
    customer_id: int
    kind: str
    issued_on: date
    due_on: date
    amount_cents: int
    currency: str
    due_on_source: str
    known_on: date


def terms_of(profile: CustomerProfileRow | None) -> Terms | None:
    if profile is None or profile.terms_days is None:
        return None
    return Terms(profile.terms_days, MonthEnd(profile.terms_month_end or MonthEnd.NONE))


def terms_by_customer(profiles: Mapping[int, CustomerProfileRow]) -> dict[int, Terms]:
    found = {customer: terms_of(profile) for customer, profile in profiles.items()}
    return {customer: terms for customer, terms in found.items() if terms is not None}


def redated(
    invoices: Iterable[DatedInvoice], before: Mapping[int, Terms], after: Mapping[int, Terms], *, on: date
) -> Iterator[InvoiceVersion]:
    """New versions of the invoices whose due date follows from terms that are known now, or are others.

    A due date that a document or a file of terms said stays. One that came from the master's earlier terms
    moves with them, back to the default when they are withdrawn. Past evenings keep what they knew.
    """
    for invoice in invoices:
        due = _due(invoice, before.get(invoice.customer_id), after.get(invoice.customer_id))
        if due is not None and due != (invoice.due_on, invoice.due_on_source):
            yield InvoiceVersion(
                invoice.id,
                invoice.version + 1,
                invoice.customer_id,
                invoice.kind,
                invoice.issued_on,
                due[0],
                invoice.amount_cents,
                invoice.currency,
                max(on, invoice.known_on),
                due[1],
            )


def _due(invoice: DatedInvoice, before: Terms | None, after: Terms | None) -> tuple[date, str] | None:
    """The due date and where it comes from; None when the master has no say."""
    if invoice.due_on_source == BY_DEFAULT:
        return None if after is None else (after.due_on(invoice.issued_on), TERMS)
    if invoice.due_on_source != TERMS or before is None or before == after:
        return None
    if invoice.due_on != before.due_on(invoice.issued_on):
        return None
    if after is None:
        return DEFAULT_TERMS.due_on(invoice.issued_on), BY_DEFAULT
    return after.due_on(invoice.issued_on), TERMS
