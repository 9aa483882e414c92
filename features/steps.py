"""What changes on known days and stands in between: the last change by an evening wins.

An owner is a number from 0 on: a customer, an account, a sector or a group.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.order import order_of
from ledger.timeline import NEVER

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SPAN = np.int64(NEVER) * 2
YEAR = 365
NOBODY = -1


class Past(Protocol):
    """What is read of a stream of an account's events (`features.streams.Stream`)."""

    @property
    def key(self) -> Ints: ...
    @property
    def running(self) -> Mapping[str, Ints | Floats]: ...
    def located(self, account: Ints, day: Ints) -> Ints: ...


@dataclass(frozen=True, slots=True)
class Step:
    """Values of owners, each from its day until the owner's next; `key` is owner × SPAN + day."""

    key: Ints
    values: Mapping[str, Floats]

    def place(self, owner: Ints, day: Ints) -> Ints:
        """Position of each owner's last change by `day`, -1 before the first and for nobody."""
        if len(self.key) == 0:
            return np.full(len(owner), NOBODY, dtype=np.int64)
        place = np.searchsorted(self.key, owner * SPAN + day, side="right") - 1
        return np.where((place >= 0) & (self.key[place] // SPAN == owner), place, NOBODY)

    def read(self, name: str, place: Ints, *, nothing: float = np.nan) -> Floats:
        if len(self.key) == 0:
            return np.full(len(place), nothing)
        values: Floats = np.where(place >= 0, self.values[name][place], nothing)
        return values


NOTHING = Step(np.empty(0, dtype=np.int64), {})


def step_of(owner: Ints, day: Ints, values: Mapping[str, Floats]) -> Step:
    """Changes in any order; of several on one day the greatest by their values stands."""
    key = owner * SPAN + day
    order = order_of(key, [as_whole(column) for column in values.values()])
    return Step(key[order], {name: column[order] for name, column in values.items()})


def summed_of(owner: Ints, day: Ints, amounts: Mapping[str, Floats]) -> Step:
    """Running sums, by owner, of what is added on each day: whole numbers, exact in any order."""
    key = owner * SPAN + day
    order = np.argsort(key, kind="stable")
    key, owner = key[order], owner[order]
    first = np.searchsorted(owner, owner)
    sums = {}
    for name, column in amounts.items():
        total = np.cumsum(column[order])
        sums[name] = total - np.where(first > 0, total[first - 1], 0.0) if len(total) else total
    return Step(key, sums)


def counted_of(owner: Ints, begin: Ints, until: Ints, names: Mapping[str, Floats]) -> Step:
    """How much stands of each name, every row standing from `begin`, included, to `until`, excluded."""
    real = until > begin
    owner, begin, until = owner[real], begin[real], until[real]
    ends = until < NEVER
    return summed_of(
        np.concatenate([owner, owner[ends]]),
        np.concatenate([begin, until[ends]]),
        {
            name: np.concatenate([column[real], -column[real][ends]]).astype(np.float64)
            for name, column in names.items()
        },
    )


def as_whole(column: Floats) -> Ints:
    """Numbers that sort the same way whatever the order of rows; the missing ones together."""
    told = np.where(np.isnan(column), -np.inf, column) + 0.0  # there are two zeros
    return np.ascontiguousarray(told, dtype=np.float64).view(np.int64)


def ones(told: pd.Series) -> Floats:
    """1 where it is so, else 0."""
    return told.to_numpy().astype(np.float64)


def days_in(column: pd.Series) -> Ints:
    """Days since 1970-01-01; NEVER where there is none."""
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), np.int64(NEVER), days.astype(np.int64))


def owners_in(column: pd.Series, customers: Ints) -> Ints:
    """The places of customers among those given in ascending order, NOBODY for the others."""
    asked = column.to_numpy(np.int64)
    if len(customers) == 0:
        return np.full(len(asked), NOBODY, dtype=np.int64)
    place = np.minimum(np.searchsorted(customers, asked), len(customers) - 1)
    return np.where(customers[place] == asked, place, NOBODY).astype(np.int64)


def ordered(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """By these columns, then by all the others but our numbers: the same whatever the order of rows.

    Few rows agree in the first ones: only those are compared any further, which is much faster.
    """
    told = frame.sort_values(list(names), kind="stable", ignore_index=True)
    tied = told.duplicated(list(names), keep=False).to_numpy()
    if not tied.any():
        return told
    rest = [str(name) for name in told.columns if name not in names and not str(name).endswith("_id")]
    again = told.loc[tied].sort_values([*names, *rest], kind="stable", ignore_index=True)
    order = np.arange(len(told))
    alone = told.loc[~tied]
    whole = pd.concat([alone, again], ignore_index=True)
    place = np.concatenate([order[~tied], order[tied]])
    return whole.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def until_next(frame: pd.DataFrame, names: Sequence[str], day: Ints) -> Ints:
    """For rows in order, the day of the next row that agrees in `names`; NEVER for the last."""
    until = np.full(len(frame), np.int64(NEVER))
    if len(frame) > 1:
        same = np.ones(len(frame) - 1, dtype=bool)
        for name in names:
            values = frame[name].to_numpy()
            same &= values[1:] == values[:-1]
        until[:-1][same] = day[1:][same]
    return until
