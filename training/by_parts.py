"""Features of a training run worked out by parts of an exported book, equal to those of the whole."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.catalogue import NAMES
from features.frame import frame_of
from features.pairs import Pairs
from features.streams import Streams
from ledger.exported.gateway import Exported, ExportRefused
from scoring.sharded.gateway import Book
from scoring.sharded.shard import Shard, Whole, within

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Named:
    """Pairs as any part can find them: by customer and currency, by the state's invoice and first day."""

    pairs: Pairs
    customer: Ints
    currency: NDArray[np.object_]
    invoice: Ints
    known: Ints

    def take(self, rows: Ints) -> "Named":
        return Named(
            self.pairs.take(rows),
            self.customer[rows],
            self.currency[rows],
            self.invoice[rows],
            self.known[rows],
        )


@dataclass(frozen=True, slots=True)
class ByParts:
    """Makes the frame of a run's pairs, whose `states` are the whole ledger's on the run's evening.

    Supposed invoices, in no state, are found by their customer and currency alone.
    """

    exported: Exported
    book: Book

    def frame(self, states: pd.DataFrame, streams: Streams, pairs: Pairs, *, country: str) -> pd.DataFrame:
        """As `features.frame.frame_of`. Raises ExportRefused where the export is not of this ledger."""
        named = _named(states, streams, pairs)
        count = self.exported.manifest.partitions
        place = np.full(len(pairs), -1)
        for part, customers in enumerate(self.book.run(customers_of, [()] * count)):
            place[np.isin(named.customer, customers)] = part
        if (place < 0).any():
            raise ExportRefused(_ANOTHER)
        rows = [np.flatnonzero(place == part) for part in range(count)]
        parts = self.book.run(figures_of, [(named.take(some),) for some in rows], country)
        matrix = np.empty((len(pairs), len(NAMES)), dtype=np.float32)
        for some, told in zip(rows, parts, strict=True):
            matrix[some] = told
        return pd.DataFrame(matrix, columns=list(NAMES), copy=False)


def customers_of(shard: Shard, _whole: Whole) -> Ints:
    return np.unique(shard.streams.accounts.get_level_values("customer_id").to_numpy(np.int64))


def figures_of(shard: Shard, whole: Whole, named: Named, country: str) -> NDArray[np.float32]:
    """The features of some of the part's own pairs."""
    account = shard.streams.accounts.get_indexer(pd.MultiIndex.from_arrays([named.customer, named.currency]))
    told = {item.name: getattr(named.pairs, item.name) for item in fields(Pairs)}
    told |= {"account": account.astype(np.int64), "state": _states(shard.states, named)}
    if (account < 0).any():
        raise ExportRefused(_ANOTHER)
    frame = frame_of(within(shard, whole), Pairs(**told), country=country)
    return frame.to_numpy(np.float32)


def _named(states: pd.DataFrame, streams: Streams, pairs: Pairs) -> Named:
    customer, currency = (streams.accounts.get_level_values(level) for level in (0, 1))
    return Named(
        pairs=pairs,
        customer=customer.to_numpy(np.int64)[pairs.account],
        currency=currency.to_numpy(object)[pairs.account],
        invoice=_of_state(states["invoice_id"], pairs.state),
        known=_of_state(states["known_day"], pairs.state),
    )


def _of_state(column: pd.Series, state: Ints) -> Ints:
    """What the timeline says in those rows; -1 of a supposed invoice."""
    told = np.append(column.to_numpy(np.int64), -1)
    return told[state]


def _states(states: pd.DataFrame, named: Named) -> Ints:
    """The rows of the part's own timeline, -1 for supposed invoices; both are sorted by invoice and day."""
    invoice, known = (states[name].to_numpy(np.int64) for name in ("invoice_id", "known_day"))
    found = pd.MultiIndex.from_arrays([invoice, known]).get_indexer(
        pd.MultiIndex.from_arrays([named.invoice, named.known])
    )
    if ((found < 0) & (named.invoice >= 0)).any():
        raise ExportRefused(_ANOTHER)
    return found.astype(np.int64)


_ANOTHER = (
    "The exported facts are not those of this ledger: invoices or customers are missing in them. "
    "Export them again: encours export facts."
)
