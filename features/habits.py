"""The payer's and the book's habits, ready to be asked about any interval on any evening."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features import habit_kernels as kernels
from features.habit_kernels import Asked, Book, Rows
from features.habit_memory import LOW, MONTH, MONTH_END, Calendar, Owed, Settled, new_memory
from features.order import order_of
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
    """What each account owed and settled, and what the whole book settled, which may hold more accounts."""

    settled: Settled
    owed: Owed
    book: Book
    most_owed: int


def habits_of(states: pd.DataFrame, *, span: int, book: Book | None = None) -> Habits:
    """Habits of a timeline's invoices; its column `account` numbers the accounts.

    `book` is the one these accounts belong to, theirs alone when left out.
    """
    owed, settled = _events(states, span=span)
    most = np.bincount(owed.key // span).max() if len(owed.key) else 0
    return Habits(settled, owed, kernels.book_of(settled, span) if book is None else book, int(most))


def ask(habits: Habits, pairs: Pairs, rows: Rows, *, span: int, country: str) -> NDArray[np.float32]:
    """Columns NAMES for each interval of `rows`, as known on the evening of its pair."""
    if len(rows.start) == 0:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    asked = _asked(habits, pairs, span=span)
    calendar = _calendar(habits, int(rows.start.min()), int(rows.stop.max()), country=country)
    memory = new_memory(habits.most_owed)
    return kernels.payer_habits(habits.settled, habits.owed, calendar, memory, span, asked, rows)


def outlook(habits: Habits, pairs: Pairs, *, span: int, country: str) -> NDArray[np.float32]:
    """Columns OUTLOOK for each pair, as known on its evening."""
    if len(pairs) == 0:
        return np.zeros((0, len(OUTLOOK)), dtype=np.float32)
    asked = _asked(habits, pairs, span=span)
    first, last = int(min(pairs.from_day.min(), pairs.due.min())), int(pairs.due.max()) + 31
    calendar = _calendar(habits, first + LOW, last, country=country)
    memory = new_memory(habits.most_owed)
    return kernels.payer_outlook(habits.settled, habits.owed, calendar, memory, span, asked)


def _asked(habits: Habits, pairs: Pairs, *, span: int) -> Asked:
    evenings, table = np.unique(pairs.as_of, return_inverse=True)
    key = pairs.account * span + pairs.as_of
    book = kernels.book_hazards(habits.book, evenings)
    return Asked(key, np.argsort(key, kind="stable"), pairs.due, pairs.from_day, book, table)


def _calendar(habits: Habits, first: int, last: int, *, country: str) -> Calendar:
    """A calendar that holds the days from `first` to `last` and those on which habits were seen."""
    seen_first = np.minimum(habits.settled.issued, habits.settled.paid).min(initial=first)
    seen_last = habits.settled.paid.max(initial=last)
    return calendar_of(int(min(first, seen_first)), int(max(last, seen_last)), country=country)


def calendar_of(first: int, last: int, *, country: str) -> Calendar:
    """Month days and moved runs of the days from `first` to `last`, and somewhat beyond."""
    base = first - _MARGIN_DAYS
    days = np.arange(base, last + _MARGIN_DAYS)
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month_day = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    last_of_month = (dates + 1).astype("datetime64[M]") > months
    closed = closed_days(base, last + _MARGIN_DAYS, country=country)
    business = np.is_busday(dates, holidays=closed)
    last_business = np.maximum.accumulate(np.where(business, days, base - 1))
    stands_from = np.maximum(np.where(business, np.r_[base - 1, last_business[:-1]] + 1, days), base)
    day = np.repeat(days, days - stands_from + 1)
    stood = day - (np.cumsum(days - stands_from + 1)[day - base] - 1 - np.arange(len(day))) - base
    day = np.concatenate([day, day[last_of_month[stood]]])
    rows = np.concatenate([MONTH + month_day[stood], np.full(len(day) - len(stood), MONTH_END)])
    order = np.argsort(day, kind="stable")
    return Calendar(base, np.searchsorted(day[order], np.arange(base, days[-1] + 2)), rows[order])


def closed_days(first: int, last: int, *, country: str) -> NDArray[np.datetime64]:
    """Holidays of a country in the years of these days."""
    years = range(day_of(first).year, day_of(last).year + 1)
    return np.array([day for year in years for day in sorted(holidays_of(country, year))], "datetime64[D]")


def _events(states: pd.DataFrame, *, span: int) -> tuple[Owed, Settled]:
    names = ("account", "known_day", "until_day", "issued_day", "due_day", "paid_day")
    account, known, until, issued, due, paid = (states[name].to_numpy(np.int64) for name in names)
    is_paid = paid < NEVER
    # A payment on the day of issue counts from the next evening, and as owed until then: no invoice may know
    # its own end.
    told = np.where(is_paid, np.maximum(known, issued + 1), until)
    owed_until = np.minimum(told, until)
    owed = np.flatnonzero((known < owed_until) & (is_paid | (states["open_cents"].to_numpy() > 0)))
    owed = owed[np.argsort(account[owed] * span + known[owed])]
    held = Owed(account[owed] * span + known[owed], owed_until[owed], issued[owed], due[owed])
    begun = np.flatnonzero(is_paid & (told < until))
    ended = begun[until[begun] < NEVER]
    rows = np.concatenate([begun, ended])
    key = account[rows] * span + np.concatenate([told[begun], until[ended]])
    sign = np.repeat(np.array([1, -1]), [len(begun), len(ended)])
    content = (issued[rows], due[rows], paid[rows], sign)
    order = order_of(key, content)
    issued, due, paid, sign = (column[order] for column in content)
    return held, Settled(key[order], sign, issued, due, paid)
