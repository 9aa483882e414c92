"""Which lines of accounts another source told first, seen before they are recorded.

Known earlier than the day of the import, they would count beside the other on past evenings.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from ledger.documents.held import Bill, Held, Money, Origin
from ledger.documents.moving import PEOPLE, of_file
from ledger.documents.policy import DocumentPolicy
from ledger.documents.twins import Twin, twins_of
from ledger.fec.movements import Movement
from ledger.fec.roles import WRITE_OFF
from ledger.imports.changes import CUSTOMERS

_EURO = "EUR"  # amounts of an accounting file are in the currency of the accounts


def first_told(
    held: Held, movements: Sequence[Movement], *, on: date, policy: DocumentPolicy
) -> frozenset[str]:
    """By the names that their source gives them."""
    codes = {code: key for key, code in held.parties.codes.items()}
    customers = {one.customer: codes.get(one.customer, -place) for place, one in enumerate(movements, 1)}
    named = {
        -place: (one, customers[one.customer])
        for place, one in enumerate(movements, start=1)
        if one.account_class == CUSTOMERS
    }
    new = [_bill(key, one, customer, on) for key, (one, customer) in named.items() if one.item]
    parties = held.parties.with_codes({key: code for code, key in customers.items()})
    every = [*held.bills.values(), *new]
    twins, _ = twins_of(every, parties, held.replaced, policy)
    found = {twin.theirs.id for twin in twins if twin.theirs.id < 0}
    money = {key: pair for key, pair in named.items() if not pair[0].item}
    for amount, customer, days, kind in _money(held, twins, policy):
        near = (
            key
            for key, (one, whose) in money.items()
            if -one.cents == amount.cents
            and (one.kind == WRITE_OFF) == (kind == WRITE_OFF)
            and parties.of(whose) == parties.of(customer)
            and abs((one.entered_on - amount.paid_on).days) <= days
        )
        if (key := next(near, None)) is not None:
            found.add(key)
            del money[key]
    return frozenset(named[key][0].source_id for key in found)


def _money(
    held: Held, twins: Sequence[Twin], policy: DocumentPolicy
) -> Iterator[tuple[Money, int, int, str]]:
    """Money of files that will give way with its invoice, and write-offs of people, with their customer."""
    theirs = {twin.ours.id: twin.theirs.customer_id for twin in twins}
    seen = set()
    for share in held.shares.values():
        money, bill = held.money[share.payment_id], held.bills[share.invoice_id]
        if not share.cents or not money.cents or money.id in seen:
            continue
        customer = theirs.get(bill.id, bill.customer_id)
        if money.kind == WRITE_OFF and money.origin.source == PEOPLE:
            seen.add(money.id)
            yield money, customer, policy.write_off_days, WRITE_OFF
        elif of_file(money) and (bill.id in theirs or bill.origin.accounts):
            seen.add(money.id)
            yield money, customer, policy.invoice_days, money.kind


def _bill(key: int, one: Movement, customer: int, on: date) -> Bill:
    origin = Origin("", one.source_id, 0, on, accounts=True)
    return Bill(
        *(key, 0, origin, one.piece, customer, one.issued_on, one.due_on, one.due_on_source),
        *(one.cents, one.cents, frozenset((one.cents,)), _EURO, one.account_class, one.opening, on),
    )
