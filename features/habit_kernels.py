"""Single passes that keep, payer after payer, how often it pays at each lateness, weekday and month day.

Counts fade with time. Instead of fading every cell every day, a memory holds what it counts divided by a
scale that alone fades; what is read is the cell times the scale.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LOW, HIGH = -60, 90  # days after due that are told apart; beyond, the outermost speaks
CELLS = HIGH - LOW + 1
WEEK = 7
MONTH_END = 32  # the cell of "last day of the month", beside the days 1 to 31
SETTLED, OPEN = 0, 1
# A payment half a year old weighs a third of today's; the fast count forgets in weeks, that of runs in a
# quarter. Chosen on time splits inside the training period of public invoices.
SLOW_DAYS, FAST_DAYS, BOOK_DAYS, RUN_DAYS = 180.0, 20.0, 120.0, 90.0
# The payer's own hazard is drawn to the book's as if this many of its invoices had followed it.
_PRIOR = 1.0
_BOOK_HITS, _BOOK_EXPOSED = 0.025, 0.5
_HIGHEST = 0.95
# Neighbouring latenesses on the same weekday speak for each other, by e less for each day apart.
_NEAR = 6
_WEIGHTS = np.exp(-np.arange(_NEAR + 1) / 1.0)
_WIDE_WEIGHTS = np.exp(-np.arange(_NEAR + 1) / 2.5)
_SMALLEST_SCALE = 1e-60
_DAYS_A_MONTH = 30.4

HITS, EXPOSED = 0, 1
_SLOW, _FAST, _RUN = 0, 1, 2
_TODAY, _FIRST, _LAST_PAID, _N_OPEN = 0, 1, 2, 3


class Events(NamedTuple):
    """What became known, sorted by account and day; `key` is account x span + day, as in streams."""

    key: Ints
    day: Ints
    kind: Ints  # SETTLED, or OPEN for an item owed meanwhile
    sign: Ints
    issued: Ints
    due: Ints
    paid: Ints


class Calendar(NamedTuple):
    """Days from `base` on: day of the month, whether the month's last, and the first day a run moved from."""

    base: int
    month_day: Ints
    last_of_month: Ints
    moved_from: Ints


class Memory(NamedTuple):
    """One payer's past. First index of counts: HITS, EXPOSED."""

    slow: Floats  # [2, weekday of the due day, cell]
    fast: Floats  # [2, cell]
    dated: Floats  # [2, day of the month or MONTH_END, cell], of the days exposed
    weekdays: Floats
    month_days: Floats
    scale: Floats  # [slow, fast, run]
    marks: Ints  # [today, first day, last day paid, number of open items]
    items: Ints  # [item, (due, issued)] of the open ones


class Rows(NamedTuple):
    """Intervals [start, stop) of pairs; those of pair p lie at first[p] to first[p + 1]."""

    first: Ints
    start: Ints
    stop: Ints


def new_memory(items: int) -> Memory:
    return Memory(
        np.zeros((2, WEEK, CELLS)),
        np.zeros((2, CELLS)),
        np.zeros((2, MONTH_END + 1, CELLS)),
        np.zeros(WEEK),
        np.zeros(MONTH_END + 1),
        np.ones(3),
        np.zeros(4, dtype=np.int64),
        np.zeros((items, 2), dtype=np.int64),
    )


@njit(cache=True)
def _cell(days: int) -> int:
    return min(max(days, LOW), HIGH) - LOW


@njit(cache=True)
def _weekday(day: int) -> int:
    return (day + 3) % WEEK  # 1970-01-01 was a Thursday


@njit(cache=True)
def _forget(memory: Memory) -> None:
    memory.slow[:] = 0.0
    memory.fast[:] = 0.0
    memory.dated[:] = 0.0
    memory.weekdays[:] = 0.0
    memory.month_days[:] = 0.0
    memory.scale[:] = 1.0
    memory.marks[:] = 0


