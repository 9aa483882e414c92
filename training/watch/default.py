"""The default model as it is watched: every customer at every month end, and what has come of it so far.

Nobody waits a year: the model foretells each month, so what it expected within the months already seen is
compared with the defaults seen in them. A month end is mature once all twelve are told.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import day_number
from features.streams import Streams
from ledger.as_known import as_known
from ledger.facts import Facts
from scoring.default.curve import MONTHS, hazards
from scoring.default.customers import customers_on, streams_for
from scoring.default.definition import defaults, in_default
from scoring.default.expert import EXPERT
from scoring.default.model import DEFAULT, DefaultModel
from scoring.default.tiers import DROPPED, TIERS, blanked, tier_of, without
from training.default.columns import BLOCKS, FEATURES
from training.default.fitting import features_of
from training.default.snapshots import Snapshots, month_end, month_of, snapshots_of, together
from training.watch.outcomes import Question
from training.watch.policy import WatchPolicy
from training.watch.watched import Watched, sampled, whole_months

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SEED = 31


def watched(model: DefaultModel, facts: Facts, *, as_of: date, policy: WatchPolicy) -> Watched:
    """What the model says of each month end's customers, from facts known on `as_of`.

    The month end on which it learnt is judged too: it knew nothing of what came after.
    """
    learnt_until = date.fromisoformat(model.manifest.as_of)
    reference, months = whole_months(learnt_until, as_of, policy=policy)
    known = as_known(facts, as_of)
    states, streams = streams_for(known)
    rows = _snapshots(known, states, streams)
    rows = rows.take(np.isin(rows.month, (*reference, *months)))
    rows = rows.take(sampled(rows.month, most=policy.most_rows, seed=_SEED))
    frame = blanked(features_of(streams, rows, country=model.manifest.country), BLOCKS)
    told = model.assess(frame)
    read = {line.feature for line in EXPERT} if model.booster is None else {*model.manifest.features}
    return Watched(
        kind=DEFAULT.name,
        model=model.label,
        learnt_until=learnt_until,
        as_of=as_of,
        month=rows.month,
        customer=rows.customer,
        frame=frame,
        columns=tuple(name for name in FEATURES if name in read),
        scores={"default": told.pd_12m},
        questions=(_so_far(model, rows, told.hazards), *_by_tier(model, rows, frame)),
        reference=reference,
        months=months,
        judged=(reference[-1], *months),
    )


def _snapshots(known: Facts, states: pd.DataFrame, streams: Streams) -> Snapshots:
    """Those with a month told after them, and the last month end, of which nothing is told yet."""
    told = snapshots_of(known, states, streams)
    last = int(month_of(np.array([day_number(known.horizon) + 1]))[0]) - 1
    customers, pairs = customers_on(streams, month_end(last))
    sound = ~in_default(defaults(known, states=states), customers, pairs.as_of)
    nothing = np.zeros(int(sound.sum()), dtype=np.int64)
    now = Snapshots(customers[sound], nothing + last, nothing, nothing, pairs.take(sound))
    return together([told, now])


def _so_far(model: DefaultModel, rows: Snapshots, monthly: Floats) -> Question:
    """Default within the months seen; the naive answer is the book's rate when the model learnt."""
    rate = np.array([model.manifest.recent_rate])
    book = _within(hazards(rate, np.array(model.manifest.offsets)), np.zeros(len(rows), np.int64), rows.seen)
    every = np.arange(len(rows), dtype=np.int64)
    return Question(
        name="default",
        told=_within(monthly, every, rows.seen),
        came=rows.defaulted,
        answered=rows.seen > 0,
        naive=book,
        seen=rows.seen,
    )


def _by_tier(model: DefaultModel, rows: Snapshots, frame: pd.DataFrame) -> Iterator[Question]:
    """Default within twelve months, asked as if no more than each tier were known, of mature month ends."""
    mature = rows.seen >= MONTHS
    for tier in TIERS:
        seen = without(frame, [name for block in DROPPED[tier] for name in BLOCKS[block.value]])
        asked = mature & (tier_of(seen, BLOCKS) == tier)
        told = np.zeros(len(rows))
        if asked.any():
            told[asked] = model.assess(seen.loc[asked]).pd_12m
        yield Question(
            name=f"default_t{tier}",
            told=told,
            came=rows.defaulted,
            answered=asked,
            naive=np.full(len(rows), model.manifest.recent_rate),
            seen=rows.seen,
        )


def _within(monthly: Floats, row: Ints, seen: Ints) -> Floats:
    """Probability of default within the months seen of each row, nothing where none is."""
    alive = np.cumprod(1.0 - monthly, axis=1)
    return np.where(seen > 0, 1.0 - alive[row, np.maximum(seen, 1) - 1], 0.0)
