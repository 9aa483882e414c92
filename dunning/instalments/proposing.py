"""A plan sized to what a payer pays: no instalment above its usual month, the sum exact to the cent.

How likely it breaks is a rule of thumb, and said to be one: the payer's record of words kept, taken as one
chance that every instalment tells more about (a beta prior), times that of not failing meanwhile.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from dunning.errors import NoPlan
from kernel.money import Money

MONTHS_SEEN = 12
_MOST_MONTHS = 24
_FIRST_AFTER = timedelta(days=7)  # nobody can pay tomorrow what is agreed today
# A little better than a coin, counting for four words: as for promises (scoring/lateness/promised.py).
_PRIOR_KEPT, _PRIOR_BROKEN = 2.4, 1.6
_MONTHS_A_YEAR = 12
# Of who is in default already the probability is 1, which tells what happened and not what a plan will meet.
_MOST_PD = 0.5


@dataclass(frozen=True, slots=True)
class Owing:
    """An invoice under the plan, and what may be claimed of it."""

    number: str
    cents: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a payer pays: its usual month in cents, the usual day of the month, words kept and broken."""

    usual_cents: int
    usual_day: int
    kept: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    day: date
    cents: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan to offer. `breach` is the chance that an instalment is missed, by a rule of thumb."""

    customer: str
    currency: str
    invoices: tuple[Owing, ...]
    instalments: tuple[Part, ...]
    rhythm: Rhythm
    breach: float

    @property
    def total(self) -> Money:
        return Money(sum(one.cents for one in self.invoices), self.currency)


def rhythm_of(receipts: Iterable[tuple[date, int]], *, on: date, kept: int = 0, broken: int = 0) -> Rhythm:
    """From cash by day: the middle one of the last twelve whole months, months without any included.

    Months before the first payment do not count.
    """
    paid = [(day, cents) for day, cents in receipts if cents > 0 and day < on.replace(day=1)]
    first_month = _months_back(on, MONTHS_SEEN)
    seen = [(day, cents) for day, cents in paid if day >= first_month]
    if not seen:
        return Rhythm(0, 1, kept, broken)
    start = max(first_month, min(day for day, _ in paid).replace(day=1))
    months = [0] * ((on.year - start.year) * _MONTHS_A_YEAR + on.month - start.month)
    for day, cents in seen:
        months[(day.year - start.year) * _MONTHS_A_YEAR + day.month - start.month] += cents
    days = sorted(day.day for day, _ in seen)
    return Rhythm(int(median(months)), days[len(days) // 2], kept, broken)


def proposed(
    customer: str,
    invoices: Sequence[Owing],
    rhythm: Rhythm,
    *,
    currency: str,
    pd_12m: float,
    months: int | None,
    on: date,
) -> Proposal:
    """As short as the rhythm allows, or over so many months. Raises NoPlan."""
    owed = sum(one.cents for one in invoices)
    if owed <= 0:
        raise NoPlan(f"Nothing late of {customer} may be claimed in {currency}: there is nothing to plan.")
    if rhythm.usual_cents <= 0:
        raise NoPlan(
            f"{customer} paid nothing in the middle one of the last {MONTHS_SEEN} months: there is no rhythm "
            "to size a plan by. Agree one by hand: encours plan agree."
        )
    needed = -(-owed // rhythm.usual_cents)
    usual = Money(rhythm.usual_cents, currency)
    if months is not None and months < needed:
        raise NoPlan(
            f"In {months} months an instalment would exceed the {usual} that {customer} usually pays in "
            f"one: it takes at least {needed}."
        )
    count = needed if months is None else months
    if count > _MOST_MONTHS:
        raise NoPlan(
            f"At {usual} a month it would take {count} months: beyond {_MOST_MONTHS}, that is no plan."
        )
    count = min(count, owed)
    days = _days(on + _FIRST_AFTER, rhythm.usual_day, count)
    whole, rest = divmod(owed, count)
    parts = tuple(Part(day, whole + (place < rest)) for place, day in enumerate(days))
    breach = breach_chance(rhythm, count, pd_12m=pd_12m)
    return Proposal(customer, currency, tuple(invoices), parts, rhythm, breach)


def breach_chance(rhythm: Rhythm, count: int, *, pd_12m: float) -> float:
    """The chance that any of `count` monthly instalments is missed: a rule of thumb."""
    kept, broken = rhythm.kept + _PRIOR_KEPT, rhythm.broken + _PRIOR_BROKEN
    all_kept = 1.0
    for place in range(count):
        all_kept *= (kept + place) / (kept + broken + place)
    alive = (1.0 - min(max(pd_12m, 0.0), _MOST_PD)) ** (count / _MONTHS_A_YEAR)
    return float(1.0 - all_kept * alive)


def _months_back(on: date, count: int) -> date:
    month = on.year * _MONTHS_A_YEAR + on.month - 1 - count
    return date(month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)


def _days(earliest: date, usual_day: int, count: int) -> list[date]:
    """The usual day of each month, its last day where it has none such."""
    month = earliest.year * _MONTHS_A_YEAR + earliest.month - 1
    if _on_day(month, usual_day) < earliest:
        month += 1
    return [_on_day(month + place, usual_day) for place in range(count)]


def _on_day(month: int, day: int) -> date:
    year, place = month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1
    return date(year, place, min(day, monthrange(year, place)[1]))
