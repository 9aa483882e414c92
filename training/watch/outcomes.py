"""What became of a month's predictions, as far as time has told."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import log_loss, roc_auc_score

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_DRAWS = 300
_SEED = 17
_LEAST = 1e-6
_HALF_EVENT = 0.5  # a draw without any event has a large ratio, not an infinite one


@dataclass(frozen=True, slots=True)
class Question:
    """One probability told of each row, what came, and which rows time has answered.

    A row is answered when its deadline has passed, whatever came before: counting those answered early by a
    payment would count the fast payers only. `naive` is what anybody could have said that evening. `seen`
    counts the months told after each row, where the question is about what comes month by month.
    """

    name: str
    told: Floats
    came: Bools
    answered: Bools
    naive: Floats
    seen: Ints | None = None


@dataclass(frozen=True, slots=True)
class Performance:
    """Figures of the answered rows of a month; None where they are too few.

    `expected_over_observed` has the bounds of its 95 % interval, customers drawn anew; `skill` is the part of
    the naive log-loss that the model spares. `months_seen` of the months asked about are told; None where the
    answer comes at once.
    """

    month: int
    question: str
    rows: int
    answered: int
    expected: float
    observed: int
    expected_over_observed: float | None = None
    low: float | None = None
    high: float | None = None
    auc: float | None = None
    log_loss: float | None = None
    skill: float | None = None
    months_seen: int | None = None


def performance(
    question: Question, *, month: int, rows: Bools, customer: Ints, fewest: int, events: int = 1
) -> Performance:
    """The figures of one question over `rows`, those of a month.

    At least `fewest` answers are needed, and `events` of them that what was asked about has come.
    """
    mine = rows & question.answered
    told, came = question.told[mine], question.came[mine]
    counted = Performance(
        month=month,
        question=question.name,
        rows=int(rows.sum()),
        answered=len(told),
        expected=float(told.sum()),
        observed=int(came.sum()),
        months_seen=None if question.seen is None else int(question.seen[mine].max(initial=0)),
    )
    if len(told) < fewest or came.all() or came.sum() < max(events, 1):
        return counted
    low, high = _interval(told, came, customer[mine])
    own, naive = _loss(came, told), _loss(came, question.naive[mine])
    return replace(
        counted,
        expected_over_observed=counted.expected / counted.observed,
        low=low,
        high=high,
        auc=float(roc_auc_score(came, told)),
        log_loss=own,
        skill=1.0 - own / naive,
    )


def _loss(came: Bools, told: Floats) -> float:
    return float(log_loss(came, np.clip(told, _LEAST, 1 - _LEAST)))


def _interval(told: Floats, came: Bools, customer: Ints) -> tuple[float, float]:
    """Bounds of expected over observed, 95 %, whole customers drawn with replacement."""
    _, which = np.unique(customer, return_inverse=True)
    expected = np.bincount(which, weights=told)
    observed = np.bincount(which, weights=came.astype(np.float64))
    drawn = np.random.default_rng(_SEED).integers(0, len(expected), size=(_DRAWS, len(expected)))
    ratio = expected[drawn].sum(axis=1) / np.maximum(observed[drawn].sum(axis=1), _HALF_EVENT)
    low, high = np.quantile(ratio, [0.025, 0.975])
    return float(low), float(high)
