"""The evenings from which the model learns, and what came of each invoice by the cut.

Every invoice gives its issue day, the evenings a week before its due day, on it and up to 90 days after while
it is open, and one more drawn at random, so that the model knows invoices of every age. Invoices still open
at the cut are kept and censored there: dropping them would leave the fast payers only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.interval import LAST_DAY
from features.pairs import Pairs, pairs_of
from features.streams import Streams
from ledger.timeline import NEVER

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Days after due on whose evening an open invoice is looked at again: where reminders, ageing reports and
# reserves ask about it.
LOOKED_AT_AGAIN = (-7, 0, 1, 7, 15, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Pairs and what became of each by `horizon`, the last day observed.

    `paid` is the day of the cash, `ended` that on which the invoice was settled without: NEVER where it had
    not come. `weight` is how many invoices each stands for.
    """

    pairs: Pairs
    paid: Ints
    ended: Ints
    weight: Floats
    horizon: int

    def take(self, rows: Bools | Ints) -> "Landmarks":
        return Landmarks(
            self.pairs.take(rows), self.paid[rows], self.ended[rows], self.weight[rows], self.horizon
        )

    @property
    def seen_until(self) -> Ints:
        """The last day on which each was watched for its payment; an end without cash hides what follows."""
        return np.minimum(self.ended - 1, self.horizon)


def outcomes(states: pd.DataFrame, *, column: str = "paid_day") -> Ints:
    """For each row of the timeline, the day of `column` that its last state tells, NEVER while open."""
    invoice = states["invoice_id"].to_numpy()
    last = np.r_[invoice[1:] != invoice[:-1], True][: len(invoice)]
    which = np.cumsum(last) - last
    return states[column].to_numpy(np.int64)[last][which]


def at_issue(states: pd.DataFrame, streams: Streams, *, horizon: int) -> Landmarks:
    """Each invoice on its issue evening, or the first one it was known on.

    Those paid before their issue are left out, and those of which we learnt late, payment and all.
    """
    rows = first_rows(states)
    as_of = _first_evening(states)[rows]
    pairs = pairs_of(
        states, streams.accounts, rows=_state_at(states, rows, as_of), as_of=as_of, at_issue=True
    )
    landmarks = _come_to(states, rows, pairs, horizon=horizon, weight=np.ones(len(rows)))
    told_at_once = (pairs.open_cents == 0) & (pairs.as_of > pairs.issued)
    seen = (landmarks.paid >= pairs.from_day) & (landmarks.ended > pairs.from_day)
    return landmarks.take(seen & ~told_at_once)


def _come_to(states: pd.DataFrame, rows: Ints, pairs: Pairs, *, horizon: int, weight: Floats) -> Landmarks:
    ended = outcomes(states, column="ended_day")[rows]
    return Landmarks(pairs, outcomes(states)[rows], ended, weight, horizon)


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


@dataclass(frozen=True, slots=True)
class Life:
    """The evenings after its first one on which each invoice was open: from `begin` to `end`, excluded."""

    rows: Ints
    begin: Ints
    end: Ints


def lives(states: pd.DataFrame, *, horizon: int) -> Life:
    """The open life of each invoice that had one; what came within `LAST_DAY` days after due."""
    rows = first_rows(states)
    gone = np.minimum(outcomes(states), outcomes(states, column="ended_day"))[rows]
    begin = _first_evening(states)[rows] + 1
    end = np.minimum(np.minimum(gone, horizon), states["due_day"].to_numpy(np.int64)[rows] + LAST_DAY)
    lived = end > begin
    return Life(rows[lived], begin[lived], end[lived])


def one_later(states: pd.DataFrame, streams: Streams, *, horizon: int, seed: int) -> Landmarks:
    """Each invoice on one evening drawn at random among those after its first one on which it was open."""
    life = lives(states, horizon=horizon)
    draw = np.random.default_rng(seed).random(len(life.rows))
    as_of = life.begin + np.floor(draw * (life.end - life.begin)).astype(np.int64)
    weight = np.ones(len(life.rows))
    return _looked_at(states, streams, rows=life.rows, as_of=as_of, weight=weight, horizon=horizon)