@njit(cache=True)
def _fade(memory: Memory, day: int) -> None:
    """Let the counts age to `day`; the first day starts the clock."""
    if memory.marks[_TODAY] == 0:
        memory.marks[_TODAY] = day
        memory.marks[_FIRST] = day
    passed = day - memory.marks[_TODAY]
    memory.marks[_TODAY] = day
    memory.scale[_SLOW] *= np.exp(-passed / SLOW_DAYS)
    memory.scale[_FAST] *= np.exp(-passed / FAST_DAYS)
    memory.scale[_RUN] *= np.exp(-passed / RUN_DAYS)
    if memory.scale[_FAST] < _SMALLEST_SCALE:
        memory.slow[:] *= memory.scale[_SLOW]
        memory.fast[:] *= memory.scale[_FAST]
        memory.dated[:] *= memory.scale[_SLOW]
        memory.weekdays[:] *= memory.scale[_RUN]
        memory.month_days[:] *= memory.scale[_RUN]
        memory.scale[:] = 1.0


@njit(cache=True)
def _settle(memory: Memory, calendar: Calendar, sign: int, issued: int, due: int, paid: int) -> None:
    """One invoice paid: exposed from its issue to its payment, hit there."""
    weekday, last = _weekday(due), _cell(paid - due)
    age = memory.marks[_TODAY] - paid
    slow = sign * np.exp(-age / SLOW_DAYS) / memory.scale[_SLOW]
    fast = sign * np.exp(-age / FAST_DAYS) / memory.scale[_FAST]
    for cell in range(min(_cell(issued - due), last), last + 1):
        memory.slow[EXPOSED, weekday, cell] += slow
        memory.fast[EXPOSED, cell] += fast
    memory.slow[HITS, weekday, last] += slow
    memory.fast[HITS, last] += fast
    for day in range(max(issued, due + LOW), min(paid, due + HIGH) + 1):
        _date(memory.dated[EXPOSED], calendar, day, _cell(day - due), slow)
    _date(memory.dated[HITS], calendar, paid, last, slow)


@njit(cache=True)
def _date(counts: Floats, calendar: Calendar, day: int, cell: int, weight: float) -> None:
    """Count a day under each day of the month it stands for; closed days stand for none."""
    for moved in range(calendar.moved_from[day - calendar.base], day + 1):
        counts[calendar.month_day[moved - calendar.base], cell] += weight
        if calendar.last_of_month[moved - calendar.base] == 1:
            counts[MONTH_END, cell] += weight


@njit(cache=True)
def _run(memory: Memory, calendar: Calendar, paid: int) -> None:
    """A day on which the payer paid, whatever the number of invoices."""
    if paid == memory.marks[_LAST_PAID]:
        return
    memory.marks[_LAST_PAID] = paid
    weight = np.exp(-(memory.marks[_TODAY] - paid) / RUN_DAYS) / memory.scale[_RUN]
    memory.weekdays[_weekday(paid)] += weight
    for day in range(calendar.moved_from[paid - calendar.base], paid + 1):
        memory.month_days[calendar.month_day[day - calendar.base]] += weight
        if calendar.last_of_month[day - calendar.base] == 1:
            memory.month_days[MONTH_END] += weight


@njit(cache=True)
def _hold(memory: Memory, sign: int, due: int, issued: int) -> None:
    """Put an open item in, or take one like it out."""
    count = memory.marks[_N_OPEN]
    if sign > 0:
        memory.items[count, 0] = due
        memory.items[count, 1] = issued
        memory.marks[_N_OPEN] = count + 1
        return
    for place in range(count):
        if memory.items[place, 0] == due and memory.items[place, 1] == issued:
            memory.items[place] = memory.items[count - 1]
            memory.marks[_N_OPEN] = count - 1
            return


@njit(cache=True)
def _learn(memory: Memory, events: Events, event: int, calendar: Calendar) -> None:
    _fade(memory, events.day[event])
    if events.kind[event] == OPEN:
        _hold(memory, events.sign[event], events.due[event], events.issued[event])
    else:
        _settle(
            memory, calendar, events.sign[event], events.issued[event], events.due[event], events.paid[event]
        )
        if events.sign[event] > 0:
            _run(memory, calendar, events.paid[event])


@njit(cache=True)
def _read(memory: Memory, slow: Floats, fast: Floats) -> None:
    """The counts as of today, the open items exposed up to today among them."""
    slow[:] = memory.slow * memory.scale[_SLOW]
    fast[:] = memory.fast * memory.scale[_FAST]
    today = memory.marks[_TODAY]
    for place in range(memory.marks[_N_OPEN]):
        due, issued = memory.items[place, 0], memory.items[place, 1]
        weekday = _weekday(due)
        for cell in range(_cell(issued - due), _cell(today - due) + 1):
            slow[EXPOSED, weekday, cell] += 1.0
            fast[EXPOSED, cell] += 1.0


