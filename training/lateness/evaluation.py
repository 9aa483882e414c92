"""How good predictions of payment dates were, once time has told.

Late means still owed after the due day; `_30` means more than 30 days after. An invoice still open at the
horizon counts where that is answer enough, and nowhere else; one that ended without cash was never paid.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import log_loss, roc_auc_score

from features.interval import LAST_DAY
from ledger.timeline import NEVER
from scoring.lateness.curve import NEVER_PAID, Curves

Ints = NDArray[np.int64]
Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]
Metrics = dict[str, float | int | None]

_SEED = 11


@dataclass(frozen=True, slots=True)
class Truth:
    """Due, paid and ended days of the predicted invoices, NEVER where it had not come by `horizon`."""

    due: Ints
    paid: Ints
    horizon: int
    ended: Ints | None = None

    @property
    def gone(self) -> Ints:
        """The day the invoice was paid, or ended without cash."""
        return self.paid if self.ended is None else np.minimum(self.paid, self.ended)

    def answered(self, bar: int) -> Bools:
        """Whether it is known if the invoice was still owed `bar` days after due."""
        return (self.gone < NEVER) | (self.due + bar <= self.horizon)

    def later_than(self, bar: int) -> Bools:
        return self.gone > self.due + bar

    def take(self, rows: Bools) -> "Truth":
        ended = None if self.ended is None else self.ended[rows]
        return Truth(self.due[rows], self.paid[rows], self.horizon, ended)


def of_curves(curves: Curves, truth: Truth) -> Metrics:
    """Every figure of whole distributions."""
    median = curves.quantile(0.5)
    median = np.where(median == NEVER_PAID, truth.due + LAST_DAY, median)
    inside, on_edges = _coverage(curves, truth)
    return {
        "n": len(truth.due),
        **of_days(median, truth),
        **of_probabilities(curves.late(), truth, bar=0),
        **of_probabilities(curves.late(30), truth, bar=30),
        "coverage_80": inside,
        "coverage_80_edges": on_edges,
        "crps_days": _crps(curves, truth),
    }


def of_days(predicted: Floats | Ints, truth: Truth) -> Metrics:
    """Error of a predicted day, over the invoices that were paid."""
    paid = truth.paid < NEVER
    error = np.abs(predicted[paid] - truth.paid[paid])
    if len(error) == 0:
        return {"mae_days": None, "within_3_days": None}
    return {"mae_days": float(error.mean()), "within_3_days": float((error <= 3).mean())}  # noqa: PLR2004


def of_probabilities(predicted: Floats, truth: Truth, *, bar: int) -> Metrics:
    """Ranking and sharpness of a probability of being more than `bar` days late."""
    suffix = "late" if bar == 0 else f"late_{bar}"
    answered = truth.answered(bar)
    late, told = truth.later_than(bar)[answered], np.asarray(predicted, np.float64)[answered]
    if len(late) == 0 or late.all() or not late.any():
        return {f"auc_{suffix}": None, f"brier_{suffix}": None, f"log_loss_{suffix}": None}
    return {
        f"auc_{suffix}": float(roc_auc_score(late, told)),
        f"brier_{suffix}": float(np.mean((told - late) ** 2)),
        f"log_loss_{suffix}": float(log_loss(late, np.clip(told, 1e-6, 1 - 1e-6))),
    }


def ranking_only(predicted: Floats, truth: Truth, *, bar: int) -> Metrics:
    """The same for a figure that ranks but is no probability."""
    told = of_probabilities(predicted, truth, bar=bar)
    return {name: value for name, value in told.items() if name.startswith("auc")}


def _coverage(curves: Curves, truth: Truth) -> tuple[float | None, float | None]:
    """Share of outcomes whose place in the predicted distribution lies in the middle 80 %.

    Days are discrete, so the place is drawn within the day's own probability (randomised PIT); counting a day
    as inside as soon as it touches the interval, the second figure, flatters.
    """
    paid = truth.paid < NEVER
    if not paid.any():
        return None, None
    at, before = curves.paid_by(truth.paid), curves.paid_by(truth.paid - 1)
    place = before + np.random.default_rng(_SEED).random(len(at)) * (at - before)
    inside = (place >= 0.1) & (place <= 0.9)  # noqa: PLR2004 - the 80 % in the middle
    touching = (at >= 0.1) & (before <= 0.9)  # noqa: PLR2004
    return float(inside[paid].mean()), float(touching[paid].mean())


def _crps(curves: Curves, truth: Truth) -> float | None:
    """Continuous ranked probability score in days; an open invoice is judged on the days observed only."""
    if len(truth.due) == 0:
        return None
    day = curves.from_day[:, None] + np.arange(curves.cdf.shape[1])[None, :]
    paid_by_then = day >= truth.paid[:, None]
    observed = (truth.gone[:, None] < NEVER) | (day <= truth.horizon)
    observed &= day < truth.due[:, None] + LAST_DAY
    return float((((curves.cdf - paid_by_then) ** 2) * observed).sum(axis=1).mean())
