"""Which lines of a payment file are new, which correct what we have, and which say nothing new."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.files.payments import PaymentLine
from ledger.imports.changes import Changes, Knowledge, NewPayment, NextIds, PaymentVersion
from ledger.imports.customers import CustomerBook, RecordedCustomer
from ledger.imports.identity import Named, told_once


class RecordedPayment(NamedTuple):
    """A payment of this source as its latest version stands."""

    id: int
    version: int
    customer_id: int
    paid_on: date
    amount_cents: int
    currency: str
    known_on: date  # of version 0


@dataclass(frozen=True, slots=True)
class PaymentState:
    customers: dict[str, RecordedCustomer]
    payments: dict[str, RecordedPayment]
    knowledge: Knowledge
    ids: NextIds


def decide_payments(lines: Sequence[PaymentLine], state: PaymentState) -> Changes:
    """The payments and corrections that make the ledger say what these lines say."""
    changes = Changes()
    book = CustomerBook(state.customers, state.ids)
    for source_id, line in _identified(lines, changes):
        recorded = state.payments.get(source_id)
        known_on = state.knowledge.of(line.paid_on) if recorded is None else state.knowledge.on
        customer_id = book.id_of(line.customer, known_on=known_on)
        book.name(line.customer, line.name, said_on=line.paid_on)
        said = (customer_id, line.paid_on, line.amount_cents, line.currency)
        if recorded is None:
            payment_id = state.ids.payment
            state.ids.payment += 1
            changes.payments.append(
                NewPayment(payment_id, source_id, *said, line.method, line.reference, known_on)
            )
            changes.accepted += 1
        elif recorded[2:6] == said:
            changes.unchanged += 1
        else:
            changes.payment_versions.append(
                PaymentVersion(recorded.id, recorded.version + 1, *said, known_on)
            )
            changes.accepted += 1
            changes.corrected += 1
    book.save_in(changes, on=state.knowledge.on)
    return changes


def _identified(lines: Sequence[PaymentLine], changes: Changes) -> Iterator[tuple[str, PaymentLine]]:
    named, nameless = told_once(lines, _name, changes)
    yield from named
    ranks: Counter[str] = Counter()
    for line in nameless:
        content = f"row {line.customer}|{line.paid_on}|{line.amount_cents}|{line.currency} #"
        yield f"{content}{ranks[content]}", line
        ranks[content] += 1


def _name(line: PaymentLine) -> Named | None:
    if line.number is not None:
        return Named(f"number {line.number}", f"The payment number {line.number}")
    if line.reference is not None:
        return Named(f"reference {line.reference}", f"The payment reference {line.reference}")
    return None
