"""Pairs of an invoice, real or supposed, and the evening on which we look at it."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class PlantedFuture(ValueError):
    """A pair asked for something that was not known on its evening."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Equal-length columns, one row a pair; days count from 1970-01-01.

    `state` is the row of the timeline that held that evening, -1 for a supposed invoice, in no stream.
    `from_day` is the first day on which the payment may come.
    """

    account: Ints
    as_of: Ints
    from_day: Ints
    issued: Ints
    due: Ints
    amount_cents: Ints
    open_cents: Ints
    state: Ints

    def __len__(self) -> int:
        return len(self.account)

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> "Pairs":
        return Pairs(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def day_of(number: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(number))


def pairs_of(
    states: pd.DataFrame, accounts: pd.MultiIndex, *, rows: Ints, as_of: Ints, at_issue: bool = False
) -> Pairs:
    """Pairs of the invoices in `rows` of the timeline, each at its evening.

    `at_issue` lets the payment come on the issue day itself; otherwise it comes after the evening.
    Raises PlantedFuture when a row of the timeline was not yet known on its evening, or no longer held.
    """
    known = states["known_day"].to_numpy(np.int64)[rows]
    until = states["until_day"].to_numpy(np.int64)[rows]
    if bool(((known > as_of) | (until <= as_of)).any()):
        raise PlantedFuture(
            "A state of an invoice was asked for on an evening on which it was not what we knew."
        )
    key = pd.MultiIndex.from_arrays(
        [states["customer_id"].to_numpy()[rows], states["currency"].astype(str).to_numpy()[rows]]
    )
    issued = states["issued_day"].to_numpy(np.int64)[rows]
    return Pairs(
        account=accounts.get_indexer(key).astype(np.int64),
        as_of=as_of.astype(np.int64),
        from_day=issued if at_issue else as_of.astype(np.int64) + 1,
        issued=issued,
        due=states["due_day"].to_numpy(np.int64)[rows],
        amount_cents=states["amount_cents"].to_numpy(np.int64)[rows],
        open_cents=states["open_cents"].to_numpy(np.int64)[rows],
        state=np.asarray(rows, dtype=np.int64),
    )
