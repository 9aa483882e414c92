"""What is kept of one payer's past, evening after evening, and how it fades.

Counts fade with time. Instead of fading every cell every day, a memory holds what it counts divided by a
scale that alone fades; what is read is the cell times the scale. Open items, counted apart, do not fade. The
scale is told from one day on, which only events move: the evenings asked in between leave no trace, not even
of rounding, so that a pair's figures are the same to the last bit whatever else is asked beside it.
numba recompiles a cached kernel when its own file changes: after a change here, touch habit_kernels.py.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LOW, HIGH = -60, 90  # days after due that are told apart; beyond, the outermost speaks
NEAR = 6  # neighbouring latenesses that speak for each other
CELLS = HIGH - LOW + 1 + 2 * NEAR  # with a margin on both sides that stays empty, for neighbours
WEEK = 7
# Rows of counts: the seven weekdays of the days exposed, all of these together, the days of the month from 1
# to 31, the last day of the month.
ANY_DAY, MONTH, MONTH_END = WEEK, WEEK, WEEK + 32
# A payment half a year old weighs a third of today's; the fast count forgets in weeks, that of runs in a
# quarter. The first two were chosen on time splits of public invoices, the last by reasoning.
SLOW_DAYS, FAST_DAYS, RUN_DAYS = 180.0, 20.0, 90.0
SMALLEST_SCALE = 1e-60

HITS, EXPOSED = 0, 1
SLOW, FAST, RUN = 0, 1, 2
TODAY, FIRST, _LAST_PAID, _N_OPEN, _NEXT_SETTLED, _NEXT_OWED, _BASE = 0, 1, 2, 3, 4, 5, 6
_UNTIL, _DUE, _FROM_CELL, _NEXT_CELL = 0, 1, 2, 3

# For small steps of hot loops: a call that hands over a whole memory takes longer than what it calls for.
inlined = njit(cache=True, inline="always")


class Settled(NamedTuple):
    """Invoices paid, +1, or that again in question, -1; `key` is account x span + day it became known."""

    key: Ints
    sign: Ints
    issued: Ints
    due: Ints
    paid: Ints


class Owed(NamedTuple):
    """Items owed from the day of `key`, account x span + day, to the day `until`, excluded."""

    key: Ints
    until: Ints
    issued: Ints
    due: Ints


class Calendar(NamedTuple):
    """The rows of the month days that a day stands for: those at first[n] to first[n + 1] for day base + n.

    A business day stands for itself and for the closed days just before, from which a payment was moved.
    """

    base: int
    first: Ints
    rows: Ints


class Memory(NamedTuple):
    """One payer's past, by cells of lateness and by what the day was."""

    hits: Floats  # [row, cell]
    exposed: Floats  # [row, cell], of invoices paid
    owed: Floats  # [row up to ANY_DAY, cell], of open ones, so far
    fast: Floats  # [HITS or EXPOSED, cell], of invoices paid
    runs: Floats  # [row]
    scale: Floats  # [slow, fast, run]
    marks: Ints
    items: Ints  # [item, (until, due, cell of its first day, cell of its next day)] of the open ones


def new_memory(items: int) -> Memory:
    return Memory(
        hits=np.zeros((MONTH_END + 1, CELLS)),
        exposed=np.zeros((MONTH_END + 1, CELLS)),
        owed=np.zeros((ANY_DAY + 1, CELLS)),
        fast=np.zeros((2, CELLS)),
        runs=np.zeros(MONTH_END + 1),
        scale=np.ones(3),
        marks=np.zeros(7, dtype=np.int64),
        items=np.zeros((items, 4), dtype=np.int64),
    )


@njit(cache=True)
def cell_of(days: int) -> int:
    """The cell of a lateness."""
    return min(max(days, LOW), HIGH) - LOW + NEAR


@njit(cache=True)
def days_of(cell: int) -> int:
    return cell + LOW - NEAR