@njit(cache=True)
def _count_in_book(counts: Floats, events: Events, event: int, today: int, scale: float) -> None:
    """One paid invoice, weighing one on its day of payment; `today` is where the clock of `scale` stands."""
    due, issued, paid = events.due[event], events.issued[event], events.paid[event]
    weekday, last = _weekday(due), _cell(paid - due)
    weight = events.sign[event] * np.exp((paid - today) / BOOK_DAYS) / scale
    for cell in range(min(_cell(issued - due), last), last + 1):
        counts[EXPOSED, weekday, cell] += weight
    counts[HITS, weekday, last] += weight


@njit(cache=True)
def book_hazards(events: Events, evenings: Ints) -> NDArray[np.float32]:
    """The whole book's hazard by weekday of the due day and lateness, on each of the sorted evenings.

    Only settled invoices count, each as exposed until its payment; the events are sorted by day.
    """
    out = np.zeros((len(evenings), WEEK, CELLS), dtype=np.float32)
    counts = np.zeros((2, WEEK, CELLS))
    event, scale, today = 0, 1.0, evenings[0] if len(evenings) else 0
    for place in range(len(evenings)):
        while event < len(events.day) and events.day[event] <= evenings[place]:
            if events.kind[event] == SETTLED:
                _count_in_book(counts, events, event, today, scale)
            event += 1
        scale *= np.exp(-(evenings[place] - today) / BOOK_DAYS)
        today = evenings[place]
        if scale < _SMALLEST_SCALE:
            counts *= scale
            scale = 1.0
        hits = np.maximum(counts[HITS] * scale, 0.0) + _BOOK_HITS
        exposed = np.maximum(counts[EXPOSED] * scale, 0.0) + _BOOK_EXPOSED
        out[place] = np.minimum(hits / exposed, _HIGHEST)
    return out


@njit(cache=True)
def _weekday_curve(
    slow: Floats, book: NDArray[np.float32], due: int, curve: Floats, first: int, stop: int
) -> None:
    """The payer's hazard in cells `first` to `stop` of an invoice due on `due`, told by its weekdays.

    Neighbouring latenesses count, whatever their due weekday, by e less for each day apart.
    """
    for middle in range(first, stop):
        hits, exposed = 0.0, 0.0
        weekday = _weekday(due + middle + LOW)
        for cell in range(max(middle - _NEAR, 0), min(middle + _NEAR, CELLS - 1) + 1):
            own = (weekday - (cell + LOW)) % WEEK
            weight = _WEIGHTS[abs(cell - middle)]
            hits += weight * slow[HITS, own, cell]
            exposed += weight * slow[EXPOSED, own, cell]
        curve[middle] = _drawn(hits, exposed, float(book[_weekday(due), middle]))


@njit(cache=True)
def _smooth(sums: Floats, cell: int) -> tuple[float, float]:
    """Hits and exposure around a lateness, whatever the weekday."""
    hits, exposed = 0.0, 0.0
    for near in range(max(cell - _NEAR, 0), min(cell + _NEAR, CELLS - 1) + 1):
        weight = _WIDE_WEIGHTS[abs(near - cell)]
        hits += weight * sums[HITS, near]
        exposed += weight * sums[EXPOSED, near]
    return hits, exposed


@njit(cache=True)
def _dated_hazard(memory: Memory, calendar: Calendar, day: int, cell: int, prior: float) -> float:
    """The payer's hazard on the day of the month that `day` best stands for, at latenesses around."""
    best = 0.0
    for moved in range(calendar.moved_from[day - calendar.base], day + 1):
        best = max(best, _dated_near(memory, calendar.month_day[moved - calendar.base], cell, prior))
        if calendar.last_of_month[moved - calendar.base] == 1:
            best = max(best, _dated_near(memory, MONTH_END, cell, prior))
    return best


