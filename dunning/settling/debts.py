"""Penalties as debts that a payment may settle, in the order of the law."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from dunning.law.imputation import Debt, Settlement, Wish, impute
from dunning.receivable.receivable import Receivable
from kernel.money import Money

_ONE_DAY = timedelta(days=1)
_NONE = (0, "")


def debts_of(one: Receivable, rate: Fraction) -> list[Debt]:
    """Interest and indemnity are two debts, due from the day after the due date without any reminder.

    Interest has the yearly rate at which its invoice still runs, 0 once that is paid: what runs is dearest to
    leave. The indemnity bears nothing, and comes after the interest of the same day.
    """
    interest, flat = names_of(one)
    due = one.due_on + _ONE_DAY
    return [
        Debt(interest, one.currency, due, due, 0, one.open_interest_cents, rate),
        Debt(flat, one.currency, due, due, one.open_indemnity_cents, after_interest=True),
    ]


def settled(
    paid: Money,
    owed: Iterable[Receivable],
    rates: Mapping[str, Fraction],
    chosen: Sequence[Receivable],
    *,
    on: date,
) -> Settlement:
    """What money of a day settles: of those the payer chose first, interest before the indemnity."""
    debts = [debt for one in owed for debt in debts_of(one, rates.get(one.item, Fraction(0)))]
    wishes = [Wish(name) for one in chosen for name in names_of(one)]
    return impute(paid, debts, on=on, wishes=wishes)


def parts_of(one: Receivable, done: Settlement) -> tuple[int, int, str]:
    """Interest and indemnity it settled of one invoice, and by which rule."""
    parts = {part.item: (part.cents, part.why) for part in done.imputed}
    interest, flat = (parts.get(name, _NONE) for name in names_of(one))
    return interest[0], flat[0], interest[1] or flat[1]


def names_of(one: Receivable) -> tuple[str, str]:
    return f"{one.item} interest", f"{one.item} indemnity"
