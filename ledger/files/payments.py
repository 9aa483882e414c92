"""Payment files: one record, one sum received."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ledger.files.headers import PAYMENT_WORDS
from ledger.files.table import Table, open_table

NEEDED = ("customer", "paid_on", "amount")


class PaymentLine(NamedTuple):
    """One good line. A negative amount was paid back."""

    line: int
    number: str | None
    reference: str | None
    customer: str
    name: str | None
    paid_on: date
    amount_cents: int
    currency: str
    method: str | None


def open_payments(content: bytes, said: Mapping[str, object] | None) -> Table:
    return open_table(content, said, words=PAYMENT_WORDS, needed=NEEDED, days=("paid_on",))


def payment_line(table: Table, fields: list[str], line: int) -> PaymentLine:
    cents = table.cents(table.required(fields, "amount"))
    if cents == 0:
        raise ValueError("The amount is zero, so nothing was paid.")
    return PaymentLine(
        line,
        table.optional(fields, "number"),
        table.optional(fields, "reference"),
        table.required(fields, "customer"),
        table.optional(fields, "customer_name"),
        table.day(table.required(fields, "paid_on")),
        cents,
        table.currency(fields),
        table.optional(fields, "method"),
    )
