"""The days on which an invoice may still be paid, cut into intervals, and what speaks for each.

They are anchored at the due day: a day wide around it, where nearly all is decided, wider elsewhere.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features import habits
from features.calendar_days import day_of_month, month_days, weekday
from features.habit_kernels import Rows
from features.pairs import Pairs
from features.streams import SPAN, Streams

Ints = NDArray[np.int64]

_LONG_BEFORE = [-1500, -365, -180, -120, -90, -76, -62, -55, -48, -41, -34, -27, -20]
_AROUND = list(range(-14, 46))
_AFTER = [*range(48, 76, 3), *range(82, 123, 7), *range(150, 366, 30), 366]
EDGES: Ints = np.array([*_LONG_BEFORE, *_AROUND, *_AFTER], dtype=np.int64)
LAST_DAY = int(EDGES[-1])  # days after due beyond which an invoice counts as never paid

NAMES = (
    "interval_start",
    "interval_days",
    "interval_from_evening",
    "interval_business_days",
    "interval_business_days_from_due",
    "interval_closed_before",
    "interval_weekday",
    "interval_day_of_month",
    "interval_to_month_end",
    *habits.NAMES,
)
# A model of hazards starts from this one and learns what it misses.
OFFSET = "payer_hazard"


@dataclass(frozen=True, slots=True)
class Intervals:
    """Rows in the order of their pairs; each covers the days from `start`, included, to `stop`, excluded."""

    pair: Ints
    start: Ints
    stop: Ints

    def take(self, rows: NDArray[np.bool_]) -> "Intervals":
        return Intervals(self.pair[rows], self.start[rows], self.stop[rows])


def intervals_of(pairs: Pairs, until: Ints) -> Intervals:
    """Intervals of each pair from its first possible day up to the one that holds day `until`, included."""
    begins = np.minimum(pairs.from_day - pairs.due, LAST_DAY)
    ends = np.minimum(until - pairs.due, LAST_DAY - 1)
    first = np.clip(np.searchsorted(EDGES, begins, side="right") - 1, 0, len(EDGES) - 2)
    last = np.searchsorted(EDGES, ends, side="right") - 1
    counts = np.where(begins < LAST_DAY, np.maximum(last - first + 1, 0), 0)
    pair = np.repeat(np.arange(len(pairs)), counts)
    offset = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    edge = np.repeat(first, counts) + offset
    start = np.maximum(EDGES[edge], begins[pair]) + pairs.due[pair]
    return Intervals(pair, start, EDGES[edge + 1] + pairs.due[pair])


def interval_frame(streams: Streams, pairs: Pairs, rows: Intervals, *, country: str) -> pd.DataFrame:
    """Features of the intervals, in the order of NAMES, float32."""
    single = rows.stop - rows.start == 1
    due = pairs.due[rows.pair]
    closed = habits.closed_days(*_reach(rows, due), country=country)
    own = habits.ask(
        streams.habits,
        pairs,
        Rows(np.searchsorted(rows.pair, np.arange(len(pairs) + 1)), rows.start, rows.stop),
        span=int(SPAN),
        country=country,
    )
    columns = (
        rows.start - due,
        rows.stop - rows.start,
        rows.start - pairs.as_of[rows.pair],
        _business_days(rows.start, rows.stop, closed),
        _business_days(due, rows.start, closed),
        np.where(single, _closed_before(rows.start, closed), np.nan),
        np.where(single, weekday(rows.start), np.nan),
        np.where(single, day_of_month(rows.start), np.nan),
        month_days(rows.stop - 1) - day_of_month(rows.stop - 1),
        *own.T,
    )
    return pd.DataFrame(
        {name: np.asarray(values, np.float32) for name, values in zip(NAMES, columns, strict=True)}
    )


def _reach(rows: Intervals, due: Ints) -> tuple[int, int]:
    if len(rows.start) == 0:
        return 0, 0
    return int(min(rows.start.min(), due.min())), int(max(rows.stop.max(), due.max()))


def _business_days(start: Ints, stop: Ints, closed: NDArray[np.datetime64]) -> Ints:
    """Business days in [start, stop); negative, and counted backwards, where stop comes first."""
    days = np.busday_count(start.astype("datetime64[D]"), stop.astype("datetime64[D]"), holidays=closed)
    return days.astype(np.int64)


def _closed_before(day: Ints, closed: NDArray[np.datetime64]) -> Ints:
    """How many closed days lie just before each day."""
    last_open = np.busday_offset(day.astype("datetime64[D]") - 1, 0, roll="backward", holidays=closed)
    return day - 1 - last_open.astype(np.int64)
