"""What each part of the lateness model adds, on invoices open at month ends."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from experiments.common import Figures, quiet, table, told
from features.pairs import Pairs
from ledger.facts import Facts
from scoring.lateness.artifact import LatenessModel
from scoring.lateness.curve import Curves
from scoring.lateness.predict import curves
from training.lateness.evaluation import Truth, of_probabilities
from training.lateness.fitting import train
from training.lateness.landmarks import at_issue
from training.lateness.recipe import Recipe
from training.lateness.snapshots import (
    HORIZONS,
    Forecast,
    Snapshot,
    joined,
    of_forecast,
    outcomes_of,
    snapshot_of,
)

variants = import_module("experiments.0009_what_adds_what.variants")

Floats = NDArray[np.float64]

COLUMNS = (
    "n", "log_loss_late", "auc_late", "auc_7", "log_loss_7", "auc_30", "log_loss_30", "cash_error_7",
    "cash_error_30",
)  # fmt: skip


def section(facts: Facts, *, called: str, evenings: Sequence[date], recipe: Recipe) -> str:
    """A table: each variant trained on the first evening, frozen, and judged on all of them."""
    snapshots = [snapshot_of(facts, as_of=evening) for evening in evenings]
    outcome = outcomes_of(facts, snapshots)
    truth = Truth(outcome.due, outcome.paid, outcome.horizon)
    not_due = outcome.due > outcome.evening
    rows: dict[str, Figures] = {}
    for variant in variants.VARIANTS:
        told(f"{called}: {variant.name}")
        with variants.trained_as(variant):
            model = train(snapshots[0].facts, as_of=evenings[0], recipe=recipe, progress=quiet)
        answers = [foretold(model, snapshot, refreshed=variant.refreshed) for snapshot in snapshots]
        late = np.concatenate([late for _, late in answers])
        rows[variant.name] = {
            **of_forecast(joined([forecast for forecast, _ in answers]), outcome),
            **of_probabilities(late[not_due], truth.take(not_due), bar=0),
        }
    return (
        f"## Payment dates: {called}\n\nTrained on {evenings[0]}; open on "
        f"{', '.join(str(evening) for evening in evenings)}.\n\n{table(rows, COLUMNS)}"
    )


def foretold(model: LatenessModel, snapshot: Snapshot, *, refreshed: bool) -> tuple[Forecast, Floats]:
    """P(paid within) and P(late), given that each invoice is still open on the evening."""
    pairs = snapshot.pairs
    seen = pairs if refreshed else as_issued(snapshot)
    own = curves(model, snapshot.streams, seen)
    open_now = 1.0 - by(own, pairs.as_of)
    within = {days: 1.0 - (1.0 - by(own, pairs.as_of + days)) / open_now for days in HORIZONS}
    return Forecast(within), (1.0 - by(own, pairs.due)) / open_now


def by(own: Curves, day: NDArray[np.int64]) -> Floats:
    """P(paid by a day); a curve that thinks everything paid keeps a hair's breadth, to be divided by."""
    return np.minimum(own.paid_by(day).astype(np.float64), 1 - 1e-6)


def as_issued(snapshot: Snapshot) -> Pairs:
    """The snapshot's invoices as they stood on their issue evening, in its order."""
    issued = at_issue(snapshot.states, snapshot.streams, horizon=int(snapshot.pairs.as_of[0])).pairs
    invoice = snapshot.states["invoice_id"].to_numpy(np.int64)[issued.state]
    order = np.argsort(invoice)
    place = order[np.searchsorted(invoice[order], snapshot.invoice_id)]
    if not np.array_equal(invoice[place], snapshot.invoice_id):
        raise SystemExit("An open invoice has no issue evening, so its features cannot be frozen there.")
    return issued.take(place)
