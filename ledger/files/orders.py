"""Files of open orders: one record, one order not yet invoiced."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ledger.files.headers import ORDER_WORDS
from ledger.files.table import Table, open_table

NEEDED = ("number", "customer", "ordered_on", "amount")


class OrderLine(NamedTuple):
    """One good line; the amount is what is left to invoice, 0 when nothing is."""

    line: int
    number: str
    customer: str
    name: str | None
    ordered_on: date
    deliver_on: date | None
    amount_cents: int
    currency: str


def open_orders(content: bytes, said: Mapping[str, object] | None) -> Table:
    return open_table(content, said, words=ORDER_WORDS, needed=NEEDED, days=("ordered_on", "deliver_on"))


def order_line(table: Table, fields: list[str], line: int) -> OrderLine:
    cents = table.cents(table.required(fields, "amount"))
    if cents < 0:
        raise ValueError("The amount is negative: an order waits to be invoiced, a credit note is no order.")
    deliver_on = table.optional(fields, "deliver_on")
    return OrderLine(
        line,
        table.required(fields, "number"),
        table.required(fields, "customer"),
        table.optional(fields, "customer_name"),
        table.day(table.required(fields, "ordered_on")),
        None if deliver_on is None else table.day(deliver_on),
        cents,
        table.currency(fields),
    )
