"""From hazards over intervals to the whole distribution of a payment's day.

`cdf[i, k]` is the probability that pair i is paid by day `from_day + k`, given that it was still open at the
start of `from_day`; `ended[i, k]` that it has ended without cash by then. What is left of the two at the end
of the row is the probability of neither within the horizon of the intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.interval import LAST_DAY, Intervals
from features.pairs import Pairs

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

NEVER_PAID = -1


@dataclass(frozen=True, slots=True)
class Curves:
    """Distributions of payment days, one row a pair; `ended` is None where every end is a payment."""

    from_day: Ints
    due: Ints
    cdf: Floats
    ended: Floats | None = None

    def take(self, rows: Ints | NDArray[np.bool_]) -> "Curves":
        ended = None if self.ended is None else self.ended[rows]
        return Curves(self.from_day[rows], self.due[rows], self.cdf[rows], ended)

    def paid_by(self, day: Ints) -> Floats:
        """P(paid on or before `day`), one day a pair."""
        return self._read(self.cdf, day)

    def ended_by(self, day: Ints) -> Floats:
        """P(ended without cash on or before `day`), one day a pair."""
        return np.zeros(len(day), np.float32) if self.ended is None else self._read(self.ended, day)

    def open_after(self, day: Ints) -> Floats:
        """P(neither paid nor ended on or before `day`), one day a pair."""
        return np.maximum(1.0 - self.paid_by(day) - self.ended_by(day), 0.0).astype(np.float32)

    def never(self) -> Floats:
        """P(neither paid nor ended within the horizon of the intervals, a year after due)."""
        return self.open_after(self.from_day + self.cdf.shape[1])

    def _read(self, table: Floats, day: Ints) -> Floats:
        place = day - self.from_day
        inside = np.clip(place, 0, table.shape[1] - 1)
        return np.where(place < 0, 0.0, table[np.arange(len(day)), inside]).astype(np.float32)

    def quantile(self, share: float) -> Ints:
        """The first day by which the share is reached; NEVER_PAID where it is not within the horizon."""
        reached = self.cdf >= share
        day = self.from_day + reached.argmax(axis=1)
        return np.where(reached.any(axis=1), day, NEVER_PAID)

    def late(self, days: int = 0) -> Floats:
        """P(still owed `days` days after due: paid, or ended, later, or never)."""
        return self.open_after(self.due + days)

    def expected_days(self, start: Ints, *, most: int) -> Floats:
        """Expected days still open from `start` on: one for each not paid nor ended by, at most `most`."""
        offset = start - self.from_day
        gone = self.cdf if self.ended is None else np.minimum(self.cdf + self.ended, 1.0)
        still_open = np.concatenate([np.ones((len(start), 1)), 1.0 - gone], axis=1)
        summed = np.concatenate([np.zeros((len(start), 1)), np.cumsum(still_open, axis=1)], axis=1)
        last = summed.shape[1] - 1
        first, stop = np.clip(offset, 0, last), np.clip(offset + most, 0, last)
        rows = np.arange(len(start))
        before = np.clip(-offset, 0, most)  # days before `from_day`, on which it is open for sure
        beyond = (most - before - (stop - first)) * still_open[:, -1]
        return (before + summed[rows, stop] - summed[rows, first] + beyond).astype(np.float32)


def curves_of(pairs: Pairs, rows: Intervals, hazard: NDArray[np.float64]) -> Curves:
    """Curves from the hazard of each interval; the days of one interval share its probability alike."""
    log_open = np.log1p(-np.clip(hazard, 1e-9, 1 - 1e-9))
    first = np.searchsorted(rows.pair, np.arange(len(pairs)))
    mass = np.exp(_before(log_open, rows.pair, np.arange(len(rows.pair)) - first[rows.pair])) * hazard
    width = rows.stop - rows.start
    offset = rows.start - pairs.from_day[rows.pair]
    longest = int((offset + width).max()) if len(width) else 1
    daily = np.zeros((len(pairs), longest), dtype=np.float32)
    row = np.repeat(np.arange(len(width)), width)
    within = np.arange(len(row)) - np.repeat(np.cumsum(width) - width, width)
    daily[rows.pair[row], offset[row] + within] = (mass / width)[row]
    # Summed in single precision, a thousand days may end a hair above one.
    cdf = np.minimum(np.cumsum(daily, axis=1, dtype=np.float32), np.float32(1.0))
    return Curves(pairs.from_day, pairs.due, cdf)


def _before(log_open: NDArray[np.float64], pair: Ints, place: Ints) -> NDArray[np.float64]:
    """For each interval, the sum over those before it of the same pair.

    Each pair is summed on its own, so that its curve is the same to the last bit beside whichever others.
    """
    most = int(place.max(initial=0)) + 1
    table = np.zeros((int(pair.max(initial=-1)) + 1, most + 1))
    table[pair, place + 1] = log_open
    summed: NDArray[np.float64] = np.cumsum(table, axis=1)[pair, place]
    return summed


def held(curves: Curves) -> Curves:
    """The same, each row staying from its last day, `LAST_DAY` after due, where it stood then.

    A table is as wide as its longest curve needs: what stands behind the end of the others is no figure.
    """
    last = np.clip(curves.due + LAST_DAY - curves.from_day - 1, 0, curves.cdf.shape[1] - 1)
    place = np.minimum(np.arange(curves.cdf.shape[1])[None, :], last[:, None])
    ended = None if curves.ended is None else np.take_along_axis(curves.ended, place, axis=1)
    return Curves(curves.from_day, curves.due, np.take_along_axis(curves.cdf, place, axis=1), ended)


def one_after_the_other(parts: Sequence[Curves]) -> Curves:
    """The curves of all parts; shorter ones stay where they ended."""
    width = max(part.cdf.shape[1] for part in parts)

    def long(table: Floats) -> Floats:
        return np.pad(table, ((0, 0), (0, width - table.shape[1])), mode="edge")

    ended = None
    if any(part.ended is not None for part in parts):
        ended = np.concatenate(
            [long(np.zeros_like(part.cdf) if part.ended is None else part.ended) for part in parts]
        )
    return Curves(
        from_day=np.concatenate([part.from_day for part in parts]),
        due=np.concatenate([part.due for part in parts]),
        cdf=np.concatenate([long(part.cdf) for part in parts]),
        ended=ended,
    )
