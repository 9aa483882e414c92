"""Changes of what was known, sorted by account and day, with running figures beside each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.kernels import located, running_sums
from features.order import Places, order_of
from ledger.timeline import NEVER

Ints = NDArray[np.int64]
Figures = NDArray[Any]  # of the narrowest type that holds the figures exactly

SPAN = np.int64(NEVER) * 2
# Logarithms of amounts are summed as millionths in integers: exact in any order.
LOG_UNIT = 1_000_000


class Running(Mapping[str, Figures]):
    """Figures that are worked out when they are first asked for, as few callers ask for all.

    Two threads that ask at once may both work one out, and both come to the same.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Figures]]) -> None:
        self._names = tuple(makers)
        self._makers = dict(makers)
        self._made: dict[str, Figures] = {}

    def __getitem__(self, name: str) -> Figures:
        maker = self._makers.get(name)
        if maker is not None:
            self._made[name] = maker()
            self._makers.pop(name, None)  # and with the last of them the events it read
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, slots=True)
class Stream:
    """Events sorted by account and day; `running` holds each figure as it stands after each event."""

    key: Ints
    accounts: int
    running: Mapping[str, Figures]

    def located(self, account: Ints, day: Ints) -> Ints:
        """Position of each account's last event known by `day`; -1 where there is none."""
        return located(self.key, account, day, int(SPAN))


class Ordered(Mapping[str, Ints]):
    """Columns of events in an order, each put into it when it is first asked for, by threads as above."""

    def __init__(self, events: Mapping[str, Ints], order: Places) -> None:
        self._events, self._order = dict(events), order
        self._names = tuple(events)
        self._made: dict[str, Ints] = {}

    def __getitem__(self, name: str) -> Ints:
        values = self._events.get(name)
        if values is not None:
            self._made[name] = values[self._order]
            self._events.pop(name, None)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def in_order(events: dict[str, Ints], accounts: int) -> tuple[Ordered, Ints, Ints]:
    """Columns sorted by account, day and content, the sort key, and the first position of each account."""
    key = events["account"] * SPAN + events["day"]
    order = order_of(key, [values for name, values in events.items() if name not in ("account", "day")])
    key = key[order]
    return Ordered(events, order), key, np.searchsorted(key, np.arange(accounts + 1) * SPAN).astype(np.int64)


def signed(
    states: pd.DataFrame, observed: NDArray[np.bool_], begins: Ints, columns: Mapping[str, Ints]
) -> dict[str, Ints]:
    """Each observed state as +1 from the day it begins and -1 once a later state replaces it by another.

    `since` is the day it began, on both.
    """
    told = {"account": states["account"].to_numpy(), **columns}
    invoice, until = states["invoice_id"].to_numpy(), states["until_day"].to_numpy()
    # A state left out between two others, such as one without an amount, ends the first of them.
    unchanged = (invoice[1:] == invoice[:-1]) & (states["known_day"].to_numpy()[1:] == until[:-1])
    for values in (*told.values(), observed):
        unchanged &= values[1:] == values[:-1]
    began = np.flatnonzero(np.r_[True, ~unchanged][: len(states)] & observed)
    ended = np.flatnonzero(np.r_[~unchanged, True][: len(states)] & observed)
    over = until[ended] < NEVER
    rows = np.concatenate([began, ended[over]])
    events = {name: values[rows].astype(np.int64) for name, values in told.items()}
    events["day"] = np.concatenate([begins[began], until[ended[over]]]).astype(np.int64)
    events["sign"] = np.repeat(np.array([1, -1]), [len(began), int(over.sum())])
    events["since"] = np.concatenate([begins[began], begins[began[over]]]).astype(np.int64)
    return events


def known_first(states: pd.DataFrame) -> NDArray[np.bool_]:
    """True on the first state of each invoice."""
    invoice = states["invoice_id"].to_numpy()
    return np.r_[True, invoice[1:] != invoice[:-1]][: len(states)]


def summed(start: Ints, values: Ints) -> Figures:
    """Running sums within each account, which begin at the positions `start`."""
    return narrow(running_sums(start, values))


def narrow(values: Ints) -> Figures:
    """The same whole numbers in half the memory, where they fit."""
    bound = np.iinfo(np.int32)
    fits = len(values) == 0 or (values.min() >= bound.min and values.max() <= bound.max)
    return values.astype(np.int32) if fits else values