def looked_at_again(
    states: pd.DataFrame, streams: Streams, *, horizon: int, days: Sequence[int] = LOOKED_AT_AGAIN
) -> Landmarks:
    """Each invoice on the evenings `days` after its due day on which it was open.

    An evening weighs the share of the invoice's open life from it to the next one, so that an invoice counts
    once at most, and the evenings together stand for its life.
    """
    life = lives(states, horizon=horizon)
    due = states["due_day"].to_numpy(np.int64)[life.rows]
    every = np.maximum(due[:, None] + np.array([*days, LAST_DAY]), life.begin[:, None])
    stretch = np.minimum(every[:, 1:], life.end[:, None]) - every[:, :-1]
    asked = (due[:, None] + np.array(days) >= life.begin[:, None]) & (stretch > 0)
    invoice, which = np.nonzero(asked)
    weight = stretch[invoice, which] / (life.end - life.begin)[invoice]
    as_of = every[invoice, which]
    return _looked_at(states, streams, rows=life.rows[invoice], as_of=as_of, weight=weight, horizon=horizon)


def open_on(states: pd.DataFrame, streams: Streams, *, evening: int, horizon: int) -> Landmarks:
    """Every invoice open on one evening, as a credit manager's list shows them."""
    life = lives(states, horizon=horizon)
    held = (life.begin <= evening) & (evening < life.end)
    rows = life.rows[held]
    as_of = np.full(len(rows), evening, dtype=np.int64)
    return _looked_at(states, streams, rows=rows, as_of=as_of, weight=np.ones(len(rows)), horizon=horizon)


def _looked_at(
    states: pd.DataFrame, streams: Streams, *, rows: Ints, as_of: Ints, weight: Floats, horizon: int
) -> Landmarks:
    pairs = pairs_of(states, streams.accounts, rows=_state_at(states, rows, as_of), as_of=as_of)
    landmarks = _come_to(states, rows, pairs, horizon=horizon, weight=weight)
    open_then = (pairs.open_cents > 0) & (landmarks.paid >= pairs.from_day)
    return landmarks.take(open_then & (landmarks.ended >= pairs.from_day))


def together(*parts: Landmarks) -> Landmarks:
    """All of several sets observed up to the same horizon."""
    columns = {
        name: np.concatenate([getattr(part.pairs, name) for part in parts])
        for name in Pairs.__dataclass_fields__
    }
    return Landmarks(
        pairs=Pairs(**columns),
        paid=np.concatenate([part.paid for part in parts]),
        ended=np.concatenate([part.ended for part in parts]),
        weight=np.concatenate([part.weight for part in parts]),
        horizon=parts[0].horizon,
    )


def weighing(landmarks: Landmarks, share: float) -> Landmarks:
    """The same, each weighing `share` of what it did."""
    return Landmarks(
        landmarks.pairs, landmarks.paid, landmarks.ended, landmarks.weight * share, landmarks.horizon
    )


def thinned(landmarks: Landmarks, *, most: int, seed: int) -> Landmarks:
    """About `most` of them drawn at random, each standing for as many as were left out beside it."""
    share = most / max(len(landmarks.paid), 1)
    if share >= 1:
        return landmarks
    kept = np.random.default_rng(seed).random(len(landmarks.paid)) < share
    return weighing(landmarks.take(kept), 1 / share)


def _first_evening(states: pd.DataFrame) -> Ints:
    """The issue evening, or the later one on which the invoice became known."""
    return np.maximum(states["issued_day"].to_numpy(np.int64), states["known_day"].to_numpy(np.int64))


def _state_at(states: pd.DataFrame, rows: Ints, as_of: Ints) -> Ints:
    """The row of the timeline that held for the same invoice on that evening."""
    span = np.int64(NEVER) + 1
    key = states["invoice_id"].to_numpy(np.int64) * span + states["known_day"].to_numpy(np.int64)
    wanted = states["invoice_id"].to_numpy(np.int64)[rows] * span + as_of
    return np.searchsorted(key, wanted, side="right") - 1
