"""From decisions to facts of the ledger and acts about entries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.imports.changes import (
    CUSTOMERS,
    AllocationVersion,
    Changes,
    NewAllocation,
    NewPayment,
    PaymentVersion,
)
from ledger.matching.book import Book
from ledger.matching.payers import payer_key
from ledger.matching.policy import MatchingPolicy
from ledger.matching.run import Applied, Booked
from ledger.matching.state import APPLIED, BOOKED, RETURNED
from ledger.matching.values import Entry, WrittenPayment, WrittenShare, known_from
from ledger.registers.catalogue import MatchActRow
from ledger.registers.register import NewVersion

_BOOKED = {
    "reference": "The ledger already has this payment: the reference, the amount and the days agree.",
    "payer": "The ledger already has this payment: the customer, the amount and the days agree.",
    "amount": "The ledger already has this payment: the only one of this amount around that day.",
    "batch": "The ledger already has this money: of this customer, lines of one day come to the same sum.",
}


@dataclass(slots=True)
class Writing:
    """Filled by decisions, then recorded as one act. Identifiers are the next free ones."""

    next_act: int
    next_allocation: int
    policy: MatchingPolicy
    changes: Changes = field(default_factory=Changes)
    acts: list[NewVersion] = field(default_factory=list)

    def apply(self, one: Applied, book: Book, *, rank: int, act: str = APPLIED) -> None:
        """The payment and its allocations; money gone back is a negative one that opens invoices again."""
        entry, proposal = one.entry, one.proposal
        name = f"entry {entry.id} #{rank}"
        classes = {book.items[item].account_class for item, _ in proposal.shares}
        account_class = classes.pop() if len(classes) == 1 else CUSTOMERS
        self.changes.payments.append(
            NewPayment(
                *(one.payment_id, name, proposal.customer_id, entry.booked_on, entry.cents, entry.currency),
                method=None,
                reference=entry.end_to_end or entry.bank_reference,
                known_on=one.known_on,
                account_class=account_class,
            )
        )
        for item, cents in proposal.shares:
            known_on = max(one.known_on, book.items[item].known_on)
            self.changes.allocations.append(
                NewAllocation(
                    *(self.next_allocation, f"{name} > invoice {item}", one.payment_id, item, cents),
                    *(entry.booked_on, known_on, proposal.how, proposal.confidence),
                )
            )
            self.next_allocation += 1
        details: dict[str, Any] = {
            "shares": [list(share) for share in proposal.shares],
            "policy": self.policy.version,
        }
        if proposal.returns is not None:
            details["returns"] = proposal.returns
            act = RETURNED
        row = MatchActRow(
            *(entry.id, act, proposal.customer_id, one.payment_id, payer_key(entry), proposal.how),
            *(proposal.confidence, proposal.why, details),
        )
        self.record(row, one.known_on)

    def book(self, one: Booked, *, on: date) -> None:
        """The entry is money the ledger already has: nothing but the act is written."""
        details: dict[str, Any] = {"policy": self.policy.version}
        if one.beside:
            details["beside"] = list(one.beside)
        row = MatchActRow(
            *(one.entry.id, BOOKED, one.customer_id, one.payment_id, payer_key(one.entry), one.how),
            *(100, _BOOKED[one.how], details),
        )
        self.record(row, known_from(one.entry, on))

    def note(self, entry: Entry, act: str, why: str, *, known_on: date, customer_id: int | None) -> None:
        """An act that writes no payment."""
        details: dict[str, Any] = {"policy": self.policy.version}
        row = MatchActRow(entry.id, act, customer_id, None, payer_key(entry), None, None, why, details)
        self.record(row, known_on)

    def take_back(self, payment: WrittenPayment, shares: Iterable[WrittenShare], *, known_on: date) -> None:
        """The payment and its allocations become nothing, by a version each."""
        self.changes.payment_versions.append(
            PaymentVersion(
                *(payment.id, payment.next_version, payment.customer_id, payment.paid_on, 0),
                *(payment.currency, known_on),
            )
        )
        self.free(shares, known_on=known_on)

    def free(self, shares: Iterable[WrittenShare], *, known_on: date) -> None:
        """Allocations alone become nothing."""
        self.changes.allocation_versions += [
            AllocationVersion(share.id, share.next_version, 0, known_on) for share in shares
        ]

    def record(self, row: MatchActRow, known_on: date) -> None:
        """An act about an entry."""
        name = f"entry {row.entry_id} act {self.next_act}"
        self.acts.append(NewVersion(self.next_act, 0, name, known_on, tuple(row)))
        self.next_act += 1
