"""The payer's and the book's habits, ready to be asked about any interval on any evening."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features import habit_kernels as kernels
from features.habit_kernels import Calendar, Events, Rows
from features.pairs import Pairs, day_of
from kernel.days import holidays_of
from ledger.timeline import NEVER

Ints = NDArray[np.int64]

NAMES = (
    "book_hazard",
    "payer_hazard",
    "payer_hazard_weekday",
    "payer_hazard_recent",
    "payer_hazard_smooth",
    "payer_hazard_month_day",
    "payer_weight",
    "payer_weekday",
    "payer_month_day",
    "interval_from_usual",
    "payer_spread",
)
OUTLOOK = (
    "late_as_book",
    "late_as_before",
    "late_as_on_weekdays",
    "late_as_on_month_days",
    "late_as_recently",
    "late_30_as_book",
    "late_30_as_before",
)
_MARGIN_DAYS = 14  # no run is moved further than that by closed days


@dataclass(frozen=True, slots=True)
class Habits:
    """Payment events of each account, and of the book as if it were one."""

    own: Events
    book: Events
    most_open: int


def habits_of(states: pd.DataFrame, *, span: int) -> Habits:
    """Habits of a timeline's invoices; its column `account` numbers the accounts."""
    own = _events(states, span=span)
    order = np.lexsort((own.sign, own.paid, own.due, own.issued, own.kind, own.day))
    book = Events(*(column[order] for column in own))
    opened = (own.kind == kernels.OPEN) & (own.sign > 0)
    counts = np.bincount(own.key[opened] // span) if opened.any() else np.zeros(1, dtype=np.int64)
    return Habits(own, book, int(counts.max()) + 1)


def ask(habits: Habits, pairs: Pairs, rows: Rows, *, span: int, country: str) -> NDArray[np.float32]:
    """Columns NAMES for each interval of `rows`, as known on the evening of its pair."""
    if len(rows.start) == 0:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    asked = _asked(habits, pairs, span=span)
    calendar = _calendar(habits, int(rows.start.min()), int(rows.stop.max()), country=country)
    memory = kernels.new_memory(habits.most_open)
    return kernels.payer_habits(
        habits.own,
        calendar,
        memory,
        span,
        asked.key,
        asked.order,
        pairs.due,
        asked.book,
        asked.book_row,
        rows,
    )


def outlook(habits: Habits, pairs: Pairs, *, span: int, country: str) -> NDArray[np.float32]:
    """Columns OUTLOOK for each pair, as known on its evening."""
    if len(pairs) == 0:
        return np.zeros((0, len(OUTLOOK)), dtype=np.float32)
    asked = _asked(habits, pairs, span=span)
    first, last = int(min(pairs.from_day.min(), pairs.due.min())), int(pairs.due.max()) + 31
    calendar = _calendar(habits, first + kernels.LOW, last, country=country)
    return kernels.payer_outlook(
        habits.own,
        calendar,
        kernels.new_memory(habits.most_open),
        span,
        asked.key,
        asked.order,
        pairs.due,
        pairs.from_day,
        asked.book,
        asked.book_row,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    key: Ints
    order: Ints
    book: NDArray[np.float32]
    book_row: Ints


def _asked(habits: Habits, pairs: Pairs, *, span: int) -> _Asked:
    evenings, book_row = np.unique(pairs.as_of, return_inverse=True)
    key = pairs.account * span + pairs.as_of
    return _Asked(key, np.argsort(key, kind="stable"), kernels.book_hazards(habits.book, evenings), book_row)


def _calendar(habits: Habits, first: int, last: int, *, country: str) -> Calendar:
    """A calendar that holds the days from `first` to `last` and those on which habits were seen."""
    settled = habits.own.kind == kernels.SETTLED
    seen_first = np.minimum(habits.own.issued[settled], habits.own.paid[settled]).min(initial=first)
    seen_last = habits.own.paid[settled].max(initial=last)
    return calendar_of(int(min(first, seen_first)), int(max(last, seen_last)), country=country)


def calendar_of(first: int, last: int, *, country: str) -> Calendar:
    """Month days and moved runs of the days from `first` to `last`, and somewhat beyond."""
    base = first - _MARGIN_DAYS
    days = np.arange(base, last + _MARGIN_DAYS)
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month_day = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    next_month = (dates + 1).astype("datetime64[M]")
    closed = closed_days(base, last + _MARGIN_DAYS, country=country)
    business = np.is_busday(dates, holidays=closed)
    # A payment on a business day stands for it and for the closed days just before, from which it was moved.
    last_business = np.maximum.accumulate(np.where(business, days, base - 1))
    moved_from = np.where(business, np.r_[base - 1, last_business[:-1]] + 1, days)
    return Calendar(base, month_day, (next_month > months).astype(np.int64), np.maximum(moved_from, base))


def closed_days(first: int, last: int, *, country: str) -> NDArray[np.datetime64]:
    """Holidays of a country in the years of these days."""
    years = range(day_of(first).year, day_of(last).year + 1)
    return np.array([day for year in years for day in sorted(holidays_of(country, year))], "datetime64[D]")


def _events(states: pd.DataFrame, *, span: int) -> Events:
    known, until = (states[name].to_numpy(np.int64) for name in ("known_day", "until_day"))
    settled = (states["paid_day"] < NEVER).to_numpy()
    # A payment on the day of issue counts from the next evening, and as owed until then: no invoice may know
    # its own end.
    told = np.where(settled, np.maximum(known, states["issued_day"].to_numpy() + 1), until)
    owed_until = np.minimum(told, until)
    owed = (known < owed_until) & (settled | (states["open_cents"].to_numpy() > 0))
    paid_off = settled & (told < until)
    begin = np.concatenate([known[owed], told[paid_off]])
    until = np.concatenate([owed_until[owed], until[paid_off]])
    kept = np.concatenate([np.flatnonzero(owed), np.flatnonzero(paid_off)])
    kind = np.repeat(np.array([kernels.OPEN, kernels.SETTLED], dtype=np.int64), [owed.sum(), paid_off.sum()])
    ends = until < NEVER
    names = ("account", "issued_day", "due_day", "paid_day")
    columns = [states[name].to_numpy(np.int64)[kept] for name in names]
    account, issued, due, paid, kind = (np.concatenate([c, c[ends]]) for c in (*columns, kind))
    day = np.concatenate([begin, until[ends]])
    sign = np.concatenate([np.ones(len(begin), np.int64), np.full(int(ends.sum()), -1, np.int64)])
    key = account * span + day
    order = np.lexsort((sign, paid, due, issued, kind, key))
    return Events(*(column[order] for column in (key, day, kind, sign, issued, due, paid)))
