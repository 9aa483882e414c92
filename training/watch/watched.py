"""What is watched of a model: the rows it is asked about, month by month, and what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.watch.outcomes import Question
from training.watch.policy import WatchPolicy

Ints = NDArray[np.int64]

SCORE = "score"


@dataclass(frozen=True, slots=True)
class Watched:
    """Rows of the reference and of the months after it; months count from 1970-01.

    `columns` are the features that the model reads; `scores` are its probabilities by question, whose drift
    is watched as that of a column. Answers of the months `judged` are compared with what came.
    """

    kind: str
    model: str
    learnt_until: date
    as_of: date
    month: Ints
    customer: Ints
    frame: pd.DataFrame
    columns: tuple[str, ...]
    scores: Mapping[str, NDArray[np.float64]]
    questions: tuple[Question, ...]
    reference: tuple[int, ...]
    months: tuple[int, ...]
    judged: tuple[int, ...]


def whole_months(learnt_until: date, as_of: date, *, policy: WatchPolicy) -> tuple[tuple[int, ...], ...]:
    """The months of the reference, which end with what the model learnt, and the whole ones since."""
    last = _month(learnt_until) if _ends_its_month(learnt_until) else _month(learnt_until) - 1
    until = _month(as_of) if _ends_its_month(as_of) else _month(as_of) - 1
    reference = tuple(range(last - policy.reference_months + 1, last + 1))
    return reference, tuple(range(last + 1, until + 1))


def sampled(month: Ints, *, most: int, seed: int) -> NDArray[np.bool_]:
    """Which rows are looked at: at most `most` of each month, drawn alike."""
    chance = np.random.default_rng(seed)
    kept = np.ones(len(month), dtype=bool)
    for one in np.unique(month):
        rows = np.flatnonzero(month == one)
        if len(rows) > most:
            kept[chance.choice(rows, len(rows) - most, replace=False)] = False
    return kept


def _month(day: date) -> int:
    return (day.year - 1970) * 12 + day.month - 1


def _ends_its_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1