@njit(cache=True)
def weekday_of(day: int) -> int:
    return (day + 3) % WEEK  # 1970-01-01 was a Thursday


@njit(cache=True)
def next_weekday(weekday: int) -> int:
    return weekday + 1 if weekday < WEEK - 1 else 0


@njit(cache=True)
def begin(memory: Memory, settled: Settled, owed: Owed, first_key: int) -> None:
    """Forget one payer and find the first events of the next, whose keys start at `first_key`."""
    memory.hits[:] = 0.0
    memory.exposed[:] = 0.0
    memory.owed[:] = 0.0
    memory.fast[:] = 0.0
    memory.runs[:] = 0.0
    memory.scale[:] = 1.0
    memory.marks[:] = 0
    memory.marks[_NEXT_SETTLED] = np.searchsorted(settled.key, first_key)
    memory.marks[_NEXT_OWED] = np.searchsorted(owed.key, first_key)


@njit(cache=True)
def learn(memory: Memory, settled: Settled, owed: Owed, key: int, span: int, calendar: Calendar) -> None:
    """Take in what became known up to the evening of `key`."""
    today = key % span
    _start_clock(memory, settled, owed, key, span)
    event = memory.marks[_NEXT_SETTLED]
    while event < len(settled.key) and settled.key[event] <= key:
        _fade(memory, settled.key[event] % span)
        _start_again(memory)
        sign, issued, due, paid = (
            settled.sign[event], settled.issued[event], settled.due[event], settled.paid[event]
        )  # fmt: skip
        _settle(memory, calendar, sign, issued, due, paid)
        if sign > 0:
            _run(memory, calendar, paid)
        event += 1
    memory.marks[_NEXT_SETTLED] = event
    _fade(memory, today)
    _take_up(memory, owed, key, today)
    _expose(memory, today)


