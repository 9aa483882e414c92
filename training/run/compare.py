"""Two models on the same rows: how far apart, and how far chance could have set them apart.

Intervals come from drawing customers again with replacement: all rows of a customer together, and the same
customers for both models. Rows drawn one by one would call noise a difference.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from training.run.subject import Floats, Judged

_SEED = 23
_DRAWS = 1_000
_MIDDLE = (2.5, 97.5)
# Weights of this many draws are held at a time, a column a customer.
_AT_A_TIME = 50
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure between the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One model's answers to one question on some rows; the AUC is None where only one answer came."""

    question: str
    rows: int
    events: int
    log_loss: Interval
    brier: Interval
    expected_over_observed: Interval | None
    auc: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Challenger less champion on the same rows: below zero the challenger is better."""

    question: str
    segment: str
    rows: int
    log_loss: Interval
    brier: Interval
    champion_log_loss: float


def measured(judged: Judged) -> Measured:
    losses, briers = _losses(judged), _briers(judged)
    truth = judged.truth
    one_kind = bool(truth.all() or not truth.any())
    ratio = _ratio(judged.predicted, truth.astype(np.float64), judged.customer) if truth.any() else None
    ones = np.ones(len(judged))
    return Measured(
        question=judged.question,
        rows=len(judged),
        events=int(truth.sum()),
        log_loss=_ratio(losses, ones, judged.customer),
        brier=_ratio(briers, ones, judged.customer),
        expected_over_observed=ratio,
        auc=None if one_kind else float(roc_auc_score(truth, judged.predicted)),
    )


def differences(challenger: Judged, champion: Judged) -> tuple[Difference, ...]:
    """Over all rows first, then by each segment. Both must have answered the same rows in the same order."""
    losses = (_losses(challenger) - _losses(champion), _losses(champion))
    briers = _briers(challenger) - _briers(champion)
    told = []
    for name, rows in _cuts(champion):
        ones = np.ones(int(rows.sum()))
        owner = champion.customer[rows]
        told.append(
            Difference(
                question=champion.question,
                segment=name or champion.within,
                rows=len(ones),
                log_loss=_ratio(losses[0][rows], ones, owner),
                brier=_ratio(briers[rows], ones, owner),
                champion_log_loss=float(losses[1][rows].mean()),
            )
        )
    return tuple(told)


def by_segment(judged: Judged) -> tuple[tuple[str, Measured], ...]:
    """The same figures in each segment."""
    return tuple((name, measured(taken(judged, rows))) for name, rows in _cuts(judged) if name)


def taken(judged: Judged, rows: NDArray[np.bool_]) -> Judged:
    segments = {name: labels[rows] for name, labels in judged.segments.items()}
    return Judged(
        judged.question,
        judged.predicted[rows],
        judged.truth[rows],
        judged.customer[rows],
        segments,
        judged.within,
    )


def _cuts(judged: Judged) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """All rows under no name, then the rows of each segment."""
    yield "", np.ones(len(judged), dtype=bool)
    for way, labels in judged.segments.items():
        for label in np.unique(labels):
            yield f"{way}: {label}", labels == label


def _losses(judged: Judged) -> Floats:
    kept = np.clip(judged.predicted, _NEAR, 1 - _NEAR)
    return -np.where(judged.truth, np.log(kept), np.log1p(-kept))


def _briers(judged: Judged) -> Floats:
    return (judged.predicted - judged.truth) ** 2


def _ratio(above: Floats, below: Floats, customer: NDArray[np.int64]) -> Interval:
    """Sum of `above` over sum of `below`, and where it lies when customers are drawn again."""
    _, place = np.unique(customer, return_inverse=True)
    count = int(place.max()) + 1
    sums: Floats = np.stack(
        [np.bincount(place, values, count).astype(np.float64) for values in (above, below)], axis=1
    )
    drawn = np.concatenate(list(_drawn(sums)))
    drawn = drawn[np.isfinite(drawn)]
    value = float(sums[:, 0].sum() / sums[:, 1].sum())
    if len(drawn) == 0:
        return Interval(value, value, value)
    low, high = np.percentile(drawn, _MIDDLE)
    return Interval(value, float(low), float(high))


def _drawn(sums: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    chance = np.random.default_rng(_SEED)
    count = len(sums)
    for _ in range(_DRAWS // _AT_A_TIME):
        picked = chance.integers(0, count, size=(_AT_A_TIME, count))
        totals = sums[picked].sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            yield totals[:, 0] / totals[:, 1]
