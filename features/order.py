"""The order of events: by account and day, then by all they say."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Places = NDArray[np.intp]

# A key is account x SPAN + day: the same as `features.events.SPAN`, twice the day that stands for never.
SPAN = 4_000_000
# A run of equal keys no longer than this is sorted in place; longer ones are rare and sorted all together.
_SHORT = 64


def order_of(key: Ints, content: Sequence[Ints]) -> Places:
    """Positions sorted by `key`, then by each column of `content`, whatever the order they came in.

    Few events share a key: only those are compared any further, which is much faster.
    """
    order = by_key(key)
    columns = tuple(np.ascontiguousarray(column, dtype=np.int64) for column in content)
    if columns and _untied(key, order, columns):
        return order
    ranked = key[order]
    same = np.zeros(len(key) + 1, dtype=bool)
    same[1:-1] = ranked[1:] == ranked[:-1]
    tied = np.flatnonzero(same[1:] | same[:-1])
    rows = order[tied]
    order[tied] = rows[np.lexsort([*(column[rows] for column in reversed(content)), ranked[tied]])]
    return order


def by_key(key: Ints) -> Places:
    """Positions sorted by key; equal ones stay in the order they came in."""
    order = _counted(key)
    return np.argsort(key, kind="stable") if len(order) < len(key) else order


@njit(cache=True)
def _counted(key: Ints) -> Places:
    """The same by counting, first the days, then the accounts: no comparison, two passes.

    Empty where the keys are too far apart for counting to pay.
    """
    nothing, size = np.empty(0, dtype=np.intp), len(key)
    account, day = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    low, high, last = SPAN, 0, 0
    for row in range(size):
        if key[row] < 0 or key[row] >= SPAN * 2_000_000_000:
            return nothing
        owner, since = int(key[row] // SPAN), int(key[row] % SPAN)
        account[row], day[row] = owner, since
        low, high, last = min(low, since), max(high, since), max(last, owner)
    if size == 0 or high - low + last > 4 * size + 10_000:
        return nothing
    by_day = np.empty(size, dtype=np.intp)
    first = np.zeros(high - low + 2, dtype=np.int64)
    for row in range(size):
        first[day[row] - low + 1] += 1
    first = np.cumsum(first)
    for row in range(size):
        place = day[row] - low
        by_day[first[place]] = row
        first[place] += 1
    order = np.empty(size, dtype=np.intp)
    first = np.zeros(last + 2, dtype=np.int64)
    for row in range(size):
        first[account[row] + 1] += 1
    first = np.cumsum(first)
    for event in by_day:
        order[first[account[event]]] = event
        first[account[event]] += 1
    return order


@njit(cache=True)
def _untied(key: Ints, order: Places, content: tuple[Ints, ...]) -> bool:
    """Sort each run of equal keys by content; False, and nothing is promised, where one is long."""
    first = 0
    while first < len(order):
        stop = first + 1
        while stop < len(order) and key[order[stop]] == key[order[first]]:
            stop += 1
        if stop - first > _SHORT:
            return False
        for place in range(first + 1, stop):
            row = order[place]
            before = place - 1
            while before >= first and _less(content, row, order[before]):
                order[before + 1] = order[before]
                before -= 1
            order[before + 1] = row
        first = stop
    return True


@njit(cache=True)
def _less(content: tuple[Ints, ...], row: int, other: int) -> bool:
    for column in content:
        if column[row] != column[other]:
            return bool(column[row] < column[other])
    return False
