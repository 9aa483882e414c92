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
_FAR = 32  # steps after which a search in halves is the shorter way

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Figures = NDArray[np.int32]


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
def add_to(tree: Ints, value: int, change: int) -> None:
    place = value + 1
    while place <= _SIZE:
        tree[place] += change
        place += place & -place


@njit(cache=True)
def ranked(tree: Ints, rank: int) -> int:
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
            add_to(tree, value, sign[event])
            count += sign[event]
            for column in range(len(shares)):
                if count > 0:
                    rank = max(1, int(np.ceil(shares[column] * count)))
                    out[event, column] = ranked(tree, rank) + LATE_LOW
        for event in range(start[account], start[account + 1]):
            value = min(max(late[event], LATE_LOW), LATE_HIGH) - LATE_LOW
            add_to(tree, value, -sign[event])
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
    """The two earliest due days among the items still in, equal ones both counted; -1 where none is."""
    out = np.full((len(due), 2), -1, dtype=np.int64)
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
            if count == 0:
                oldest = 0
                continue
            oldest = place if sign[event] > 0 and (place < oldest or count == 1) else oldest
            while held[oldest] <= 0:
                oldest += 1
            out[event, 0] = oldest + low
            if count > 1:
                second = oldest if held[oldest] > 1 else oldest + 1
                while held[second] <= 0:
                    second += 1
                out[event, 1] = second + low
    return out


@njit(cache=True)
def running_top(start: Ints, category: Ints, sign: Ints, size: int) -> Figures:
    """How many of the observations still in fall into the commonest of `size` categories."""
    out = np.zeros(len(category), dtype=np.int32)
    counts = np.zeros(size, dtype=np.int32)
    for account in range(len(start) - 1):
        counts[:] = 0
        top = 0
        for event in range(start[account], start[account + 1]):
            counts[category[event]] += sign[event]
            top = max(top, counts[category[event]]) if sign[event] > 0 else counts.max()
            out[event] = top
    return out


@njit(cache=True)
def _neighbour(held: Ints, place: int, step: int) -> int:
    """The nearest place in the direction of `step` that holds anything; -1 where there is none."""
    place += step
    while 0 <= place < len(held):
        if held[place] > 0:
            return place
        place += step
    return -1


@njit(cache=True)
def _split(tree: Ints, before: int, place: int, after: int, change: int) -> int:
    """Count the gaps on both sides of `place` instead of the one across it, or the reverse; how many more."""
    more = 0
    if before >= 0:
        add_to(tree, min(place - before, _SIZE - 1), change)
        more += change
    if after >= 0:
        add_to(tree, min(after - place, _SIZE - 1), change)
        more += change
    if before >= 0 and after >= 0:
        add_to(tree, min(after - before, _SIZE - 1), -change)
        more -= change
    return more


@njit(cache=True)
def running_gaps(start: Ints, paid: Ints, sign: Ints) -> NDArray[np.float32]:
    """Columns: the latest payment day still in, and the lower median of days from one to the next.

    The median is NaN below two gaps: one is no rhythm. A gap counts for 1023 days at most.
    """
    out = np.full((len(paid), 2), np.nan, dtype=np.float32)
    tree = np.zeros(_SIZE + 1, dtype=np.int64)
    for account in range(len(start) - 1):
        first, stop = start[account], start[account + 1]
        if first == stop:
            continue
        tree[:] = 0
        low = paid[first:stop].min()
        held = np.zeros(paid[first:stop].max() - low + 1, dtype=np.int64)
        latest, gaps = -1, 0
        for event in range(first, stop):
            place = paid[event] - low
            held[place] += sign[event]
            if held[place] == (1 if sign[event] > 0 else 0):
                before = latest if place > latest else _neighbour(held, place, -1)
                after = -1 if place >= latest else _neighbour(held, place, 1)
                gaps += _split(tree, before, place, after, sign[event])
                if place >= latest:
                    latest = place if sign[event] > 0 else before
            if latest >= 0:
                out[event, 0] = latest + low
            if gaps > 1:
                out[event, 1] = ranked(tree, (gaps + 1) // 2)
    return out


@njit(cache=True)
def located(key: Ints, account: Ints, day: Ints, span: int) -> Ints:
    """Position of each account's last event known by `day`, -1 where there is none.

    What is asked in the order of the events is found by going on from the last answer: few steps each.
    """
    out = np.empty(len(account), dtype=np.int64)
    place, before = 0, np.int64(0)  # events before `place` are not after `before`
    for row in range(len(account)):
        wanted = account[row] * span + day[row]
        if row == 0 or wanted < before or account[row] != account[row - 1]:
            place = np.searchsorted(key, wanted, side="right")
        else:
            steps = 0
            while place < len(key) and key[place] <= wanted:
                place += 1
                steps += 1
                if steps == _FAR:
                    place = np.searchsorted(key, wanted, side="right")
                    break
        before = wanted
        out[row] = place - 1 if place > 0 and key[place - 1] >= account[row] * span else -1
    return out


@njit(cache=True)
def gathered(values: NDArray[np.generic], place: Ints, empty: float) -> Floats:
    """The value at each place, `empty` at -1."""
    out = np.empty(len(place), dtype=np.float64)
    for row in range(len(place)):
        out[row] = values[place[row]] if place[row] >= 0 else empty
    return out
