"""Where each pair of an invoice and an evening stands in the streams of its account."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from features import habits
from features.pairs import Pairs
from features.streams import SPAN, Stream, Streams

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """The pairs' positions in one stream, and what the running figures say there."""

    stream: Stream
    account: Ints
    day: Ints
    now: Ints
    _before: dict[int, Ints] = field(default_factory=dict)

    def total(self, name: str, *, days: int | None = None) -> Floats:
        """A running sum as of the evening; with `days`, what was added within the last `days` days."""
        values = self._read(name, self.now, empty=0.0)
        return values if days is None else values - self._read(name, self._ago(days), empty=0.0)

    def last(self, name: str) -> Floats:
        """A running figure as of the evening; NaN where the account has none yet."""
        return self._read(name, self.now, empty=np.nan)

    def _ago(self, days: int) -> Ints:
        if days not in self._before:
            self._before[days] = self.stream.located(self.account, self.day - days)
        return self._before[days]

    def _read(self, name: str, place: Ints, *, empty: float) -> Floats:
        values = self.stream.running[name]
        if len(values) == 0:
            return np.full(len(place), empty)
        return np.where(place >= 0, values[place], empty).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Evening:
    """All a feature may look at: the pairs, and their account's streams up to each pair's evening."""

    pairs: Pairs
    issued: Place
    settled: Place
    open: Place
    overdue: Place
    outlook: Mapping[str, Floats]


def evening_of(streams: Streams, pairs: Pairs, *, country: str) -> Evening:
    """Locate pairs in the streams. The pairs should be sorted by account and day, which is much faster."""

    def place(stream: Stream) -> Place:
        return Place(stream, pairs.account, pairs.as_of, stream.located(pairs.account, pairs.as_of))

    told = habits.outlook(streams.habits, pairs, span=int(SPAN), country=country).astype(np.float64)
    return Evening(
        pairs=pairs,
        issued=place(streams.issued),
        settled=place(streams.settled),
        open=place(streams.open),
        overdue=place(streams.overdue),
        outlook=dict(zip(habits.OUTLOOK, told.T, strict=True)),
    )


def ratio(above: Floats, below: Floats) -> Floats:
    """NaN, not zero, where there is nothing to divide by."""
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below != 0)
