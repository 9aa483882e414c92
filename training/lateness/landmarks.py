"""The evenings from which the model learns, and what came of each invoice by the cut.

Every invoice gives its issue day and one later evening, drawn at random among those it was open, so that the
model knows invoices of every age. Invoices still open at the cut are kept and censored there: dropping them
would leave the fast payers only.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.interval import LAST_DAY
from features.pairs import Pairs, pairs_of
from features.streams import Streams
from ledger.timeline import NEVER

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Pairs and the day each was paid, NEVER where it was still open at `horizon`, the last day observed."""

    pairs: Pairs
    paid: Ints
    horizon: int

    def take(self, rows: NDArray[np.bool_]) -> "Landmarks":
        return Landmarks(self.pairs.take(rows), self.paid[rows], self.horizon)


def outcomes(states: pd.DataFrame) -> Ints:
    """For each row of the timeline, the day its invoice was paid in the end, NEVER while open."""
    invoice = states["invoice_id"].to_numpy()
    last = np.r_[invoice[1:] != invoice[:-1], True][: len(invoice)]
    which = np.cumsum(last) - last
    return states["paid_day"].to_numpy(np.int64)[last][which]


def at_issue(states: pd.DataFrame, streams: Streams, *, horizon: int) -> Landmarks:
    """Each invoice on its issue evening, or the first one it was known on.

    Those paid before their issue are left out, and those of which we learnt late, payment and all.
    """
    rows = first_rows(states)
    as_of = _first_evening(states)[rows]
    pairs = pairs_of(
        states, streams.accounts, rows=_state_at(states, rows, as_of), as_of=as_of, at_issue=True
    )
    landmarks = Landmarks(pairs, outcomes(states)[rows], horizon)
    told_at_once = (pairs.open_cents == 0) & (pairs.as_of > pairs.issued)
    return landmarks.take((landmarks.paid >= pairs.from_day) & ~told_at_once)


def first_rows(states: pd.DataFrame) -> Ints:
    """Rows of the timeline on which an invoice first appears.

    Credit notes are left out, and invoices cancelled since (corrected to nothing): nobody will ever pay them.
    So are items carried forward, whose true age nobody knows.
    """
    invoice = states["invoice_id"].to_numpy()
    amount = states["amount_cents"].to_numpy()
    first = np.r_[True, invoice[1:] != invoice[:-1]][: len(invoice)]
    last = np.r_[first[1:], True][: len(invoice)]
    lasting = amount[last][np.cumsum(first) - 1] > 0 if len(invoice) else first
    dated = ~states["opening"].to_numpy(bool)
    return np.flatnonzero(first & (amount > 0) & lasting & dated)


def one_later(states: pd.DataFrame, streams: Streams, *, horizon: int, seed: int) -> Landmarks:
    """Each invoice on one evening drawn at random among those after its issue on which it was open."""
    rows = first_rows(states)
    paid = outcomes(states)[rows]
    begin = _first_evening(states)[rows] + 1
    end = np.minimum(np.minimum(paid, horizon), states["due_day"].to_numpy(np.int64)[rows] + LAST_DAY)
    open_days = end - begin
    rows, paid, begin, open_days = (values[open_days > 0] for values in (rows, paid, begin, open_days))
    draw = np.random.default_rng(seed).random(len(rows))
    as_of = begin + np.floor(draw * open_days).astype(np.int64)
    held = _state_at(states, rows, as_of)
    pairs = pairs_of(states, streams.accounts, rows=held, as_of=as_of)
    landmarks = Landmarks(pairs, paid, horizon)
    return landmarks.take((pairs.open_cents > 0) & (paid >= pairs.from_day))


def together(first: Landmarks, second: Landmarks) -> Landmarks:
    columns = {
        name: np.concatenate([getattr(first.pairs, name), getattr(second.pairs, name)])
        for name in Pairs.__dataclass_fields__
    }
    return Landmarks(Pairs(**columns), np.concatenate([first.paid, second.paid]), first.horizon)


def _first_evening(states: pd.DataFrame) -> Ints:
    """The issue evening, or the later one on which the invoice became known."""
    return np.maximum(states["issued_day"].to_numpy(np.int64), states["known_day"].to_numpy(np.int64))


def _state_at(states: pd.DataFrame, rows: Ints, as_of: Ints) -> Ints:
    """The row of the timeline that held for the same invoice on that evening."""
    span = np.int64(NEVER) + 1
    key = states["invoice_id"].to_numpy(np.int64) * span + states["known_day"].to_numpy(np.int64)
    wanted = states["invoice_id"].to_numpy(np.int64)[rows] * span + as_of
    return np.searchsorted(key, wanted, side="right") - 1
