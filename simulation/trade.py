"""Orders become invoices, and invoices are paid by their hidden law."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from simulation.almanac import Almanac, Floats, Ints
from simulation.customer import Customer, order_days, states
from simulation.laws import Laws
from simulation.observer import NEVER, Ledger
from simulation.payer import QUARTERS, Chains, Payers

# Enough months for a due date after the last month of the world.
MONTHS_AFTER = 4
_CENTS = 100


class Habits(NamedTuple):
    """The laws that bear on one invoice's own luck, as numba reads them."""

    scale: Floats  # [dispersion]
    state_shift: Floats
    stretch: Floats
    never: Floats
    dispute_share: float
    dispute_shift: float
    dispute_scale: float
    delay: float  # days later per unit of log above the usual amount
    delay_limit: float
    prior_weight: float
    stop_invoices: int
    stop_days: int


class Orders(NamedTuple):
    """One customer's orders in time: what would be invoiced if nothing stopped it."""

    issued: Ints
    due: Ints
    month: Ints
    amount: Floats  # log of euros
    season: Floats  # days later, whatever the amount
    state: Ints  # hidden, of the due month
    luck: Floats  # [order, draw], uniform


class Outcome(NamedTuple):
    """What became of the orders; `shift` in quarters of a day, `paid` NEVER when it is so."""

    invoiced: npt.NDArray[np.bool_]
    shift: Ints
    disputed: npt.NDArray[np.bool_]
    paid: Ints


@dataclass(frozen=True, slots=True)
class Account:
    """One customer's invoices: what the ledger sees, and what it does not."""

    customer: Customer
    ledger: Ledger
    cents: Ints
    state: Ints
    disputed: npt.NDArray[np.bool_]
    path: Ints  # hidden states by month, from that of the first due date on
    origin: int  # calendar month of it


def habits_of(laws: Laws) -> Habits:
    return Habits(
        scale=np.array([d.scale for d in laws.dispersions]),
        state_shift=np.array([np.round(s.shift * QUARTERS) / QUARTERS for s in laws.states]),
        stretch=np.array([s.stretch for s in laws.states]),
        never=np.array([s.never for s in laws.states]),
        dispute_share=laws.dispute.share,
        dispute_shift=laws.dispute.shift,
        dispute_scale=laws.dispute.scale,
        delay=laws.amounts.delay,
        delay_limit=laws.amounts.delay_limit,
        prior_weight=laws.amounts.prior_weight,
        stop_invoices=laws.credit_stop.invoices,
        stop_days=laws.credit_stop.days,
    )


def account(
    laws: Laws,
    days: Almanac,
    hidden: tuple[Payers, Chains, Habits],
    *,
    customer: Customer,
    rank: float,
    chance: np.random.Generator,
) -> Account:
    """A customer's whole story, its own chance deciding."""
    payers, chains, habits = hidden
    issued = order_days(laws.sizes, days, rank=rank, chance=chance)
    months = int(days.month[days.horizon]) + MONTHS_AFTER
    path = states(chains, sector=customer.sector, months=months, chance=chance)
    orders = orders_of(laws, days, customer, issued, path, chance)
    usual = float(np.log(laws.sectors[customer.sector].amount))
    outcome = trade(payers, habits, orders, customer.kind, usual)
    kept = outcome.invoiced
    ledger = Ledger(
        orders.issued[kept], orders.due[kept], orders.month[kept], outcome.shift[kept], outcome.paid[kept]
    )
    cents = np.round(np.exp(orders.amount[kept]) * _CENTS).astype(np.int64)
    origin = int(days.month[days.due[customer.term][issued[0]]])
    return Account(customer, ledger, cents, orders.state[kept], outcome.disputed[kept], path, origin)


def orders_of(
    laws: Laws,
    days: Almanac,
    customer: Customer,
    issued: Ints,
    path: Ints,
    chance: np.random.Generator,
) -> Orders:
    due = days.due[customer.term][issued]
    month = days.month[due] - days.month[due[0]]
    known = (
        laws.sectors[customer.sector].shift
        + laws.countries[customer.country].shift
        + laws.terms[customer.term].shift
    )
    amount = customer.level + laws.amounts.within * chance.standard_normal(len(issued))
    season = days.season[due] + known
    return Orders(issued, due, month, amount, season, path[month], chance.random((len(issued), 4)))


@njit(cache=True)
def trade(payers: Payers, habits: Habits, orders: Orders, kind: int, usual: float) -> Outcome:
    """Invoice each order unless the customer is stopped, and let its luck decide the payment day.

    The usual amount and the stop are functions of the visible ledger: they tell the observer nothing.
    """
    count = len(orders.issued)
    invoiced, disputed = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    shift, paid = np.zeros(count, dtype=np.int64), np.full(count, NEVER, dtype=np.int64)
    total, weight = usual * habits.prior_weight, habits.prior_weight
    for i in range(count):
        overdue = 0
        for j in range(i):
            late = orders.due[j] + habits.stop_days < orders.issued[i]
            overdue += invoiced[j] and late and paid[j] > orders.issued[i]
        if overdue >= habits.stop_invoices:
            continue
        unusual = orders.amount[i] - total / weight
        unusual = max(-habits.delay_limit, min(unusual, habits.delay_limit))
        shift[i] = round((orders.season[i] + habits.delay * unusual) * QUARTERS)
        disputed[i], paid[i] = _payment(payers, habits, orders, i, kind, shift[i])
        invoiced[i] = True
        total += orders.amount[i]
        weight += 1
    return Outcome(invoiced, shift, disputed, paid)


@njit(cache=True)
def _payment(
    payers: Payers, habits: Habits, orders: Orders, i: int, kind: int, shift: int
) -> tuple[bool, int]:
    """Whether an invoice is disputed, and its payment day: the first run day once the customer is willing."""
    state = orders.state[i]
    pays, disputes, waits, strays = orders.luck[i]
    disputed = disputes < habits.dispute_share
    scale = habits.dispute_scale if disputed else habits.scale[payers.dispersion[kind]]
    months = min(orders.month[i], payers.drift_months)
    quarters = payers.location[kind] + payers.drift[kind] * months + shift
    delay = quarters / QUARTERS + habits.state_shift[state]
    if disputed:
        delay += habits.dispute_shift
    delay -= scale * habits.stretch[state] * np.log(-np.log(waits))
    if pays < habits.never[state] or delay > payers.latest:
        return disputed, NEVER
    willing = max(orders.due[i] + int(np.ceil(delay)), orders.issued[i] + 1)
    day = payers.next_run[0 if strays < payers.stray else payers.run[kind], willing]
    return disputed, day if day <= orders.due[i] + payers.latest else NEVER
