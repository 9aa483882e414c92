"""How good probabilities of default were, once the twelve months were over."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import log_loss, roc_auc_score

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Metrics = dict[str, float | int | None]

_DECILES = 10
_CLIP = 1e-6


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the answers, ranked: what was said on the mean, and what share defaulted."""

    n: int
    expected: float
    observed: float


def figures_of(probability: Floats, defaulted: Bools, weight: Floats | None = None) -> Metrics:
    """Every figure of probabilities; None where one kind of outcome is missing.

    `calibration_error` is the largest difference of a decile between what was said and what came, and
    `calibration_error_mean` their mean.
    """
    weight = np.ones(len(probability)) if weight is None else weight
    told: Metrics = {"n": len(probability), "defaults": int(defaulted.sum())}
    if not defaulted.any() or defaulted.all():
        return told | dict.fromkeys(NAMES)
    kept = np.clip(probability, _CLIP, 1 - _CLIP)
    error = [abs(one.expected - one.observed) for one in deciles(probability, defaulted, weight)]
    return told | {
        "auc": float(roc_auc_score(defaulted, probability, sample_weight=weight)),
        "log_loss": float(log_loss(defaulted, kept, sample_weight=weight)),
        "brier": float(np.average((probability - defaulted) ** 2, weights=weight)),
        "expected_over_observed": float((weight * probability).sum() / (weight * defaulted).sum()),
        "calibration_error": max(error),
        "calibration_error_mean": float(np.mean(error)),
    }


NAMES = ("auc", "log_loss", "brier", "expected_over_observed", "calibration_error", "calibration_error_mean")


def deciles(probability: Floats, defaulted: Bools, weight: Floats) -> list[Decile]:
    """From the safest tenth, by weight, to the riskiest."""
    order = np.argsort(probability, kind="stable")
    place = np.cumsum(weight[order]) - weight[order] / 2
    which = np.minimum((place / weight.sum() * _DECILES).astype(int), _DECILES - 1)
    out = []
    for number in range(_DECILES):
        rows = order[which == number]
        if len(rows):
            out.append(
                Decile(
                    len(rows),
                    float(np.average(probability[rows], weights=weight[rows])),
                    float(np.average(defaulted[rows], weights=weight[rows])),
                )
            )
    return out
