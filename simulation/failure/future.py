"""The months ahead of a customer, played by the laws: how often they end in default.

A draw is a type, a path of states, a rate of orders and a level of amounts, each from what is believed on the
evening; then orders come, deliveries stop, invoices are paid or not as in `simulation.trade`. An announcement
is not drawn: its chance on the path drawn counts for what it is, which makes the mean the steadier.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from simulation.almanac import Floats, Ints
from simulation.failure.chain import Fates
from simulation.failure.definition import DAYS_PAST_DUE, MATERIAL_CENTS, MATERIAL_SHARE
from simulation.failure.filtering import draw_back, place_of, walk_on
from simulation.failure.ordering import Buying
from simulation.observer import NEVER
from simulation.payer import QUARTERS, Payers
from simulation.trade import Habits

_CENTS = 100


class Ahead(NamedTuple):
    """The days from the one after `evening` to `until`, and the customer as all see it that evening."""

    evening: int
    until: int
    origin: int  # calendar month of the first due date
    kept: int  # month of the first state believed in, counted from it
    past_due: int  # days on end that a material amount has been past due
    month: Ints  # [day], calendar
    due: Ints  # [day of issue], under the customer's terms
    season: Floats  # [due day], days later, with the customer's trade, country and terms
    orders: Floats  # weights of days added up, [day] before it
    within: float  # spread of the logarithm of amounts
    total: float  # of the logarithms of past amounts, by which the usual one is known
    weight: float


class Book(NamedTuple):
    """Invoices open on the evening, then those of a draw: of these, `count` are in use."""

    issued: Ints
    due: Ints
    month: Ints
    shift: Ints
    cents: Ints
    paid: Ints


@njit(cache=True)
def chance_of_default(
    payers: Payers,
    habits: Habits,
    fates: Fates,
    open_ones: Book,
    beliefs: Floats,
    buying: Buying,
    ahead: Ahead,
    draws: int,
    chance: np.random.Generator,
) -> tuple[float, float]:
    """Mean chance of default by `until` over the first and the second half of the draws."""
    cumulated = np.cumsum(beliefs[-1].copy().reshape(-1))
    shares = np.cumsum(buying.share)
    last = ahead.month[ahead.due[ahead.until]] - ahead.origin
    path = np.empty(max(last - ahead.kept + 1, len(beliefs)), dtype=np.int64)
    halves = np.zeros(2)
    for draw in range(draws):
        kind = draw_back(fates, beliefs, cumulated, chance, path)
        walk_on(fates, path, len(beliefs), chance)
        announced = _announced(fates, path, ahead)
        days, level = _orders(buying, shares, ahead, chance)
        book = _filled(open_ones, len(days))
        count = _traded(
            payers, habits, fates, book, (kind, path, days, level), len(open_ones.cents), ahead, chance
        )
        fell = _falls(book, count, ahead)
        halves[draw % 2] += 1.0 if fell else announced
    return halves[0] / ((draws + 1) // 2), halves[1] / max(draws // 2, 1)


@njit(cache=True)
def _announced(fates: Fates, path: Ints, ahead: Ahead) -> float:
    silent = 1.0
    first = max(ahead.month[ahead.evening] + 1 - ahead.origin, 0)
    for m in range(first, ahead.month[ahead.until] - ahead.origin + 1):
        silent *= 1 - fates.announced[path[m - ahead.kept]]
    return 1 - silent


@njit(cache=True)
def _orders(buying: Buying, shares: Floats, ahead: Ahead, chance: np.random.Generator) -> tuple[Ints, float]:
    """Days of orders to come, and the level of their amounts."""
    level = buying.level + buying.spread * chance.standard_normal()
    before, after = ahead.orders[ahead.evening + 1], ahead.orders[ahead.until + 1]
    which = place_of(shares, chance.random())
    if which == len(shares) - 1:
        count = 1 if chance.random() < buying.once else 0
    else:
        count = chance.poisson(buying.rate[which] * (after - before))
    places = before + np.sort(chance.random(count)) * (after - before)
    days = np.empty(count, dtype=np.int64)
    for i in range(count):
        days[i] = np.searchsorted(ahead.orders, places[i], side="right") - 1
    return days, level


@njit(cache=True)
def _filled(open_ones: Book, more: int) -> Book:
    """A book with room for the orders of a draw."""
    known = len(open_ones.cents)
    book = Book(
        np.empty(known + more, dtype=np.int64),
        np.empty(known + more, dtype=np.int64),
        np.empty(known + more, dtype=np.int64),
        np.empty(known + more, dtype=np.int64),
        np.empty(known + more, dtype=np.int64),
        np.empty(known + more, dtype=np.int64),
    )
    book.issued[:known] = open_ones.issued
    book.due[:known] = open_ones.due
    book.month[:known] = open_ones.month
    book.shift[:known] = open_ones.shift
    book.cents[:known] = open_ones.cents
    return book


@njit(cache=True)
def _traded(
    payers: Payers,
    habits: Habits,
    fates: Fates,
    book: Book,
    drawn: tuple[int, Ints, Ints, float],
    known: int,
    ahead: Ahead,
    chance: np.random.Generator,
) -> int:
    """Pay the open invoices, invoice the orders that nothing stops and pay them; say how many there are."""
    kind, path, days, level = drawn
    for i in range(known):
        state = fates.pays[path[book.month[i] - ahead.kept]]
        book.paid[i] = _payment(payers, book, i, kind, state, ahead.evening, chance)
    total, weight, count = ahead.total, ahead.weight, known
    for day in days:
        if _overdue(book, count, day, habits.stop_days) >= habits.stop_invoices:
            continue
        amount = level + ahead.within * chance.standard_normal()
        unusual = max(-habits.delay_limit, min(amount - total / weight, habits.delay_limit))
        due = ahead.due[day]
        book.issued[count], book.due[count] = day, due
        book.month[count] = ahead.month[due] - ahead.origin
        book.shift[count] = round((ahead.season[due] + habits.delay * unusual) * QUARTERS)
        book.cents[count] = round(np.exp(amount) * _CENTS)
        state = fates.pays[path[book.month[count] - ahead.kept]]
        book.paid[count] = _payment(payers, book, count, kind, state, -1, chance)
        total += amount
        weight += 1
        count += 1
    return count


@njit(cache=True)
def _overdue(book: Book, count: int, day: int, days: int) -> int:
    """Invoices overdue by more than so many days."""
    found = 0
    for i in range(count):
        found += book.due[i] + days < day < book.paid[i]
    return found


@njit(cache=True)
def _payment(
    payers: Payers, book: Book, i: int, kind: int, state: int, evening: int, chance: np.random.Generator
) -> int:
    """The payment day of an invoice still open on an evening, or -1 for one that is new."""
    issued, due = book.issued[i], book.due[i]
    months = min(book.month[i], payers.drift_months)
    zero = payers.origin - payers.location[kind] - payers.drift[kind] * months - book.shift[i]
    law, run = payers.law[payers.dispersion[kind]], payers.run[kind]
    own, other = 0.0, 0.0  # paid by the evening, by run and outside it
    if evening >= 0:
        end = min(evening, due + payers.latest)
        if payers.last_run[run, end] > issued:
            own = law[zero + QUARTERS * (payers.last_run[run, end] - due), state]
        if payers.last_run[0, end] > issued:
            other = law[zero + QUARTERS * (payers.last_run[0, end] - due), state]
    strays, keeps = payers.stray * (1 - other), (1 - payers.stray) * (1 - own)
    before = own
    if chance.random() * (strays + keeps) < strays:
        run, before = 0, other
    luck = before + chance.random() * (1 - before)
    low, high = zero + QUARTERS * (issued + 1 - due), zero + QUARTERS * payers.latest
    if luck >= law[high, state]:
        return int(NEVER)
    while low < high:
        middle = (low + high) // 2
        if law[middle, state] > luck:
            high = middle
        else:
            low = middle + 1
    willing = max(due + int(np.ceil((low - zero) / QUARTERS)), issued + 1)
    day = payers.next_run[run, willing]
    return day if day <= due + payers.latest else int(NEVER)


@njit(cache=True)
def _falls(book: Book, count: int, ahead: Ahead) -> bool:
    """Whether a material amount is past due for ninety days on end, one of them ahead."""
    first, days = ahead.evening + 1, ahead.until - ahead.evening
    owed, late = np.zeros(days + 1, dtype=np.int64), np.zeros(days + 1, dtype=np.int64)
    for i in range(count):
        end = min(book.paid[i] - first, days)
        start, overdue = max(book.issued[i] - first, 0), max(book.due[i] + 1 - first, 0)
        owed[start] += book.cents[i]
        owed[end] -= book.cents[i]
        if overdue < end:
            late[overdue] += book.cents[i]
            late[end] -= book.cents[i]
    all_owed, all_late, run = 0, 0, ahead.past_due
    for day in range(days):
        all_owed += owed[day]
        all_late += late[day]
        material = all_late > MATERIAL_CENTS and all_late > MATERIAL_SHARE * all_owed
        run = run + 1 if material else 0
        if run >= DAYS_PAST_DUE:
            return True
    return False
