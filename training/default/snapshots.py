"""What the default model learns from: customers at month ends, and what became of them within a year.

A customer in default on the evening is left out: it cannot default again before it is cured. What is not seen
yet is censored at the horizon, never taken for health.
"""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import Pairs, day_number
from features.streams import Streams
from ledger.facts import Facts
from scoring.default.curve import MONTHS
from scoring.default.customers import customers_on
from scoring.default.definition import defaults, defaults_as_happened, in_default

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Rows customer × month end, in order of time. Months count from January 1970.

    `event` is the month ahead, 1 to 12, in which the customer defaulted, 0 where none was seen in the `seen`
    whole months ahead that the horizon shows.
    """

    customer: Ints
    month: Ints
    event: Ints
    seen: Ints
    pairs: Pairs

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, rows: Ints | Bools) -> "Snapshots":
        own = {item.name: getattr(self, item.name)[rows] for item in fields(self) if item.name != "pairs"}
        return Snapshots(**own, pairs=self.pairs.take(rows))

    @property
    def answered(self) -> Bools:
        """Whether the twelve months are told.

        A default seen sooner counts no sooner than its absence: else the last months would be all defaults.
        """
        return self.seen >= MONTHS

    @property
    def defaulted(self) -> Bools:
        return self.event > 0


def month_of(day: Ints) -> Ints:
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_end(month: int) -> int:
    """Its last day."""
    return int(np.datetime64(month + 1, "M").astype("datetime64[D]").astype(np.int64)) - 1


def snapshots_of(
    facts: Facts, states: pd.DataFrame, streams: Streams, *, last_month: int | None = None
) -> Snapshots:
    """Every month end from the first invoice to the last whole month before the horizon, or to `last_month`.

    `states` is the timeline of `facts`, `streams` theirs.
    """
    horizon = day_number(facts.horizon)
    whole = int(month_of(np.array([horizon + 1]))[0]) - 1
    if len(states) == 0:
        return _empty()
    first = int(month_of(states["known_day"].to_numpy(np.int64).min(keepdims=True))[0])
    last = min(whole - 1, whole - 1 if last_month is None else last_month)
    known = defaults(facts, states=states)
    happened = defaults_as_happened(facts)
    parts = [
        _at(streams, month, known=known, happened=happened, whole=whole) for month in range(first, last + 1)
    ]
    return together(parts) if parts else _empty()


def _at(
    streams: Streams, month: int, *, known: pd.DataFrame, happened: pd.DataFrame, whole: int
) -> Snapshots:
    day = month_end(month)
    customers, pairs = customers_on(streams, day)
    sound = ~in_default(known, customers, pairs.as_of)
    customers, pairs = customers[sound], pairs.take(sound)
    seen = np.full(len(customers), min(whole - month, MONTHS), dtype=np.int64)
    ahead = _months_to_default(_to_come(happened, known, day), customers, day)
    event = np.where((ahead > 0) & (ahead <= seen), ahead, 0)
    return Snapshots(customers, np.full(len(customers), month, dtype=np.int64), event, seen, pairs)


def _to_come(happened: pd.DataFrame, known: pd.DataFrame, day: int) -> pd.DataFrame:
    """Defaults not over by the evening, but for those that had been known and were cured."""
    cured = known.loc[known["until_day"] <= day].groupby("customer_id")["until_day"].max()
    last = cured.reindex(happened["customer_id"]).fillna(-1).to_numpy()
    return happened.loc[(happened["until_day"] > day) & (happened["from_day"] > last)]


def _months_to_default(to_come: pd.DataFrame, customers: Ints, day: int) -> Ints:
    """The month ahead of each customer's next default; 0 where none came.

    A default that began before the evening without anybody knowing breaks in the first month.
    """
    first = to_come.groupby("customer_id")["from_day"].min()
    start = first.reindex(customers)
    came = start.notna().to_numpy()
    begins = np.maximum(start.fillna(0).to_numpy(np.int64), day + 1)
    ahead = month_of(begins) - month_of(np.array([day]))[0]
    return np.where(came, ahead, 0)


def together(parts: list[Snapshots]) -> Snapshots:
    """All rows of several, one after the other; at least one is needed."""

    def joined(values: list[Ints]) -> Ints:
        return np.concatenate(values)

    own = {
        item.name: joined([getattr(part, item.name) for part in parts])
        for item in fields(Snapshots)
        if item.name != "pairs"
    }
    pairs = {item.name: joined([getattr(part.pairs, item.name) for part in parts]) for item in fields(Pairs)}
    return Snapshots(**own, pairs=Pairs(**pairs))


def _empty() -> Snapshots:
    nothing = np.empty(0, dtype=np.int64)
    return Snapshots(
        nothing, nothing, nothing, nothing, Pairs(**{item.name: nothing for item in fields(Pairs)})
    )
