"""Orders not yet invoiced: what a file tells of them, and what is open on an evening."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ledger.files.orders import OrderLine
from ledger.files.rejection import Doubt
from ledger.registers.catalogue import SalesOrderRow
from ledger.registers.register import Entered, Told, Version, standing_on


class OrderCounts(NamedTuple):
    """Orders told by an import, apart from those said again."""

    new: int
    corrected: int
    closed: int


def told_orders(lines: Iterable[OrderLine], *, customers: Mapping[str, int], on: date) -> list[Told]:
    """What was open on the day of the file: what it was before, no list of open orders tells."""
    return [
        Told(
            line.number,
            max(on, line.ordered_on),
            SalesOrderRow(
                *(customers[line.customer], line.number, line.ordered_on, line.deliver_on),
                *(line.amount_cents, line.currency),
            ),
        )
        for line in lines
    ]


def no_longer_open(
    told: Iterable[Told],
    standing: Mapping[str, Version[SalesOrderRow]],
    *,
    kept: Container[str],
    on: date,
) -> list[Told]:
    """Orders that the whole list of a source does not name any more, closed; the numbers `kept` stay, since
    their lines were set aside.
    """
    named = {one.source_id for one in told}
    return [
        Told(number, on, one.row._replace(amount_cents=0))
        for number, one in standing.items()
        if one.row.amount_cents and number not in named and number not in kept
    ]


def counts_of(entered: Entered, closed: Sequence[Told]) -> OrderCounts:
    return OrderCounts(entered.accepted - entered.corrected, entered.corrected - len(closed), len(closed))


def doubts_of(lines: Iterable[OrderLine], *, on: date) -> list[Doubt]:
    """Days that cannot both be right, told though the order counts."""
    found = []
    for line in lines:
        if line.ordered_on > on:
            why = f"The order date {line.ordered_on} lies after {on}; the order counts from then on."
            found.append(Doubt(line.line, why, "ordered later"))
        if line.deliver_on is not None and line.deliver_on < line.ordered_on:
            why = f"The delivery date {line.deliver_on} lies before the order date {line.ordered_on}."
            found.append(Doubt(line.line, why, "delivered before"))
    return found


def open_by_customer(versions: Sequence[Version[SalesOrderRow]], as_of: date) -> dict[tuple[int, str], int]:
    """Cents not yet invoiced by customer and currency, as known on an evening; never 0."""
    found: Counter[tuple[int, str]] = Counter()
    for one in standing_on(versions, as_of):
        if one.row.amount_cents:
            found[one.row.customer_id, one.row.currency] += one.row.amount_cents
    return dict(found)
