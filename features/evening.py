"""Where each pair of an invoice and an evening stands in the streams of its account."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from features import habits
from features.kernels import gathered
from features.pairs import Pairs
from features.streams import SPAN, Stream, Streams
from features.surroundings import Known
from features.walked import Walked

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Place:
    """The pairs' positions in one stream, and what the running figures say there."""

    find: Callable[[], Stream]
    account: Ints
    day: Ints
    _before: dict[int, Ints] = field(default_factory=dict)

    @cached_property
    def stream(self) -> Stream:
        return self.find()

    @cached_property
    def now(self) -> Ints:
        return self.stream.located(self.account, self.day)

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
        return gathered(values, place, empty)


@dataclass(frozen=True)
class Ahead:
    """What habits foretell of pairs, worked out for all of them when it is first asked for."""

    streams: Streams
    pairs: Pairs
    country: str

    @cached_property
    def told(self) -> NDArray[np.float32]:
        return habits.outlook(self.streams.habits, self.pairs, span=int(SPAN), country=self.country)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The same of some of these pairs, by name."""

    ahead: Ahead
    rows: slice

    def __getitem__(self, name: str) -> Floats:
        return self.ahead.told[self.rows, habits.OUTLOOK.index(name)].astype(np.float64)


@dataclass(frozen=True, slots=True)
class Evening:
    """All a feature may look at: the pairs, and their account's streams up to each pair's evening.

    `owed` is what the account owes in cents, credit notes deducted, the pair's own invoice included.
    """

    pairs: Pairs
    issued: Place
    settled: Place
    open: Place
    overdue: Place
    aged: Place
    outlook: Outlook
    conceded: Place
    walked: Walked
    owed: Floats
    known: Known


def evening_of(ahead: Ahead, rows: slice) -> Evening:
    """Locate some pairs in the streams. They should be sorted by account and day, which is much faster."""
    streams, pairs = ahead.streams, ahead.pairs.take(rows)

    def place(find: Callable[[], Stream]) -> Place:
        return Place(find, pairs.account, pairs.as_of)

    open_now = place(lambda: streams.open)
    owed = owed_cents(open_now, pairs)
    return Evening(
        pairs=pairs,
        issued=place(lambda: streams.issued),
        settled=place(lambda: streams.settled),
        open=open_now,
        overdue=place(lambda: streams.overdue),
        aged=place(lambda: streams.aged),
        outlook=Outlook(ahead, rows),
        conceded=place(lambda: streams.conceded),
        walked=Walked(streams, pairs, owed.astype(np.int64)),
        owed=owed,
        known=Known(streams, pairs.account, pairs.as_of),
    )


def owed_cents(owed: Place, pairs: Pairs) -> Floats:
    """What each pair's account owes, credit notes deducted."""
    return owed.total("cents") + own_just_paid(pairs) * pairs.amount_cents


def own_just_paid(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the own invoice was paid in full on the very day to be foretold: it is owed, whatever we know.

    None may know its own end.
    """
    return (pairs.state >= 0) & (pairs.from_day <= pairs.as_of) & (pairs.open_cents == 0)


def ratio(above: Floats, below: Floats) -> Floats:
    """NaN, not zero, where there is nothing to divide by."""
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below != 0)
