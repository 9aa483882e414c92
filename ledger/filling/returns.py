"""Money the bank sent back, by the customer whose it was."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from ledger.matching.state import APPLIED, BOOKED, CONFIRMED, RETURNED
from ledger.registers.catalogue import BankEntryRow, MatchActRow
from ledger.registers.register import Version

_THEIRS = frozenset((APPLIED, CONFIRMED, BOOKED, RETURNED))


def return_rows(
    entries: Sequence[Version[BankEntryRow]], acts: Sequence[Version[MatchActRow]]
) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS["returns"]`: known once somebody said whose it was, 0 cents once that was undone."""
    last = {one.id: one for one in entries}
    ordered = sorted(
        (one for one in acts if one.row.entry_id in last), key=lambda one: (one.row.entry_id, one.id)
    )
    for entry_id, theirs in groupby(ordered, key=lambda one: one.row.entry_id):
        entry = last[entry_id]
        held: int | None = None
        for act in theirs:
            customer = act.row.customer_id if act.row.act in _THEIRS else None
            day = max(act.known_on, entry.known_on)
            if held is not None and held != customer:
                yield _row(held, day, entry, 0)
            if customer is not None and held != customer:
                yield _row(customer, day, entry, abs(entry.row.amount_cents))
            held = customer


def _row(customer: int, known_on: date, entry: Version[BankEntryRow], cents: int) -> tuple[Any, ...]:
    return (customer, known_on, entry.row.booked_on, cents, entry.id)
