"""Late-payment interest of one invoice: what was open on each day, at the rate of that day.

Simple interest on the amount including VAT, day by day from the day after the due date (L441-10 II C. com.),
exact until it is rounded once a claim. No day is claimed twice: a claim goes from the day after the last one.
"""

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from dunning.law.rates import half_of

Rate = Callable[[date], Fraction]
_HALF = Fraction(1, 2)


class DayBase(StrEnum):
    """How many days a year of interest has: always 365, or those of the year itself."""

    FIXED = "fixed_365"
    ACTUAL = "actual"

    def days_of(self, year: int) -> int:
        leap = self is DayBase.ACTUAL and calendar.isleap(year)
        return 366 if leap else 365


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, so many cents are open."""

    since: date
    open_cents: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Days of one rate and one amount: from `first` to before `after`, with the exact cents they cost."""

    first: date
    after: date
    open_cents: int
    rate: Fraction
    cents: Fraction


def pieces(
    steps: Sequence[Step],
    rate: Rate,
    *,
    due_on: date,
    first: date,
    after: date,
    base: DayBase = DayBase.FIXED,
) -> list[Piece]:
    """Interest from `first` to before `after`, never up to the due date; `steps` in the order of their days.

    A payment of a day counts from that day on. No piece runs over the end of a half-year. Raises NotInForce.
    """
    begin = max(first, due_on + timedelta(days=1))
    found = []
    for one, end in _stretches(steps, begin, after):
        if one.open_cents > 0:
            share = rate(one.since)
            days = (end - one.since).days
            cents = one.open_cents * share * days / base.days_of(one.since.year)
            found.append(Piece(one.since, end, one.open_cents, share, cents))
    return found


def interest(told: Sequence[Piece]) -> Fraction:
    """Exact cents."""
    return sum((one.cents for one in told), Fraction(0))


def rounded(exact: Fraction) -> int:
    """Whole cents, halves up; once for a claim."""
    return int(exact + _HALF) if exact >= 0 else -int(-exact + _HALF)


def _stretches(steps: Sequence[Step], begin: date, after: date) -> Iterator[tuple[Step, date]]:
    """Stretches within which neither amount nor half-year changes."""
    for place, one in enumerate(steps):
        until = steps[place + 1].since if place + 1 < len(steps) else after
        day, end = max(one.since, begin), min(until, after)
        while day < end:
            turn = min(end, _next_half(day))
            yield Step(day, one.open_cents), turn
            day = turn


def _next_half(day: date) -> date:
    start = half_of(day)
    return date(start.year, 7, 1) if start.month == 1 else date(start.year + 1, 1, 1)
