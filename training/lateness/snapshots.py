"""Invoices open on past evenings, frozen as they were known then, beside what became of them.

What a method is told of a snapshot holds nothing later than its evening: later facts are cut away before any
number is made, and come back only to judge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import log_loss, roc_auc_score

from features.pairs import Pairs, day_number
from features.streams import Streams, streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import NEVER, timeline
from scoring.lateness.curve import Curves
from scoring.lateness.open_items import open_invoices
from training.lateness.evaluation import Metrics
from training.lateness.landmarks import outcomes

HORIZONS = (7, 30)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ledger as known on the evening of `as_of`, and the pairs of the invoices open then.

    Credit notes are left out, and items carried forward, whose age nobody knows.
    """

    as_of: date
    facts: Facts
    states: pd.DataFrame
    streams: Streams
    pairs: Pairs
    invoice_id: Ints
    customer_id: Ints


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the invoices of some snapshots, a row an invoice and an evening.

    `paid` is the day the invoice was paid, NEVER where it was still open at `horizon`, the last day observed.
    """

    evening: Ints
    customer: Ints
    due: Ints
    open_cents: Ints
    paid: Ints
    horizon: int

    def answered(self, days: int) -> Bools:
        """Whether it is known if the invoice was paid within `days` of its evening."""
        return (self.paid < NEVER) | (self.evening + days <= self.horizon)

    def within(self, days: int) -> Bools:
        return self.paid <= self.evening + days

    def take(self, rows: Bools) -> "Outcomes":
        return Outcomes(
            evening=self.evening[rows],
            customer=self.customer[rows],
            due=self.due[rows],
            open_cents=self.open_cents[rows],
            paid=self.paid[rows],
            horizon=self.horizon,
        )


@dataclass(frozen=True, slots=True)
class Forecast:
    """A method's P(paid within so many days of the evening), by number of days, given that it is open then.

    `ranking` stands in for the probability in rankings, where a method knows a day rather than a chance.
    """

    within: Mapping[int, Floats]
    ranking: Floats | None = None


def snapshot_of(facts: Facts, *, as_of: date) -> Snapshot:
    """Freeze the ledger on an evening."""
    known = as_known(facts, as_of)
    states = timeline(known)
    streams = streams_of(states, beside=known.beside, customers=known.customers)
    pairs = open_invoices(known, states, streams, as_of=as_of).pairs
    pairs = pairs.take(~states["opening"].to_numpy(bool)[pairs.state])
    return Snapshot(
        as_of=as_of,
        facts=known,
        states=states,
        streams=streams,
        pairs=pairs,
        invoice_id=states["invoice_id"].to_numpy(np.int64)[pairs.state],
        customer_id=states["customer_id"].to_numpy(np.int64)[pairs.state],
    )


def outcomes_of(facts: Facts, snapshots: Sequence[Snapshot]) -> Outcomes:
    """What all facts, to their horizon, say of the snapshots' invoices; rows in the snapshots' order.

    An invoice cancelled later counts as never paid: no cash came.
    """
    states = timeline(facts)
    paid_day = pd.Series(outcomes(states), index=states["invoice_id"])
    paid_day = paid_day.loc[~paid_day.index.duplicated()]
    invoice = np.concatenate([snapshot.invoice_id for snapshot in snapshots])
    return Outcomes(
        evening=np.concatenate([snapshot.pairs.as_of for snapshot in snapshots]),
        customer=np.concatenate([snapshot.customer_id for snapshot in snapshots]),
        due=np.concatenate([snapshot.pairs.due for snapshot in snapshots]),
        open_cents=np.concatenate([snapshot.pairs.open_cents for snapshot in snapshots]),
        paid=paid_day.loc[invoice].to_numpy(np.int64),
        horizon=day_number(facts.horizon),
    )


def told_by_curves(curves: Curves, pairs: Pairs) -> Forecast:
    """What payment-date distributions that start after the evening say of it."""
    return Forecast({days: curves.paid_by(pairs.as_of + days).astype(np.float64) for days in HORIZONS})


def joined(forecasts: Sequence[Forecast]) -> Forecast:
    """One method's forecasts of several snapshots as one, in their order."""
    rankings = [forecast.ranking for forecast in forecasts if forecast.ranking is not None]
    return Forecast(
        {days: np.concatenate([one.within[days] for one in forecasts]) for days in forecasts[0].within},
        np.concatenate(rankings) if rankings else None,
    )


def of_forecast(told: Forecast, outcome: Outcomes) -> Metrics:
    """Every figure of a forecast, over the rows whose answer is known."""
    figures: Metrics = {"n": len(outcome.paid)}
    for days, probability in told.within.items():
        rows = outcome.answered(days)
        ranking = probability if told.ranking is None else told.ranking
        figures |= _of_horizon(probability[rows], ranking[rows], outcome.take(rows), days=days)
    return figures


def _of_horizon(probability: Floats, ranking: Floats, outcome: Outcomes, *, days: int) -> Metrics:
    paid = outcome.within(days)
    if len(paid) == 0 or paid.all() or not paid.any():
        return {}
    expected, came = cash_by_evening(probability, outcome, days=days)
    return {
        f"auc_{days}": float(roc_auc_score(paid, ranking)),
        f"brier_{days}": float(np.mean((probability - paid) ** 2)),
        f"log_loss_{days}": float(log_loss(paid, np.clip(probability, 1e-6, 1 - 1e-6))),
        f"expected_over_observed_{days}": float(probability.sum() / paid.sum()),
        f"cash_error_{days}": float(np.abs(expected - came).sum() / came.sum()),
        f"cash_bias_{days}": float((expected - came).sum() / came.sum()),
    }


def cash_by_evening(probability: Floats, outcome: Outcomes, *, days: int) -> tuple[Floats, Floats]:
    """Open cents expected within `days` of each evening, and those settled by then.

    Currencies are added as they stand: the figures mean something in a ledger of one.
    """
    _, place = np.unique(outcome.evening, return_inverse=True)
    cents = outcome.open_cents.astype(np.float64)
    expected = np.bincount(place, weights=probability * cents).astype(np.float64)
    return expected, np.bincount(place, weights=outcome.within(days) * cents).astype(np.float64)
