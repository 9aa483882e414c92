"""Invoice files: one record, one invoice or credit note, and the day it was paid if it was."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from ledger.files.headers import INVOICE_WORDS
from ledger.files.rejection import Doubt
from ledger.files.table import Table, open_table

INVOICE = "invoice"
CREDIT_NOTE = "credit_note"
NEEDED = ("customer", "issued_on", "due_on", "amount")
_DAYS = ("issued_on", "due_on", "paid_on")
_HEADER_LINE = 1
_NO_PAYMENTS = (
    "No column holds the day of payment: an invoice counts as open until its payment is imported "
    "(encours import payments, then encours import allocations)."
)
_EARLIEST_DUE = timedelta(
    days=-366
)  # due dates do precede issue dates, when an invoice is late; not by a year
_CREDIT_WORDS = frozenset(
    ("credit_note", "credit note", "credit memo", "credit", "refund", "out_refund", "avoir", "av", "381")
)
# Exports of a whole account mix these with invoices; any other word leaves it to the sign of the amount.
_OTHER_WORDS = frozenset(
    ("payment", "receipt", "deposit", "paiement", "règlement", "encaissement", "entry", "journal", "od")
) | {"in_invoice", "in_refund", "bill", "estimate", "quote", "devis", "commande", "sales order"}

_CREDIT_SIDE = frozenset(("c", "credit", "crédit"))


class InvoiceLine(NamedTuple):
    """One good line. The amount of a credit note is negative; paid_on is None while it is open."""

    line: int
    number: str | None
    customer: str
    name: str | None
    issued_on: date
    due_on: date
    amount_cents: int
    currency: str
    paid_on: date | None

    @property
    def kind(self) -> str:
        return CREDIT_NOTE if self.amount_cents < 0 else INVOICE


def open_invoices(content: bytes, said: Mapping[str, object] | None) -> Table:
    return open_table(content, said, words=INVOICE_WORDS, needed=NEEDED, days=_DAYS)


def invoice_line(table: Table, fields: list[str], line: int) -> InvoiceLine:
    issued_on = table.day(table.required(fields, "issued_on"))
    due_on = table.day(table.required(fields, "due_on"))
    if due_on - issued_on < _EARLIEST_DUE:
        raise ValueError(f"The invoice is due on {due_on}, more than a year before its issue on {issued_on}.")
    paid = table.optional(fields, "paid_on")
    return InvoiceLine(
        line,
        table.optional(fields, "number"),
        table.required(fields, "customer"),
        table.optional(fields, "customer_name"),
        issued_on,
        due_on,
        _amount(table, fields),
        table.currency(fields),
        None if paid is None else table.day(paid),
    )


def _amount(table: Table, fields: list[str]) -> int:
    cents = table.cents(table.required(fields, "amount"))
    if cents == 0:
        raise ValueError("The amount is zero, so there is nothing to pay or to credit.")
    if (table.optional(fields, "side") or "").casefold() in _CREDIT_SIDE:
        raise ValueError(
            "The line is on the credit side of the account, so it is no invoice. Import payments by "
            "themselves (encours import payments), and credit notes with a negative amount."
        )
    written = (table.optional(fields, "kind") or "").casefold()
    if written in _OTHER_WORDS:
        raise ValueError(f"The line is of type “{written}”, neither an invoice nor a credit note.")
    return -abs(cents) if written in _CREDIT_WORDS else cents


def tells_payments(table: Table) -> bool:
    return "paid_on" in table.places


def doubts(lines: list[InvoiceLine], *, on: date, paid_told: bool = True) -> list[Doubt]:
    """What surprises on lines we accept: each early payment, and once for the file what may touch every
    line.
    """
    found = [] if paid_told else [Doubt(_HEADER_LINE, _NO_PAYMENTS, "no payments")]
    found += [
        Doubt(
            line.line,
            f"The payment of {line.paid_on} comes before the invoice, issued on {line.issued_on}; "
            "back-tests leave it out.",
            "paid early",
        )
        for line in lines
        if line.paid_on is not None and line.paid_on < line.issued_on
    ]
    future = [line for line in lines if max(line.issued_on, line.paid_on or line.issued_on) > on]
    if future:
        why = f"{_so_many(future)} dated after the day of the import, {on}."
        found.append(Doubt(future[0].line, why, "future"))
    unnumbered = [line for line in lines if line.number is None]
    if 0 < len(unnumbered) < len(lines):
        why = f"{_so_many(unnumbered)} without a number, and told apart by content."
        found.append(Doubt(unnumbered[0].line, why, "unnumbered"))
    return found


def _so_many(lines: list[InvoiceLine]) -> str:
    return f"{len(lines)} lines, this one first, are" if len(lines) > 1 else "The line is"
