"""What alerts read of a customer in one currency, kept between runs. It says nothing of the day it is read.

Days are kept as ordinals, 0 for none: a run reads tens of thousands of these.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from credit.alerts.base import Fact, Habit

FORM = 2  # changes with what is kept: then everything is gathered anew


@dataclass(frozen=True, slots=True)
class Known:
    """Cents. `items` are open invoices by threes, delivered, due, cents; `orders` by twos, deliver, cents;
    `sales` by twos, month counted from year 0, cents. `credits_cents` lower what items come to.

    They lie flat: tens of thousands of accounts with their pairs one by one would keep Python counting them.
    """

    owed_cents: int
    credits_cents: int = 0
    items: Sequence[int] = ()
    orders: Sequence[int] = ()
    sales: Sequence[int] = ()
    delays: Sequence[int] = ()
    terms_days: int = 0
    habit: Habit | None = None
    debits: tuple[Fact, ...] = ()
    promises: tuple[Fact, ...] = ()
    events: tuple[Fact, ...] = ()

    @property
    def orders_cents(self) -> int:
        return sum(self.orders[1::2])

    @property
    def exposure_cents(self) -> int:
        return max(self.owed_cents, 0) + self.orders_cents


def flat(rows: Iterable[Iterable[int]]) -> tuple[int, ...]:
    return tuple(value for row in rows for value in row)


def threes(values: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    return zip(values[::3], values[1::3], values[2::3], strict=True)


def twos(values: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(values[::2], values[1::2], strict=True)


def as_list(known: Known) -> list[Any]:
    """As it is kept, ready for JSON."""
    habit = known.habit
    return [
        known.owed_cents,
        known.credits_cents,
        *(known.items, known.orders, known.sales, known.delays),
        known.terms_days,
        None if habit is None else [habit.since.toordinal(), *list(asdict(habit).values())[1:]],
        *(_facts(one) for one in (known.debits, known.promises, known.events)),
    ]


def known_from(told: Sequence[Any]) -> Known:
    owed, lowering, items, orders, sales, delays, terms, habit, *facts = told
    debits, promises, events = (tuple(map(_fact, one)) if one else () for one in facts)
    return Known(
        *(owed, lowering, items, orders, sales, delays, terms),
        None if habit is None else Habit(date.fromordinal(habit[0]), *habit[1:]),
        *(debits, promises, events),
    )


def _facts(facts: Sequence[Fact]) -> list[list[Any]]:
    return [
        [one.name, one.known_on.toordinal(), one.happened_on.toordinal(), one.cents, one.word]
        for one in facts
    ]


def _fact(told: Sequence[Any]) -> Fact:
    name, known, happened, cents, word = told
    return Fact(name, date.fromordinal(known), date.fromordinal(happened), cents, word)