@njit(cache=True)
def _dated_near(memory: Memory, month_day: int, cell: int, prior: float) -> float:
    hits, exposed = 0.0, 0.0
    for near in range(max(cell - _NEAR, 0), min(cell + _NEAR, CELLS - 1) + 1):
        weight = _WIDE_WEIGHTS[abs(near - cell)]
        hits += weight * memory.dated[HITS, month_day, near]
        exposed += weight * memory.dated[EXPOSED, month_day, near]
    scale = memory.scale[_SLOW]
    return _drawn(hits * scale, exposed * scale, prior)


@njit(cache=True)
def _reached(curve: Floats, share: float) -> int:
    """Days after due by which the share is paid, as the curve has it."""
    stays = 1.0
    for cell in range(CELLS):
        stays *= 1.0 - curve[cell]
        if stays <= 1.0 - share:
            return cell + LOW
    return HIGH


@njit(cache=True)
def _drawn(hits: float, exposed: float, prior: float) -> float:
    return min((max(hits, 0.0) + _PRIOR * prior) / (max(exposed, 0.0) + _PRIOR), _HIGHEST)


@njit(cache=True)
def _month_day(memory: Memory, calendar: Calendar, day: int) -> float:
    """The best of the month days that a payment on `day` may stand for."""
    best = 0.0
    for moved in range(calendar.moved_from[day - calendar.base], day + 1):
        best = max(best, memory.month_days[calendar.month_day[moved - calendar.base]])
        if calendar.last_of_month[moved - calendar.base] == 1:
            best = max(best, memory.month_days[MONTH_END])
    return best


@njit(cache=True)
def _tell(
    out: NDArray[np.float32],
    memory: Memory,
    calendar: Calendar,
    fast: Floats,
    sums: Floats,
    curve: Floats,
    book: NDArray[np.float32],
    due: int,
    start: int,
    stop: int,
) -> None:
    """One interval: hazards of its days taken together, shares of chances averaged."""
    stays = np.ones(6)
    weekday_share, month_share = 0.0, 0.0
    known = RUN_DAYS * (1.0 - np.exp(-(memory.marks[_TODAY] - memory.marks[_FIRST]) / RUN_DAYS))
    for day in range(start, stop):
        cell = _cell(day - due)
        prior = float(book[_weekday(due), cell])
        own = _drawn(sums[HITS, cell], sums[EXPOSED, cell], prior)
        hits, exposed = _smooth(sums, cell)
        stays[0] *= 1.0 - prior
        stays[1] *= 1.0 - own
        stays[2] *= 1.0 - curve[cell]
        stays[3] *= 1.0 - _drawn(fast[HITS, cell], fast[EXPOSED, cell], own)
        stays[4] *= 1.0 - _drawn(hits, exposed, prior)
        stays[5] *= 1.0 - _dated_hazard(memory, calendar, day, cell, own)
        weekday_share += memory.weekdays[_weekday(day)]
        month_share += _month_day(memory, calendar, day)
    days, scale = stop - start, memory.scale[_RUN]
    out[:6] = 1.0 - stays
    out[6] = sums[EXPOSED, _cell(start - due)]
    out[7] = weekday_share * scale / days / (known / WEEK + 1.0)
    out[8] = month_share * scale / days / (known / _DAYS_A_MONTH + 1.0)


@njit(cache=True)
def _advance(memory: Memory, events: Events, event: int, key: int, span: int, calendar: Calendar) -> int:
    """Learn what became known up to the evening of `key`; the position of the next event is returned."""
    while event < len(events.key) and events.key[event] <= key:
        _learn(memory, events, event, calendar)
        event += 1
    _fade(memory, key % span)
    return event


