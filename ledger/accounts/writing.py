"""From what was decided to versions of facts and acts about entries."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.accounts.held import BankPayment, Held, Receipt
from ledger.accounts.replacing import NewShare, Replaced
from ledger.imports.changes import NewAllocation
from ledger.matching.payers import payer_key
from ledger.matching.state import BOOKED
from ledger.matching.writing import Writing
from ledger.registers.catalogue import MatchActRow

_SURE = 100
_WHY = {
    "reference": "the reference, the amount and the days agree",
    "payer": "the customer, the amount and the days agree",
    "amount": "the only one of this amount around that day",
    "batch": "lines of one day come to the same sum",
}


def known_from(bank: BankPayment, payments: tuple[Receipt, ...], on: date) -> date:
    """The day of the act, or the later one from which both would count."""
    return max(on, bank.entry.known_on, bank.known_on, *(one.known_on for one in payments))


def write_replaced(one: Replaced, writing: Writing, held: Held, *, known_on: date) -> None:
    """What the payments of the accounts settle, and the act that says for what they stand."""
    allocations = [
        _allocate(one, share, writing, max(known_on, held.items[share.item_id].known_on))
        for share in one.shares
    ]
    entry, main = one.bank.entry, one.payments[0]
    settled: dict[int, int] = {}
    for share in one.shares:
        settled[share.item_id] = settled.get(share.item_id, 0) + share.cents
    details: dict[str, Any] = {
        "shares": [list(share) for share in settled.items()],
        "allocations": allocations,
        "policy": writing.policy.version,
    }
    if one.bank.payment_id is not None:
        details["replaces"] = one.bank.payment_id
    if len(one.payments) > 1:
        details["beside"] = [payment.id for payment in one.payments[1:]]
    if one.bank.returns is not None:
        details["returns"] = one.bank.returns
    why = f"The accounts told the same money since: {_WHY[one.how]}. Theirs counts, the bank's no more."
    row = MatchActRow(
        *(entry.id, BOOKED, main.customer_id, main.id, payer_key(entry), one.how, _SURE, why, details)
    )
    writing.record(row, known_on)


def _allocate(one: Replaced, share: NewShare, writing: Writing, known_on: date) -> int:
    number = writing.next_allocation
    writing.next_allocation += 1
    name = f"entry {one.bank.entry.id} #{one.bank.rank} > payment {share.payment_id} invoice {share.item_id}"
    paid_on: Mapping[int, date] = {payment.id: payment.paid_on for payment in one.payments}
    writing.changes.allocations.append(
        NewAllocation(
            *(number, name, share.payment_id, share.item_id, share.cents),
            *(paid_on[share.payment_id], known_on, share.how, share.confidence),
        )
    )
    return number
