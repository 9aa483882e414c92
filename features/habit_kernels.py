"""What a payer's past says of the days ahead, pair after pair, in single passes over the accounts.

Each is tested against a plain reference in tests/features/test_habits.py.
"""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from features.habit_memory import (
    ANY_DAY,
    CELLS,
    EXPOSED,
    FAST,
    FIRST,
    HIGH,
    HITS,
    LOW,
    NEAR,
    RUN,
    RUN_DAYS,
    SLOW,
    TODAY,
    WEEK,
    Calendar,
    Floats,
    Ints,
    Memory,
    Owed,
    Settled,
    begin,
    cell_of,
    days_of,
    inlined,
    learn,
    next_weekday,
    weekday_of,
)

BOOK_DAYS = 120.0
_BUCKETS = WEEK * CELLS * CELLS
# Weights are told as of this day (early 2025): a double holds them for two centuries to come and longer ago.
_DAY_ONE = 20_100
# The payer's own hazard is drawn to the book's as if this many of its invoices had followed it.
_PRIOR = 1.0
_BOOK_HITS, _BOOK_EXPOSED = 0.025, 0.5
_HIGHEST = 0.95
# Neighbouring latenesses speak for each other, by e less for each day apart on the same weekday, for each 2.5
# days otherwise.
_WEIGHTS = tuple(exp(-away / 1.0) for away in range(NEAR + 1))
_WIDE_WEIGHTS = tuple(exp(-away / 2.5) for away in range(NEAR + 1))
_DAYS_A_MONTH = 30.4
_LATE = 30  # the second bar of the outlook, in days after due

Table = NDArray[np.float32]  # the book's hazards: [evening, weekday of the due day, cell], or a part of it


class Asked(NamedTuple):
    """Pairs as a kernel visits them: in `order`, by account and evening; `table` holds each one's evening."""

    key: Ints
    order: Ints
    due: Ints
    first: Ints  # the day on which payment may begin
    book: Table
    table: Ints


class Rows(NamedTuple):
    """Intervals [start, stop) of pairs; those of pair p lie at first[p] to first[p + 1]."""

    first: Ints
    start: Ints
    stop: Ints


class Book(NamedTuple):
    """Invoices paid, all accounts together: `n` more became known on `day` to have been paid on `paid`.

    `bucket` is (weekday of the due day x CELLS + first cell exposed) x CELLS + cell of the payment. No two
    rows agree in all three; they are sorted by day, then by the others.
    """

    day: Ints
    paid: Ints
    bucket: Ints
    n: Ints


def book_of(settled: Settled, span: int) -> Book:
    """What accounts settled, counted without them: whole numbers, to be added up in any order."""
    weekday = weekday_of(settled.due)
    last = np.clip(settled.paid - settled.due, LOW, HIGH) - LOW + NEAR
    first = np.minimum(np.clip(settled.issued - settled.due, LOW, HIGH) - LOW + NEAR, last)
    bucket = (weekday * CELLS + first) * CELLS + last
    return together([Book(settled.key % span, settled.paid, bucket, settled.sign)])


def together(books: Sequence[Book]) -> Book:
    """One book of several, the same whatever their number and order."""
    day, paid, bucket, n = (np.concatenate([book[column] for book in books]) for column in range(4))
    if len(day) == 0:
        return Book(day, paid, bucket, n)
    first_day, first_paid = day.min(), paid.min()
    paid_days = int(paid.max() - first_paid) + 1
    content = ((day - first_day) * paid_days + paid - first_paid) * _BUCKETS + bucket
    order = np.argsort(content)
    content = content[order]
    fresh = np.flatnonzero(np.r_[True, content[1:] != content[:-1]])
    n = np.add.reduceat(n[order], fresh)
    kept = order[fresh[n != 0]]
    return Book(day[kept], paid[kept], bucket[kept], n[n != 0])


@njit(cache=True)
def _count_in_book(counts: Floats, book: Book, row: int) -> None:
    """Some paid invoices, weighing one each on their day of payment and fading since, told as of _DAY_ONE."""
    bucket, last = np.divmod(book.bucket[row], CELLS)
    weekday, first = np.divmod(bucket, CELLS)
    weight = book.n[row] * np.exp((book.paid[row] - _DAY_ONE) / BOOK_DAYS)
    for cell in range(first, last + 1):
        counts[EXPOSED, weekday, cell] += weight
    counts[HITS, weekday, last] += weight


@njit(cache=True)
def book_hazards(book: Book, evenings: Ints) -> Table:
    """The whole book's hazard by weekday of the due day and lateness, on each of the sorted evenings.

    Only settled invoices count, each as exposed until its payment. No evening depends on which others are
    asked.
    """
    out = np.zeros((len(evenings), WEEK, CELLS), dtype=np.float32)
    counts = np.zeros((2, WEEK, CELLS))
    row = 0
    for place in range(len(evenings)):
        while row < len(book.day) and book.day[row] <= evenings[place]:
            _count_in_book(counts, book, row)
            row += 1
        fade = np.exp(-(evenings[place] - _DAY_ONE) / BOOK_DAYS)
        hits = np.maximum(counts[HITS] * fade, 0.0) + _BOOK_HITS
        exposed = np.maximum(counts[EXPOSED] * fade, 0.0) + _BOOK_EXPOSED
        out[place] = np.minimum(hits / exposed, _HIGHEST)
    return out


