"""Single passes over sorted events that sums cannot express: quantiles, recency, the oldest still open.

Each kernel walks the events of one account after another and writes, beside each event, the figure as it
stands after it. `sign` is +1 for an event that adds an observation and -1 for one that takes it back after a
correction. Each is tested against a plain reference in tests/features/test_kernels.py.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Lateness beyond these bounds says no more about a habit than the bound does, and keeps the tree small.
LATE_LOW, LATE_HIGH = -200, 823
_SIZE = 1024  # LATE_HIGH - LATE_LOW + 1, a power of two for the descent
_RECENT = 6

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True)
def running_sums(start: Ints, values: Ints) -> Ints:
    """Sums of `values` since the first event of the account; `start` holds each account's first position."""
    sums = np.empty(len(values), dtype=np.int64)
    for account in range(len(start) - 1):
        total = 0
        for event in range(start[account], start[account + 1]):
            total += values[event]
            sums[event] = total
    return sums


@njit(cache=True)
def _add(tree: Ints, value: int, change: int) -> None:
    place = value + 1
    while place <= _SIZE:
        tree[place] += change
        place += place & -place


@njit(cache=True)
def _ranked(tree: Ints, rank: int) -> int:
    """The smallest value of which at least `rank` observations are not above."""
    place, step = 0, _SIZE
    while step > 0:
        if place + step <= _SIZE and tree[place + step] < rank:
            place += step
            rank -= tree[place]
        step //= 2
    return place


@njit(cache=True)
def running_quantiles(start: Ints, late: Ints, sign: Ints, shares: Floats) -> Floats:
    """Lower quantiles of lateness at each of `shares`, one column each; NaN where nothing is observed."""
    out = np.full((len(late), len(shares)), np.nan)
    tree = np.zeros(_SIZE + 1, dtype=np.int64)
    for account in range(len(start) - 1):
        count = 0
        for event in range(start[account], start[account + 1]):
            value = min(max(late[event], LATE_LOW), LATE_HIGH) - LATE_LOW
            _add(tree, value, sign[event])
            count += sign[event]
            for column in range(len(shares)):
                if count > 0:
                    rank = max(1, int(np.ceil(shares[column] * count)))
                    out[event, column] = _ranked(tree, rank) + LATE_LOW
        for event in range(start[account], start[account + 1]):
            value = min(max(late[event], LATE_LOW), LATE_HIGH) - LATE_LOW
            _add(tree, value, -sign[event])
    return out


@njit(cache=True)
def running_recent(start: Ints, day: Ints, paid_day: Ints, late: Ints, sign: Ints, memory: float) -> Floats:
    """Exponentially weighted lateness: a weight falls by e every `memory` days after the payment's day.

    Columns: weighted sum of lateness, sum of weights, both as of the event's own day. Cash announced for
    a later day weighs more than one until it comes, so that taking it back takes back what it weighs by then.
    """
    out = np.zeros((len(late), 2))
    for account in range(len(start) - 1):
        total, weight, count = 0.0, 0.0, 0
        for event in range(start[account], start[account + 1]):
            if event > start[account]:
                fade = np.exp(-(day[event] - day[event - 1]) / memory)
                total *= fade
                weight *= fade
            own = sign[event] * np.exp(-(day[event] - paid_day[event]) / memory)
            total += own * late[event]
            weight += own
            count += sign[event]
            if count == 0:  # else what rounding leaves would be divided by what rounding leaves
                total, weight = 0.0, 0.0
            out[event, 0] = total
            out[event, 1] = weight
    return out


@njit(cache=True)
def running_last(start: Ints, day: Ints, late: Ints, sign: Ints) -> Floats:
    """Mean lateness of the last three payment days, latest first, and the slope a day of the last six.

    What a customer pays in one run counts once, whatever the number of invoices.
    """
    out = np.full((len(late), 4), np.nan)
    last = np.zeros(_RECENT)
    for account in range(len(start) - 1):
        runs, size, run_day = 0, 0, -1
        for event in range(start[account], start[account + 1]):
            if sign[event] > 0:
                if day[event] != run_day:
                    for place in range(_RECENT - 1, 0, -1):
                        last[place] = last[place - 1]
                    last[0], size, run_day = 0.0, 0, day[event]
                    runs += 1
                last[0] = (last[0] * size + late[event]) / (size + 1)
                size += 1
            for place in range(min(runs, 3)):
                out[event, place] = last[place]
            out[event, 3] = _slope(last, min(runs, _RECENT))
    return out


@njit(cache=True)
def _slope(last: Floats, size: int) -> float:
    """Least-squares slope of values told latest first; NaN below three, where a slope is noise."""
    if size < 3:  # noqa: PLR2004 - said above
        return np.nan
    middle = (size - 1) / 2
    above, below = 0.0, 0.0
    for place in range(size):
        above += (middle - place) * last[place]
        below += (middle - place) ** 2
    return above / below


@njit(cache=True)
def running_oldest(start: Ints, due: Ints, sign: Ints) -> Ints:
    """The earliest due day among the items still in; -1 where none is."""
    out = np.full(len(due), -1, dtype=np.int64)
    for account in range(len(start) - 1):
        first, stop = start[account], start[account + 1]
        if first == stop:
            continue
        low = due[first:stop].min()
        held = np.zeros(due[first:stop].max() - low + 1, dtype=np.int64)
        oldest, count = 0, 0
        for event in range(first, stop):
            place = due[event] - low
            held[place] += sign[event]
            count += sign[event]
            if count > 0:
                oldest = place if sign[event] > 0 and (place < oldest or count == 1) else oldest
                while held[oldest] <= 0:
                    oldest += 1
                out[event] = oldest + low
            else:
                oldest = 0
    return out
