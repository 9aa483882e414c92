"""Days of sales outstanding and what goes with them: plain formulas on whole cents.

Each gives a number, or the reason why there is none; nobody should read a zero where nothing could be told.
"""

from collections.abc import Iterable
from typing import NamedTuple

_PER_CENT = 100


class Measure(NamedTuple):
    """A figure, or why it could not be taken."""

    value: float | None
    why: str | None = None


class MonthOfSales(NamedTuple):
    """Sales of one month including VAT, credit notes deducted; the latest counts up to the evening only."""

    days: int
    cents: int


NO_SALES = "no sales in the period"
OUT_OF_SALES = "more is owed than all sales we know of"
IN_CREDIT = "customers are in credit"
NOTHING_TO_COLLECT = "there was nothing to collect"


def count_back(receivable_cents: int, months: Iterable[MonthOfSales]) -> Measure:
    """Exhaust the receivable against the sales of the latest months, the latest first, and count their days.

    The month that exhausts it counts in proportion (the French “méthode par épuisement du chiffre
    d'affaires”; Credit Research Foundation, “countback method”). A month with more credit notes than sales
    counts its days and leaves more to exhaust.
    """
    if receivable_cents < 0:
        return Measure(None, IN_CREDIT)
    left, days = receivable_cents, 0.0
    if left == 0:
        return Measure(0.0)
    for month in months:
        if month.cents >= left:
            return Measure(days + month.days * left / month.cents)
        left -= month.cents
        days += month.days
    return Measure(None, OUT_OF_SALES)


def standard(receivable_cents: int, *, sales_cents: int, days: int) -> Measure:
    """Receivables over the sales of a period, times its days (Credit Research Foundation, “DSO”).

    With the receivables not yet due it is the best possible DSO: what remains if everybody paid on time.
    """
    if sales_cents <= 0:
        return Measure(None, NO_SALES)
    return Measure(days * receivable_cents / sales_cents)


def days_delinquent(dso: Measure, best: Measure) -> Measure:
    """Average days delinquent: the part of the standard DSO that lateness makes (DSO less best possible)."""
    if dso.value is None or best.value is None:
        return Measure(None, dso.why or best.why)
    return Measure(dso.value - best.value)


def effectiveness(*, opening_cents: int, sales_cents: int, closing_cents: int, not_due_cents: int) -> Measure:
    """Collection effectiveness index, in per cent: of what could be collected in a period, what was.

    (opening + sales - closing) / (opening + sales - closing not due), receivables at both ends of the period
    (Credit Research Foundation, Venkat Srinivasan). 100 when nothing is overdue at the end.
    """
    collectable = opening_cents + sales_cents - not_due_cents
    if collectable <= 0:
        return Measure(None, NOTHING_TO_COLLECT)
    return Measure(_PER_CENT * (opening_cents + sales_cents - closing_cents) / collectable)
