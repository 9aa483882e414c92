"""What an account is made of, kept beside what is known of it, so that a day's changes need no more than
themselves.

A day of new invoices and payments touches few of the invoices of an account: these are read anew, the others
are as they were. What is not sure to be so is gathered whole.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from credit.alerts.base import Fact
from credit.alerts.habit import delays_of, habit_of
from credit.alerts.known import Known, flat
from credit.alerts.policy import AlertPolicy

LAST_PAID = 100  # invoices paid last, of which terms and the spread of lateness are taken
_MONTHS_KEPT = 24

Paid = tuple[int, int, int, int]  # day paid (ordinal), invoice, days late, days of its terms


@dataclass(frozen=True, slots=True)
class History:
    """`open` are invoices not settled to the cent as (issued, due, cents left), `paid` those that cash
    settled, in the order of payment; `money` what is left of payments, `sales` cents by month.
    """

    open: Mapping[int, Sequence[int]] = field(default_factory=dict)
    paid: Sequence[Sequence[int]] = ()
    money: Mapping[int, int] = field(default_factory=dict)
    sales: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Billed:
    """An invoice as it stands after a day: what is left of it, and how it was paid if it was.

    `sold_in` is the month to whose sales it adds `cents`; None where it adds nothing.
    """

    invoice: int
    issued: int
    due: int
    left: int
    paid: Paid | None
    sold_in: int | None
    cents: int
    new: bool


def trimmed(paid: Iterable[Sequence[int]], policy: AlertPolicy) -> list[Sequence[int]]:
    """The payments that anything looks at: the last days of payment, and the last invoices paid."""
    ordered = sorted(paid, key=lambda one: (one[0], one[1]))
    days = sorted({one[0] for one in ordered})[-policy.habit.hanging_payments :]
    early = [one for one in ordered[:-LAST_PAID] if one[0] >= days[0]]
    return [*early, *ordered[-LAST_PAID:]]


def last_months(sales: Mapping[int, int]) -> dict[int, int]:
    return {month: sales[month] for month in sorted(sales)[-_MONTHS_KEPT:]}


def advanced(
    history: History, billed: Iterable[Billed], money: Mapping[int, int], policy: AlertPolicy
) -> History | None:
    """The history after a day on which these invoices and payments changed.

    None when it has to be read anew: something became of an invoice that is not kept, or nothing is left that
    an account would be kept for.
    """
    still = dict(history.open)
    paid = {one[1]: one for one in history.paid}
    sales = dict(history.sales)
    for one in billed:
        if not one.new and (one.invoice not in still or one.invoice in paid):
            return None
        still.pop(one.invoice, None)
        if one.left:
            still[one.invoice] = (one.issued, one.due, one.left)
        if one.paid is not None:
            paid[one.invoice] = one.paid
        if one.new and one.sold_in is not None:
            sales[one.sold_in] = sales.get(one.sold_in, 0) + one.cents
    left = {key: cents for key, cents in {**history.money, **money}.items() if cents}
    if not (still or paid or left or sales):
        return None
    return History(still, trimmed(paid.values(), policy), left, last_months(sales))


def known_of(
    history: History,
    *,
    orders: Iterable[tuple[int, int]],
    told: Mapping[str, tuple[Fact, ...]],
    policy: AlertPolicy,
) -> Known:
    """What alerts read, from what an account is made of; `told` are debits, promises and events."""
    items: dict[tuple[int, int], int] = {}
    for issued, due, left in history.open.values():
        if left > 0:
            items[issued, due] = items.get((issued, due), 0) + left
    owed = sum(one[2] for one in history.open.values()) - sum(history.money.values())
    paid = np.array(history.paid, dtype=np.int64).reshape(-1, 4)
    last = paid[-LAST_PAID:]
    enough = len(last) >= policy.crossing.payments
    return Known(
        owed,
        credits_cents=sum(items.values()) - owed,
        items=flat((*days, items[days]) for days in sorted(items)),
        orders=flat(sorted(orders)),
        sales=flat(sorted(history.sales.items())),
        delays=delays_of(last[:, 2]) if enough else (),
        terms_days=max(0, round(float(np.median(last[:, 3])))) if len(last) else 0,
        habit=habit_of(paid[:, 0], paid[:, 2], policy.habit),
        **told,
    )


def history_text(history: History) -> str:
    return json.dumps(
        [
            [[key, *values] for key, values in sorted(history.open.items())],
            history.paid,
            sorted(history.money.items()),
            sorted(history.sales.items()),
        ],
        separators=(",", ":"),
    )


def history_from(told: Sequence[Any]) -> History:
    still, paid, money, sales = told
    return History(
        {key: values for key, *values in still},
        paid,
        {one[0]: one[1] for one in money},
        {one[0]: one[1] for one in sales},
    )
