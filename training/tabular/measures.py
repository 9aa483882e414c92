"""Ranking, sharpness and honesty of probabilities on rows that have been judged."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Floats = NDArray[np.float64]
Measures = Mapping[str, float | None]

# A probability of 0 or 1 that turns out wrong would cost without end; nobody can tell one in a million.
_SUREST = 1e-6


def log_loss_of(probability: Floats, label: Floats) -> float:
    told = np.clip(probability, _SUREST, 1.0 - _SUREST)
    return float(-np.mean(label * np.log(told) + (1.0 - label) * np.log(1.0 - told)))


def measures(probability: Floats, label: Floats) -> dict[str, float]:
    """Of one fold, which holds both kinds of rows."""
    return {
        "auc": float(roc_auc_score(label, probability)),
        "average_precision": float(average_precision_score(label, probability)),
        "log_loss": log_loss_of(probability, label),
        "brier": float(np.mean((probability - label) ** 2)),
        "expected": float(probability.sum()),
        "observed": float(label.sum()),
    }


def together(folds: Sequence[Mapping[str, float]]) -> dict[str, float | None]:
    """Means over the folds; expected over observed is of all their rows, since a fold holds few defaults."""
    auc = [fold["auc"] for fold in folds]
    return {
        "auc": float(np.mean(auc)),
        "auc_sd": float(np.std(auc, ddof=1)) if len(auc) > 1 else None,
        **{
            name: float(np.mean([fold[name] for fold in folds]))
            for name in ("average_precision", "log_loss", "brier")
        },
        "expected_over_observed": sum(fold["expected"] for fold in folds)
        / sum(fold["observed"] for fold in folds),
    }