@njit(cache=True)
def payer_habits(
    events: Events,
    calendar: Calendar,
    memory: Memory,
    span: int,
    pair_key: Ints,
    order: Ints,
    pair_due: Ints,
    book: NDArray[np.float32],
    book_row: Ints,
    rows: Rows,
) -> NDArray[np.float32]:
    """What the payer's own past says of each interval of each pair, as known on the pair's evening.

    Columns: as features.habits.NAMES. Pairs are visited in `order`, sorted by key.
    """
    out = np.zeros((len(rows.start), 11), dtype=np.float32)
    slow, fast = np.zeros((2, WEEK, CELLS)), np.zeros((2, CELLS))
    sums, curve = np.zeros((2, CELLS)), np.zeros(CELLS)
    event, current, evening = 0, -1, -1
    for place in range(len(order)):
        pair = order[place]
        account = pair_key[pair] // span
        if account != current:
            _forget(memory)
            event, current, evening = np.searchsorted(events.key, account * span), account, -1
        if pair_key[pair] != evening:
            event, evening = _advance(memory, events, event, pair_key[pair], span, calendar), pair_key[pair]
            _read(memory, slow, fast)
            sums[:] = slow.sum(axis=1)
        table, due = book[book_row[pair]], pair_due[pair]
        _weekday_curve(slow, table, due, curve, 0, CELLS)
        usual, spread = _reached(curve, 0.5), _reached(curve, 0.8) - _reached(curve, 0.2)
        for row in range(rows.first[pair], rows.first[pair + 1]):
            start, stop = rows.start[row], rows.stop[row]
            _tell(out[row], memory, calendar, fast, sums, curve, table, due, start, stop)
            out[row, 9] = start - due - usual
            out[row, 10] = spread
    return out


@njit(cache=True)
def _stay_open(
    out: NDArray[np.float32],
    memory: Memory,
    calendar: Calendar,
    fast: Floats,
    sums: Floats,
    curve: Floats,
    book: NDArray[np.float32],
    due: int,
    start: int,
    stop: int,
) -> None:
    """Multiply each chance of staying open, in `out`, by that of its hazards from `start` to `stop`."""
    for day in range(start, stop):
        cell = _cell(day - due)
        prior = float(book[_weekday(due), cell])
        own = _drawn(sums[HITS, cell], sums[EXPOSED, cell], prior)
        out[0] *= 1.0 - prior
        out[1] *= 1.0 - own
        out[2] *= 1.0 - curve[cell]
        out[3] *= 1.0 - _dated_hazard(memory, calendar, day, cell, own)
        out[4] *= 1.0 - _drawn(fast[HITS, cell], fast[EXPOSED, cell], own)


@njit(cache=True)
def _stay_open_longer(
    out: NDArray[np.float32], sums: Floats, book: NDArray[np.float32], due: int, start: int, stop: int
) -> None:
    for day in range(start, stop):
        cell = _cell(day - due)
        prior = float(book[_weekday(due), cell])
        out[0] *= 1.0 - prior
        out[1] *= 1.0 - _drawn(sums[HITS, cell], sums[EXPOSED, cell], prior)


@njit(cache=True)
def payer_outlook(
    events: Events,
    calendar: Calendar,
    memory: Memory,
    span: int,
    pair_key: Ints,
    order: Ints,
    pair_due: Ints,
    pair_from: Ints,
    book: NDArray[np.float32],
    book_row: Ints,
) -> NDArray[np.float32]:
    """The chance of each pair's invoice being late if everybody went on as before.

    Columns: late as the book pays, as this payer pays, as it pays on those weekdays, on those days of the month,
    as it has paid of late; more than 30 days late as the book pays, as this payer pays.
    """
    out = np.ones((len(pair_key), 7), dtype=np.float32)
    slow, fast = np.zeros((2, WEEK, CELLS)), np.zeros((2, CELLS))
    sums, curve = np.zeros((2, CELLS)), np.zeros(CELLS)
    event, current, evening = 0, -1, -1
    for place in range(len(order)):
        pair = order[place]
        account = pair_key[pair] // span
        if account != current:
            _forget(memory)
            event, current, evening = np.searchsorted(events.key, account * span), account, -1
        if pair_key[pair] != evening:
            event, evening = _advance(memory, events, event, pair_key[pair], span, calendar), pair_key[pair]
            _read(memory, slow, fast)
            sums[:] = slow.sum(axis=1)
        table, due, start = book[book_row[pair]], pair_due[pair], pair_from[pair]
        if start <= due:
            _weekday_curve(slow, table, due, curve, _cell(start - due), _cell(0) + 1)
            first = max(start, due + LOW)
            _stay_open(out[pair], memory, calendar, fast, sums, curve, table, due, first, due + 1)
        out[pair, 5:7] = out[pair, 0:2]
        _stay_open_longer(out[pair, 5:7], sums, table, due, max(start, due + 1), due + 31)
    return out
