"""The days on which an invoice may still be paid, cut into intervals, and what speaks for each.

They are anchored at the due day: a day wide around it, where nearly all is decided, wider elsewhere.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features import kernels
from features.invoice import day_of_month, month_days, weekday
from features.pairs import Pairs, day_of
from features.streams import SPAN, Stream, Streams
from kernel.days import holidays_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

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
    "interval_weekday",
    "interval_day_of_month",
    "interval_to_month_end",
    "book_hazard",
    "payer_hazard",
    "payer_at_risk",
    "payer_weekday",
    "payer_day_of_month",
    "payer_to_month_end",
)
# A payer's own frequencies are drawn towards the whole book's as if this many more of its invoices
# had behaved like the book.
_PRIOR_INVOICES = 5.0


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


def interval_frame(streams: Streams, pairs: Pairs, rows: Intervals, *, country: str = "FR") -> pd.DataFrame:
    """Features of the intervals, in the order of NAMES, float32."""
    single = rows.stop - rows.start == 1
    days = calendar_of(rows.start)
    book = _habits(streams.book, np.zeros(len(pairs), dtype=np.int64), pairs, rows, days, single)
    own = _habits(streams.settled, pairs.account, pairs, rows, days, single)
    book_shares = (book[:, [0, 2, 3, 4]] + 0.5) / (book[:, [1, 5, 5, 5]] + 1.0)
    shares = (own[:, [0, 2, 3, 4]] + _PRIOR_INVOICES * book_shares) / (own[:, [1, 5, 5, 5]] + _PRIOR_INVOICES)
    shares[~single, 1:] = np.nan
    columns = (
        rows.start - pairs.due[rows.pair],
        rows.stop - rows.start,
        rows.start - pairs.as_of[rows.pair],
        business_days(rows.start, rows.stop, country=country),
        np.where(single, days[:, 0], np.nan),
        np.where(single, days[:, 1], np.nan),
        calendar_of(rows.stop - 1)[:, 2],
        book_shares[:, 0],
        shares[:, 0],
        own[:, 1],
        *shares[:, 1:].T,
    )
    return pd.DataFrame(
        {name: np.asarray(values, np.float32) for name, values in zip(NAMES, columns, strict=True)}
    )


def _habits(
    stream: Stream, account: Ints, pairs: Pairs, rows: Intervals, days: Ints, single: NDArray[np.bool_]
) -> Floats:
    key = account * SPAN + pairs.as_of
    due = pairs.due[rows.pair]
    return kernels.observed_habits(
        stream.key,
        stream.running["late_of_event"],
        stream.running["sign_of_event"],
        calendar_of(stream.running["paid_day_of_event"].astype(np.int64)),
        SPAN,
        key,
        np.argsort(key, kind="stable"),
        np.searchsorted(rows.pair, np.arange(len(pairs) + 1)),
        rows.start - due,
        rows.stop - due,
        np.where(single[:, None], days, -1),
    )


def calendar_of(day: Ints) -> Ints:
    """Weekday (Monday is 0), day of the month, and days to the end of the month, a column each."""
    of_month = day_of_month(day)
    return np.column_stack([weekday(day), of_month, month_days(day) - of_month])


def business_days(start: Ints, stop: Ints, *, country: str) -> Ints:
    """Business days in [start, stop), holidays of `country` left out."""
    if len(start) == 0:
        return start
    years = range(day_of(start.min()).year, day_of(stop.max()).year + 1)
    closed = np.array([day for year in years for day in sorted(holidays_of(country, year))], "datetime64[D]")
    first, last = start.astype("datetime64[D]"), stop.astype("datetime64[D]")
    return np.busday_count(first, last, holidays=closed).astype(np.int64)