@inlined
def _drawn(hits: float, exposed: float, prior: float) -> float:
    return min((max(hits, 0.0) + _PRIOR * prior) / (max(exposed, 0.0) + _PRIOR), _HIGHEST)


@inlined
def _near(counts: Floats, row: int, cell: int, weights: tuple[float, ...]) -> float:
    """Counts of a row around a cell, each by its weight; unsigned indices spare a check of their sign."""
    line, middle, total = np.uint64(row), np.uint64(cell), counts[row, cell]
    for away in range(1, NEAR + 1):
        step = np.uint64(away)
        total += weights[away] * (counts[line, middle - step] + counts[line, middle + step])
    return total


@inlined
def _own(memory: Memory, cell: int, prior: float) -> float:
    """The payer's hazard at a lateness."""
    scale = memory.scale[SLOW]
    exposed = memory.exposed[ANY_DAY, cell] * scale + memory.owed[ANY_DAY, cell]
    return _drawn(memory.hits[ANY_DAY, cell] * scale, exposed, prior)


@inlined
def _recent(memory: Memory, cell: int, own: float) -> float:
    scale = memory.scale[FAST]
    exposed = memory.fast[EXPOSED, cell] * scale + memory.owed[ANY_DAY, cell]
    return _drawn(memory.fast[HITS, cell] * scale, exposed, own)


@inlined
def _smooth(memory: Memory, cell: int, prior: float) -> float:
    """The payer's hazard at latenesses around, whatever the weekday."""
    scale = memory.scale[SLOW]
    exposed = _near(memory.exposed, ANY_DAY, cell, _WIDE_WEIGHTS) * scale
    exposed += _near(memory.owed, ANY_DAY, cell, _WIDE_WEIGHTS)
    return _drawn(_near(memory.hits, ANY_DAY, cell, _WIDE_WEIGHTS) * scale, exposed, prior)


@inlined
def _on_weekday(memory: Memory, weekday: int, cell: int, prior: float) -> float:
    """The payer's hazard on that weekday at latenesses around, whatever the due day's."""
    scale = memory.scale[SLOW]
    exposed = _near(memory.exposed, weekday, cell, _WEIGHTS) * scale
    exposed += _near(memory.owed, weekday, cell, _WEIGHTS)
    return _drawn(_near(memory.hits, weekday, cell, _WEIGHTS) * scale, exposed, prior)


@inlined
def _on_month_day(memory: Memory, calendar: Calendar, day: int, cell: int, prior: float) -> float:
    """The payer's hazard on the day of the month that `day` best stands for, at latenesses around."""
    best, scale = 0.0, memory.scale[SLOW]
    for place in range(calendar.first[day - calendar.base], calendar.first[day - calendar.base + 1]):
        row = calendar.rows[place]
        exposed = _near(memory.exposed, row, cell, _WIDE_WEIGHTS) * scale
        hits = _near(memory.hits, row, cell, _WIDE_WEIGHTS) * scale
        best = max(best, _drawn(hits, exposed, prior))
    return best


@njit(cache=True)
def _weekday_curve(memory: Memory, book: Table, due: int, curve: Floats) -> None:
    """The payer's hazard, told by its weekdays, in every cell of an invoice due on `due`."""
    weekday = weekday_of(due + LOW)
    for cell in range(cell_of(LOW), cell_of(HIGH) + 1):
        curve[cell] = _on_weekday(memory, weekday, cell, float(book[cell]))
        weekday = next_weekday(weekday)


@njit(cache=True)
def _reached(curve: Floats, share: float) -> int:
    """Days after due by which the share is paid, as the curve has it."""
    stays = 1.0
    for cell in range(cell_of(LOW), cell_of(HIGH) + 1):
        stays *= 1.0 - curve[cell]
        if stays <= 1.0 - share:
            return days_of(cell)
    return HIGH


@njit(cache=True)
def _month_day(memory: Memory, calendar: Calendar, day: int) -> float:
    """The best of the month days that a payment on `day` may stand for."""
    best = 0.0
    for place in range(calendar.first[day - calendar.base], calendar.first[day - calendar.base + 1]):
        best = max(best, memory.runs[calendar.rows[place]])
    return best


