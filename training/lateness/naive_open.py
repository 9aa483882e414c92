"""What anybody could say of open invoices without a model, known at the same evening."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.frame import frame_of
from features.pairs import day_number
from ledger.timeline import NEVER
from training.lateness.landmarks import outcomes
from training.lateness.snapshots import HORIZONS, Forecast, Snapshot

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Days past due at which an aged balance changes column; before due by weeks, where most is decided.
_BUCKETS = np.array([-60, -30, -21, -14, -7, 0, 7, 14, 30, 60, 90])
# Rates are counted on half a year of past evenings, one a week: a year mixes seasons, a month is too few.
_WEEKS = 26
_WEEK = 7
# A bucket's own rate counts for as much as the book's once it has seen this many invoices.
_PRIOR_INVOICES = 20.0


@dataclass(frozen=True, slots=True)
class _Seen:
    """Invoices open on past evenings, their days past due then, and whether they were paid in time."""

    bucket: Ints
    paid: Floats


def naive_open(snapshot: Snapshot, *, country: str) -> dict[str, Forecast]:
    """Due date, customer's past mean lateness, share of each ageing bucket paid in time."""
    return {
        "due_date": _on_day(snapshot, snapshot.pairs.due),
        "customer_mean": _on_day(snapshot, snapshot.pairs.due + _mean_lateness(snapshot, country=country)),
        "roll_rate": Forecast({days: _rolled(snapshot, days) for days in HORIZONS}),
    }


def _on_day(snapshot: Snapshot, day: Ints) -> Forecast:
    """All on one day; tomorrow where that day has passed."""
    ahead = np.maximum(day - snapshot.pairs.as_of, 1)
    return Forecast(
        {days: (ahead <= days).astype(np.float64) for days in HORIZONS}, -ahead.astype(np.float64)
    )


def _mean_lateness(snapshot: Snapshot, *, country: str) -> Ints:
    """Whole days; the book's where the customer has paid nothing yet."""
    own = frame_of(snapshot.streams, snapshot.pairs, country=country)["days_late_mean"].to_numpy(np.float64)
    states = snapshot.states
    settled = states.loc[(states["until_day"] >= NEVER) & (states["paid_day"] < NEVER)]
    late = settled["paid_day"].to_numpy(np.int64) - settled["due_day"].to_numpy(np.int64)
    book = float(late.mean()) if len(late) else 0.0
    return np.round(np.where(np.isnan(own), book, own)).astype(np.int64)


def _rolled(snapshot: Snapshot, days: int) -> Floats:
    """Shares counted on past evenings whose `days` were over by the snapshot's."""
    last = day_number(snapshot.as_of) - days
    seen = [_seen(snapshot, last - _WEEK * week, days=days) for week in range(_WEEKS)]
    bucket = np.concatenate([one.bucket for one in seen])
    paid = np.concatenate([one.paid for one in seen])
    book = float(paid.mean()) if len(paid) else 0.5
    count = np.bincount(bucket, minlength=len(_BUCKETS) + 1)
    share = (np.bincount(bucket, weights=paid, minlength=len(_BUCKETS) + 1) + _PRIOR_INVOICES * book) / (
        count + _PRIOR_INVOICES
    )
    pairs = snapshot.pairs
    return share[np.searchsorted(_BUCKETS, pairs.as_of - pairs.due, side="right")]


def _seen(snapshot: Snapshot, evening: int, *, days: int) -> _Seen:
    states = snapshot.states
    held = (states["known_day"].to_numpy() <= evening) & (states["until_day"].to_numpy() > evening)
    held &= (states["open_cents"].to_numpy() > 0) & (states["amount_cents"].to_numpy() > 0)
    held &= ~states["opening"].to_numpy(bool)
    past_due = evening - states["due_day"].to_numpy(np.int64)[held]
    paid = outcomes(states)[held] <= evening + days
    return _Seen(np.searchsorted(_BUCKETS, past_due, side="right"), paid.astype(np.float64))
