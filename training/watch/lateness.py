"""The lateness model as it is watched: every invoice on the evening of its issue."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.frame import frame_of
from features.pairs import day_number
from features.streams import streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import timeline
from scoring.lateness.artifact import LATE, LATE_30, LATENESS, LatenessModel
from scoring.lateness.predict import curves
from training.lateness.baselines import shrunk
from training.lateness.landmarks import Landmarks, at_issue
from training.watch.outcomes import Question
from training.watch.policy import WatchPolicy
from training.watch.watched import Watched, sampled, whole_months

_SEED = 29
_LATE_30 = 30  # the bar of the second question, in days after due


def watched(model: LatenessModel, facts: Facts, *, as_of: date, policy: WatchPolicy) -> Watched:
    """What the model says of each month's invoices, from facts known on `as_of`."""
    learnt_until = date.fromisoformat(model.manifest.as_of)
    reference, months = whole_months(learnt_until, as_of, policy=policy)
    known = as_known(facts, as_of)
    states = timeline(known)
    streams = streams_of(states, beside=known.beside, customers=known.customers)
    horizon = day_number(known.horizon)
    asked = _within(at_issue(states, streams, horizon=horizon), (*reference, *months))
    asked = asked.take(sampled(_months(asked), most=policy.most_rows, seed=_SEED))
    frame = frame_of(streams, asked.pairs, country=model.manifest.country)
    read = {name for columns in model.manifest.columns.values() for name in columns}
    told = curves(model, streams, asked.pairs)
    late, late_30 = told.late().astype(np.float64), told.late(_LATE_30).astype(np.float64)
    return Watched(
        kind=LATENESS.name,
        model=model.label,
        learnt_until=learnt_until,
        as_of=as_of,
        month=_months(asked),
        customer=asked.pairs.account,
        frame=frame,
        columns=tuple(name for name in frame.columns if name in read),
        scores={LATE: late, LATE_30: late_30},
        questions=(
            _question(LATE, late, asked, frame["late_share"], frame["n_paid"], bar=0),
            _question(LATE_30, late_30, asked, frame["late_share_30"], frame["n_paid"], bar=_LATE_30),
        ),
        reference=reference,
        months=months,
        judged=months,
    )


def _months(asked: Landmarks) -> NDArray[np.int64]:
    days = asked.pairs.issued.astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64)


def _within(asked: Landmarks, months: tuple[int, ...]) -> Landmarks:
    return asked.take(np.isin(_months(asked), months))


def _question(
    name: str,
    told: NDArray[np.float64],
    asked: Landmarks,
    share: pd.Series,
    n_paid: pd.Series,
    *,
    bar: int,
) -> Question:
    """Late by more than `bar` days; the naive answer is the customer's own share drawn to that of all."""
    deadline = asked.pairs.due + bar
    count = n_paid.to_numpy(np.float64)
    book = float(np.nansum(share.to_numpy(np.float64) * count) / max(float(count.sum()), 1.0))
    return Question(
        name=name,
        told=told,
        came=asked.paid > deadline,
        answered=deadline <= asked.horizon,
        naive=shrunk(share, count, book),
    )
