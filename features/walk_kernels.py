"""What must be asked for each pair's own evening: windows that move with it, its own due day, its months.

Each kernel takes the pairs in `order`, by account and evening, and walks the changes of their accounts once.
Each is tested against a plain reference in tests/features/test_walks.py. numba recompiles a cached kernel
when its own file changes: after a change in kernels.py, touch this one.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from features.kernels import LATE_HIGH, LATE_LOW, add_to, ranked

Ints = NDArray[np.int64]
Days = NDArray[np.int32] | NDArray[np.int64]
Told = NDArray[np.float32]
Floats = NDArray[np.float64]

_TREE = 1025
_YEAR_OF_MONTHS = 12


class Ends(NamedTuple):
    """Observations that begin on the day of a key, and those that end, each account x span + day, sorted."""

    begin: Ints
    begin_late: Days
    end: Ints
    end_late: Days


class Items(NamedTuple):
    """Items owed, +1, and no longer, -1, by account x span + day."""

    key: Ints
    due: Days
    sign: NDArray[np.int8]


class Sales(NamedTuple):
    """What was invoiced or credited, by account x span + day it was known; months since January 1970."""

    key: Ints
    day: Days
    month: Days
    cents: Ints


class Asked(NamedTuple):
    """Pairs as a kernel visits them; `key` is account x span + evening."""

    key: Ints
    order: Ints


class Owed(NamedTuple):
    """Of each pair, the month of its evening, and what its account then owes."""

    month: Ints
    cents: Ints


class Months(NamedTuple):
    """The first day of each month since month `base`."""

    base: int
    first: Ints


@njit(cache=True)
def year_quantiles(ends: Ends, asked: Asked, span: int) -> Told:
    """Columns: how many observations hold, their lower quartile, median, upper quartile and ninth decile."""
    out = np.full((len(asked.key), 5), np.nan, dtype=np.float32)
    tree = np.zeros(_TREE, dtype=np.int64)
    owner, begin, end, count = -1, 0, 0, 0
    for place in asked.order:
        key = asked.key[place]
        if key // span != owner:
            owner = key // span
            begin = np.searchsorted(ends.begin, owner * span)
            end = np.searchsorted(ends.end, owner * span)
            tree[:] = 0
            count = 0
        while begin < len(ends.begin) and ends.begin[begin] <= key:
            add_to(tree, min(max(ends.begin_late[begin], LATE_LOW), LATE_HIGH) - LATE_LOW, 1)
            begin, count = begin + 1, count + 1
        while end < len(ends.end) and ends.end[end] <= key:
            add_to(tree, min(max(ends.end_late[end], LATE_LOW), LATE_HIGH) - LATE_LOW, -1)
            end, count = end + 1, count - 1
        out[place, 0] = count
        if count > 0:
            out[place, 1] = ranked(tree, (count + 3) // 4) + LATE_LOW
            out[place, 2] = ranked(tree, (count + 1) // 2) + LATE_LOW
            out[place, 3] = ranked(tree, (3 * count + 3) // 4) + LATE_LOW
            out[place, 4] = ranked(tree, (9 * count + 9) // 10) + LATE_LOW
    return out


@njit(cache=True)
def same_due(items: Items, asked: Asked, due: Ints, span: int) -> Told:
    """How many items are owed with the pair's own due day."""
    out = np.zeros(len(asked.key), dtype=np.float32)
    owner, event, stop, low = -1, 0, 0, 0
    held = np.zeros(1, dtype=np.int64)
    for place in asked.order:
        key = asked.key[place]
        if key // span != owner:
            owner = key // span
            event = np.searchsorted(items.key, owner * span)
            stop = np.searchsorted(items.key, (owner + 1) * span)
            if stop > event:
                low = items.due[event:stop].min()
                held = np.zeros(items.due[event:stop].max() - low + 1, dtype=np.int64)
            else:
                held = np.zeros(1, dtype=np.int64)
        while event < stop and items.key[event] <= key:
            held[items.due[event] - low] += items.sign[event]
            event += 1
        own = due[place] - low
        if 0 <= own < len(held):
            out[place] = held[own]
    return out


@njit(cache=True)
def _counted_back(months: Ints, low: int, now: int, owed: int, first_of: Ints, day: int) -> float:
    """Days of sales that make up what is owed, the latest months first; NaN where all sales do not."""
    if owed < 0:
        return np.nan
    left, days, month = owed, 0.0, now
    if left == 0:
        return 0.0
    while month >= low:
        sold = months[month - low] if month - low < len(months) else 0
        length = day - first_of[month - low] + 1 if month == now else (
            first_of[month - low + 1] - first_of[month - low]
        )  # fmt: skip
        if sold >= left:
            return days + length * left / sold
        left -= sold
        days += length
        month -= 1
    return np.nan


@njit(cache=True)
def _year_of_sales(months: Ints, low: int, now: int) -> float:
    total = 0
    for month in range(max(low, now - _YEAR_OF_MONTHS + 1), now + 1):
        if month - low < len(months):
            total += months[month - low]
    return total


@njit(cache=True)
def sales_days(sales: Sales, asked: Asked, owed: Owed, calendar: Months, span: int) -> Floats:
    """Columns: count-back days, sales of twelve months in cents, and the days these months have had.

    The year starts with the account's first sale if that is later.
    """
    out = np.full((len(asked.key), 3), np.nan)
    owner, event, stop, low, first_sale, known = -1, 0, 0, 0, 0, 0
    months = np.zeros(1, dtype=np.int64)
    for place in asked.order:
        key = asked.key[place]
        if key // span != owner:
            owner = key // span
            event = np.searchsorted(sales.key, owner * span)
            stop = np.searchsorted(sales.key, (owner + 1) * span)
            known = 0
            if stop > event:
                low = sales.month[event:stop].min()
                months = np.zeros(sales.month[event:stop].max() - low + 1, dtype=np.int64)
        while event < stop and sales.key[event] <= key:
            months[sales.month[event] - low] += sales.cents[event]
            first_sale = min(first_sale, sales.day[event]) if known else sales.day[event]
            event, known = event + 1, 1
        if not known:
            continue
        day, now = key % span, owed.month[place]
        firsts = calendar.first[low - calendar.base :]
        out[place, 0] = _counted_back(months, low, now, owed.cents[place], firsts, day)
        out[place, 1] = _year_of_sales(months, low, now)
        begins = calendar.first[max(now - _YEAR_OF_MONTHS + 1 - calendar.base, 0)]
        out[place, 2] = day - max(begins, first_sale) + 1
    return out
