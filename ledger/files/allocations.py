"""Allocation files: one record, one part of a payment set against an invoice."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ledger.files.headers import ALLOCATION_WORDS
from ledger.files.table import Table, open_table

NEEDED = ("payment", "invoice", "amount")


class AllocationLine(NamedTuple):
    """One good line. The amount 0 undoes an allocation told before."""

    line: int
    payment: str
    invoice: str
    amount_cents: int
    allocated_on: date | None


def open_allocations(content: bytes, said: Mapping[str, object] | None) -> Table:
    return open_table(content, said, words=ALLOCATION_WORDS, needed=NEEDED, days=("allocated_on",))


def allocation_line(table: Table, fields: list[str], line: int) -> AllocationLine:
    day = table.optional(fields, "allocated_on")
    return AllocationLine(
        line,
        table.required(fields, "payment"),
        table.required(fields, "invoice"),
        table.cents(table.required(fields, "amount")),
        None if day is None else table.day(day),
    )