@njit(cache=True)
def _tell(
    out: Table,
    memory: Memory,
    calendar: Calendar,
    curve: Floats,
    book: Table,
    due: int,
    start: int,
    stop: int,
) -> None:
    """One interval: hazards of its days taken together, shares of chances averaged."""
    stays = np.ones(6)
    weekday_share, month_share = 0.0, 0.0
    seen = max(memory.marks[TODAY] - memory.marks[FIRST], 0)
    known = RUN_DAYS * (1.0 - np.exp(-seen / RUN_DAYS))
    for day in range(start, stop):
        cell = cell_of(day - due)
        prior = float(book[cell])
        own = _own(memory, cell, prior)
        stays[0] *= 1.0 - prior
        stays[1] *= 1.0 - own
        stays[2] *= 1.0 - curve[cell]
        stays[3] *= 1.0 - _recent(memory, cell, own)
        stays[4] *= 1.0 - _smooth(memory, cell, prior)
        stays[5] *= 1.0 - _on_month_day(memory, calendar, day, cell, own)
        weekday_share += memory.runs[weekday_of(day)]
        month_share += _month_day(memory, calendar, day)
    days, scale, cell = stop - start, memory.scale[RUN], cell_of(start - due)
    out[:6] = 1.0 - stays
    out[6] = memory.exposed[ANY_DAY, cell] * memory.scale[SLOW] + memory.owed[ANY_DAY, cell]
    out[7] = weekday_share * scale / days / (known / WEEK + 1.0)
    out[8] = month_share * scale / days / (known / _DAYS_A_MONTH + 1.0)


@njit(cache=True)
def payer_habits(
    settled: Settled, owed: Owed, calendar: Calendar, memory: Memory, span: int, asked: Asked, rows: Rows
) -> Table:
    """What the payer's own past says of each interval of each pair, as known on the pair's evening.

    Columns: as features.habits.NAMES.
    """
    out = np.zeros((len(rows.start), 11), dtype=np.float32)
    curve, current, evening = np.zeros(CELLS), -1, -1
    for pair in asked.order:
        account, due = asked.key[pair] // span, asked.due[pair]
        if account != current:
            begin(memory, settled, owed, account * span)
            current = account
        if asked.key[pair] != evening:
            learn(memory, settled, owed, asked.key[pair], span, calendar)
            evening = asked.key[pair]
        book = asked.book[asked.table[pair], weekday_of(due)]
        _weekday_curve(memory, book, due, curve)
        usual, spread = _reached(curve, 0.5), _reached(curve, 0.8) - _reached(curve, 0.2)
        for row in range(rows.first[pair], rows.first[pair + 1]):
            start, stop = rows.start[row], rows.stop[row]
            _tell(out[row], memory, calendar, curve, book, due, start, stop)
            out[row, 9] = start - due - usual
            out[row, 10] = spread
    return out


@njit(cache=True)
def _stays_open(
    out: Table, memory: Memory, calendar: Calendar, book: Table, due: int, start: int, stop: int
) -> None:
    """The chances of staying open from `start` to `stop`, excluded, both within the cells."""
    by_book, by_own, by_weekday, by_month_day, by_recent = 1.0, 1.0, 1.0, 1.0, 1.0
    weekday = weekday_of(start)
    for day in range(start, stop):
        cell = cell_of(day - due)
        prior = float(book[cell])
        own = _own(memory, cell, prior)
        by_book *= 1.0 - prior
        by_own *= 1.0 - own
        by_weekday *= 1.0 - _on_weekday(memory, weekday, cell, prior)
        by_month_day *= 1.0 - _on_month_day(memory, calendar, day, cell, own)
        by_recent *= 1.0 - _recent(memory, cell, own)
        weekday = next_weekday(weekday)
    out[0], out[1], out[2], out[3], out[4] = by_book, by_own, by_weekday, by_month_day, by_recent


@njit(cache=True)
def _stays_open_longer(out: Table, memory: Memory, book: Table, due: int, start: int, stop: int) -> None:
    """The chances of staying open as the book and as the payer pay, further than `out` has them."""
    by_book, by_own = float(out[0]), float(out[1])
    for day in range(start, stop):
        cell = cell_of(day - due)
        prior = float(book[cell])
        by_book *= 1.0 - prior
        by_own *= 1.0 - _own(memory, cell, prior)
    out[5], out[6] = by_book, by_own


@njit(cache=True)
def payer_outlook(
    settled: Settled, owed: Owed, calendar: Calendar, memory: Memory, span: int, asked: Asked
) -> Table:
    """The chance of each pair's invoice being late if everybody went on as before.

    Columns: late as the book pays, as this payer pays, as it pays on those weekdays, on those days of the
    month, as it has paid of late; more than 30 days late as the book pays, as this payer pays.
    """
    out = np.ones((len(asked.key), 7), dtype=np.float32)
    current, evening, same = -1, -1, -1
    for pair in asked.order:
        account, due, start = asked.key[pair] // span, asked.due[pair], asked.first[pair]
        if account != current:
            begin(memory, settled, owed, account * span)
            current = account
        if asked.key[pair] != evening:
            learn(memory, settled, owed, asked.key[pair], span, calendar)
            evening, same = asked.key[pair], -1
        if same >= 0 and asked.due[same] == due and asked.first[same] == start:
            out[pair] = out[same]
            continue
        same = pair
        book = asked.book[asked.table[pair], weekday_of(due)]
        if start <= due:
            _stays_open(out[pair], memory, calendar, book, due, max(start, due + LOW), due + 1)
        _stays_open_longer(out[pair], memory, book, due, max(start, due + 1), due + _LATE + 1)
    return out
