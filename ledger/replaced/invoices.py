"""Which invoice stands for which, folded from the register of documents.

A document belongs to one invoice. When the accounts tell the same invoice, its document moves to theirs: the
one it left is replaced, whoever spoke of it meant the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Moved(NamedTuple):
    """A document went from one invoice to another; moves in the order in which they were written down."""

    from_id: int
    to_id: int
    from_customer: int
    to_customer: int
    known_on: date


@dataclass(frozen=True, slots=True)
class Replaced:
    """By replaced invoice the one that stands for it, and by its customer those of the others."""

    by: Mapping[int, int] = field(default_factory=dict)
    customers: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def now(self, invoice_id: int) -> int:
        """The invoice that stands for one, itself when nothing replaced it."""
        return self.by.get(invoice_id, invoice_id)

    def with_others(self, customers: Iterable[int]) -> list[int]:
        """Customers, those whose invoices they hold now, and those who hold theirs."""
        wanted = set(customers)
        found = set(wanted)
        for one, others in self.customers.items():
            if one in wanted:
                found |= others
            elif not wanted.isdisjoint(others):
                found.add(one)
        return sorted(found)


def replaced_on(moves: Iterable[Moved], as_of: date) -> Replaced:
    """What stood for what on an evening. A document that went back makes its first invoice stand again."""
    last: dict[int, Moved] = {}
    for move in moves:
        if move.known_on <= as_of:
            last[move.from_id] = move
            last.pop(move.to_id, None)
    by = {key: _end(key, last) for key in last}
    customers: dict[int, set[int]] = {}
    for key, move in last.items():
        end = last[key].to_customer if move.to_id == by[key] else _last_before(by[key], last).to_customer
        if end != move.from_customer:
            customers.setdefault(move.from_customer, set()).add(end)
    return Replaced(by, {key: frozenset(found) for key, found in customers.items()})


def _end(key: int, last: Mapping[int, Moved]) -> int:
    """Where a chain of moves ends; it has no circle, since a move to an invoice takes its own away."""
    while key in last:
        key = last[key].to_id
    return key


def _last_before(end: int, last: Mapping[int, Moved]) -> Moved:
    return next(move for move in last.values() if move.to_id == end)