@njit(cache=True)
def _start_clock(memory: Memory, settled: Settled, owed: Owed, key: int, span: int) -> None:
    """The clock starts on the day of the payer's first event, be it still to come, or tonight without any."""
    if memory.marks[TODAY] != 0:
        return
    first, after = key, (key // span + 1) * span
    settled_first, owed_first = after, after
    if memory.marks[_NEXT_SETTLED] < len(settled.key):
        settled_first = settled.key[memory.marks[_NEXT_SETTLED]]
    if memory.marks[_NEXT_OWED] < len(owed.key):
        owed_first = owed.key[memory.marks[_NEXT_OWED]]
    if min(settled_first, owed_first) < after:
        first = min(settled_first, owed_first)
    memory.marks[TODAY] = memory.marks[FIRST] = memory.marks[_BASE] = first % span


@njit(cache=True)
def _fade(memory: Memory, day: int) -> None:
    """Let the counts age to `day`."""
    if day == memory.marks[TODAY]:
        return
    memory.marks[TODAY] = day
    passed = max(day - memory.marks[_BASE], 0)
    memory.scale[SLOW] = np.exp(-passed / SLOW_DAYS)
    memory.scale[FAST] = np.exp(-passed / FAST_DAYS)
    memory.scale[RUN] = np.exp(-passed / RUN_DAYS)


@njit(cache=True)
def _start_again(memory: Memory) -> None:
    """Take today for the day from which the scale is told, before it gets too small to divide by."""
    if memory.scale[FAST] >= SMALLEST_SCALE:
        return
    memory.hits[:] *= memory.scale[SLOW]
    memory.exposed[:] *= memory.scale[SLOW]
    memory.fast[:] *= memory.scale[FAST]
    memory.runs[:] *= memory.scale[RUN]
    memory.scale[:] = 1.0
    memory.marks[_BASE] = memory.marks[TODAY]


@njit(cache=True)
def _settle(memory: Memory, calendar: Calendar, sign: int, issued: int, due: int, paid: int) -> None:
    """One invoice paid: exposed from its issue to its payment, hit there."""
    age, last = memory.marks[TODAY] - paid, cell_of(paid - due)
    slow = sign * np.exp(-age / SLOW_DAYS) / memory.scale[SLOW]
    fast = sign * np.exp(-age / FAST_DAYS) / memory.scale[FAST]
    first = min(cell_of(issued - due), last)
    weekday = weekday_of(due + days_of(first))
    for cell in range(first, last + 1):
        memory.exposed[weekday, cell] += slow
        memory.exposed[ANY_DAY, cell] += slow
        memory.fast[EXPOSED, cell] += fast
        weekday = next_weekday(weekday)
    memory.hits[weekday_of(due + days_of(last)), last] += slow
    memory.hits[ANY_DAY, last] += slow
    memory.fast[HITS, last] += fast
    for day in range(max(issued, due + LOW), min(paid, due + HIGH) + 1):
        _date(memory.exposed, calendar, day, cell_of(day - due), slow)
    _date(memory.hits, calendar, paid, last, slow)


@inlined
def _date(counts: Floats, calendar: Calendar, day: int, cell: int, weight: float) -> None:
    """Count a day under each day of the month it stands for."""
    for place in range(calendar.first[day - calendar.base], calendar.first[day - calendar.base + 1]):
        counts[calendar.rows[place], cell] += weight


@njit(cache=True)
def _run(memory: Memory, calendar: Calendar, paid: int) -> None:
    """A day on which the payer paid, whatever the number of invoices."""
    if paid == memory.marks[_LAST_PAID]:
        return
    memory.marks[_LAST_PAID] = paid
    weight = np.exp(-(memory.marks[TODAY] - paid) / RUN_DAYS) / memory.scale[RUN]
    memory.runs[weekday_of(paid)] += weight
    for place in range(calendar.first[paid - calendar.base], calendar.first[paid - calendar.base + 1]):
        memory.runs[calendar.rows[place]] += weight


@njit(cache=True)
def _take_up(memory: Memory, owed: Owed, key: int, today: int) -> None:
    """Hold the items that became known, but those already gone."""
    event, count = memory.marks[_NEXT_OWED], memory.marks[_N_OPEN]
    while event < len(owed.key) and owed.key[event] <= key:
        if owed.until[event] > today:
            first = cell_of(owed.issued[event] - owed.due[event])
            memory.items[count, _UNTIL] = owed.until[event]
            memory.items[count, _DUE] = owed.due[event]
            memory.items[count, _FROM_CELL] = memory.items[count, _NEXT_CELL] = first
            count += 1
        event += 1
    memory.marks[_NEXT_OWED], memory.marks[_N_OPEN] = event, count


@njit(cache=True)
def _expose(memory: Memory, today: int) -> None:
    """Open items are exposed up to today; those that are gone never were."""
    place = 0
    while place < memory.marks[_N_OPEN]:
        due, following = memory.items[place, _DUE], memory.items[place, _NEXT_CELL]
        gone = memory.items[place, _UNTIL] <= today
        first = memory.items[place, _FROM_CELL] if gone else following
        stop = following if gone else max(cell_of(today - due) + 1, following)
        _count_owed(memory.owed, due, first, stop, -1.0 if gone else 1.0)
        if gone:
            memory.marks[_N_OPEN] -= 1
            for column in range(memory.items.shape[1]):
                memory.items[place, column] = memory.items[memory.marks[_N_OPEN], column]
        else:
            memory.items[place, _NEXT_CELL] = stop
            place += 1


@inlined
def _count_owed(owed: Floats, due: int, first: int, stop: int, change: float) -> None:
    """Count an item's cells from `first` to `stop`, excluded; whole numbers, so that none leaves a trace."""
    weekday = weekday_of(due + days_of(first))
    for cell in range(first, stop):
        owed[weekday, cell] += change
        owed[ANY_DAY, cell] += change
        weekday = next_weekday(weekday)
