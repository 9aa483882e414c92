"""The honest rehearsal: train on what was known the evening before the cut, predict what was issued after.

Each invoice is predicted on its issue day, with what was known that evening; the model stays frozen. The
horizon is the last day the ledger holds; what is open then is censored there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.frame import frame_of
from features.pairs import day_number
from features.streams import Streams, streams_of
from ledger.facts import Facts
from ledger.timeline import timeline
from scoring.lateness.artifact import LATE, LatenessModel
from scoring.lateness.curve import Curves, one_after_the_other
from scoring.lateness.predict import curves_in_pieces
from training.lateness.baselines import naive
from training.lateness.evaluation import Metrics, Truth, of_curves, of_probabilities
from training.lateness.fitting import Progress, train
from training.lateness.landmarks import Landmarks, at_issue, first_rows, together
from training.lateness.recipe import Recipe


class NothingToPredict(ValueError):
    """No invoice was issued in the period of a back-test."""


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """Figures of the model and of each baseline, on the same invoices."""

    cut: date
    until: date
    horizon: date
    trained_on: int
    paid_before_issue: int
    model: Metrics
    baselines: Mapping[str, Metrics]
    agreement: Mapping[str, float]

    def as_json(self) -> dict[str, object]:
        about = {
            "cut": self.cut.isoformat(),
            "until": self.until.isoformat(),
            "horizon": self.horizon.isoformat(),
            "trained_on": self.trained_on,
            "left_out_paid_before_issue": self.paid_before_issue,
        }
        return {
            **about,
            **self.model,
            "baselines": {name: dict(figures) for name, figures in self.baselines.items()},
            "reasons_agree_with_curve": dict(self.agreement),
        }


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Predictions beside what happened, row by row, for studies that cut them further.

    `book` holds the whole book's rates before the cut, as the baselines use them.
    """

    report: BacktestReport
    model: LatenessModel
    invoice_id: NDArray[np.int64]
    truth: Truth
    curves: Curves
    known: pd.DataFrame
    book: Metrics


def rehearse(
    facts: Facts,
    *,
    cut: date,
    until: date | None,
    recipe: Recipe,
    progress: Progress,
    country: str | None = None,
    with_closed_only: bool = True,
) -> Rehearsal:
    """Train before `cut`, predict every invoice issued from it to `until`, its last issue day, included.

    `country` as in `train` of training/lateness/fitting.py; `with_closed_only` also trains the model that
    drops open invoices. Raises NothingToPredict when the ledger holds no invoice of that period.
    """
    last = until or facts.horizon
    if until is not None and until < cut:
        raise NothingToPredict(
            f"The last issue day to predict, {last}, lies before the cut, {cut}. Choose a later one."
        )
    before = cut - timedelta(days=1)
    states = timeline(facts)
    streams = streams_of(states, beside=facts.beside, customers=facts.customers)
    asked, left_out = _issued_within(states, streams, cut=cut, last=last, horizon=facts.horizon)
    truth = Truth(asked.pairs.due, asked.paid, asked.horizon, asked.ended)
    model = train(facts, as_of=before, recipe=recipe, progress=progress, country=country)
    country = model.manifest.country
    known = frame_of(streams, asked.pairs, country=country)
    told = _foretold(model, streams, asked)
    book = _book(streams, day_number(before))
    baselines = naive(known, asked.pairs, truth, book=book)
    if with_closed_only:
        closed = train(
            facts, as_of=before, recipe=recipe, progress=progress, country=country, closed_only=True
        )
        baselines["closed_invoices_only"] = of_curves(_foretold(closed, streams, asked), truth)
    report = BacktestReport(
        cut=cut,
        until=last,
        horizon=facts.horizon,
        trained_on=model.manifest.n_invoices,
        paid_before_issue=left_out,
        model=of_curves(told, truth),
        baselines=baselines,
        agreement=_agreement(model, known, told, truth),
    )
    invoice_id = states["invoice_id"].to_numpy()[asked.pairs.state]
    return Rehearsal(report, model, invoice_id, truth, told, known, book)


def retrained_monthly(
    facts: Facts, *, cut: date, until: date, recipe: Recipe, progress: Progress, country: str | None = None
) -> Metrics:
    """The same invoices, each predicted by a model trained on the evening before the month it was issued in.

    The first model is that of the cut. Raises NothingToPredict when a month holds no invoice.
    """
    states = timeline(facts)
    streams = streams_of(states, beside=facts.beside, customers=facts.customers)
    told, truths = [], []
    for first, last in months_between(cut, until):
        asked, _ = _issued_within(states, streams, cut=first, last=last, horizon=facts.horizon)
        model = train(
            facts, as_of=first - timedelta(days=1), recipe=recipe, progress=progress, country=country
        )
        told.append(_foretold(model, streams, asked))
        truths.append(asked)
    every = together(*truths)
    return of_curves(
        one_after_the_other(told), Truth(every.pairs.due, every.paid, every.horizon, every.ended)
    )


def months_between(first: date, last: date) -> list[tuple[date, date]]:
    """The days from `first` to `last`, both in, cut where a month begins."""
    spans = []
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        spans.append((first, min(following - timedelta(days=1), last)))
        first = following
    return spans


def _foretold(model: LatenessModel, streams: Streams, asked: Landmarks) -> Curves:
    return one_after_the_other([told for _, told in curves_in_pieces(model, streams, asked.pairs)])


def _issued_within(
    states: pd.DataFrame, streams: Streams, *, cut: date, last: date, horizon: date
) -> tuple[Landmarks, int]:
    """The invoices issued in the period, on their issue evening; how many were left out, paid before."""
    issued = states["issued_day"].to_numpy()
    rows = first_rows(states)
    rows = rows[(issued[rows] >= day_number(cut)) & (issued[rows] <= day_number(last))]
    everything = at_issue(states, streams, horizon=day_number(horizon))
    within = (everything.pairs.issued >= day_number(cut)) & (everything.pairs.issued <= day_number(last))
    asked = everything.take(within)
    if len(asked.paid) == 0:
        raise NothingToPredict(
            f"No invoice was issued from {cut} to {last} and open then; the ledger ends on {horizon}. "
            "Choose another cut."
        )
    return asked, max(len(rows) - len(asked.paid), 0)


def _book(streams: Streams, day: int) -> Metrics:
    """The whole book's mean lateness and late rates as known on a day, for customers without history."""
    settled = streams.settled
    rows = settled.running["day"] <= day
    sign = settled.running["sign_of_event"][rows]
    late = settled.running["late_of_event"][rows]
    count = max(int(sign.sum()), 1)
    return {
        "days_late": float((sign * late).sum() / count),
        "late": float((sign * (late > 0)).sum() / count),
        "late_30": float((sign * (late > 30)).sum() / count),  # noqa: PLR2004 - the bar's own name
    }


def _agreement(model: LatenessModel, known: pd.DataFrame, told: Curves, truth: Truth) -> dict[str, float]:
    """How closely the head that carries the reasons follows the curve: P(late) of both."""
    head, curve = model.head(LATE, known), told.late().astype(np.float64)
    return {
        "correlation": float(np.corrcoef(head, curve)[0, 1]),
        "mean_absolute_difference": float(np.abs(head - curve).mean()),
        "head_auc_late": float(of_probabilities(head, truth, bar=0)["auc_late"] or np.nan),
    }
