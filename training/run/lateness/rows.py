"""Which invoices judge a lateness model: on the frozen windows, and on the folds of a search."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import day_number
from features.streams import Streams, streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import timeline
from training.lateness.landmarks import Landmarks, at_issue
from training.run.folds import Fold, folds_before, groups, only, some_customers
from training.run.subject import Windows

Ints = NDArray[np.int64]

# Half a year holds every habit of the calendar; a third of a short ledger leaves the rest to learn from.
_WINDOW_DAYS = 180
_WINDOW_SHARE = 3
# Judging more invoices than this would narrow the intervals no further than customers differ.
_MOST_JUDGED = 20_000
_FOLDS = 3
_FOLD_DAYS = 60
# Answers of the last bar asked, 30 days after due, are all known for the invoices of a fold this long ago.
_SETTLING_DAYS = 30
# One run of transfers pays what was issued in one week: it must not stand on both sides of a fold.
_EMBARGO_DAYS = 7
# A search compares recipes, not models: customers are drawn until their invoices come to this many.
_MOST_SEARCHED = 60_000
_SEED = 37


@dataclass(frozen=True, slots=True)
class Asked:
    """Invoices on their issue evening, with what came of each by the horizon of the facts, and their "
    "owners.
    """

    streams: Streams
    landmarks: Landmarks
    customer: Ints


@dataclass(frozen=True, slots=True)
class FoldRows:
    """What a fold learns from, and the invoices of other customers that judge it."""

    fold: Fold
    learning: Facts
    asked: Asked


def windows_of(past: Facts) -> Windows:
    """The last half year of the facts, or a third of them when they tell of less than a year and a half."""
    span = (past.horizon - first_day(past)).days
    days = max(min(_WINDOW_DAYS, span // _WINDOW_SHARE), 1)
    return Windows(past.horizon - timedelta(days=days), past.horizon)


def first_day(past: Facts) -> date:
    """The first evening on which an invoice was known."""
    begin = np.maximum(past.invoices["known_on"].to_numpy(), past.invoices["issued_on"].to_numpy())
    return pd.Timestamp(begin.min()).date()


def asked_within(facts: Facts, *, begin: date, end: date, customers: Ints | None = None) -> Asked:
    """Invoices issued in the period, those of some customers if asked; at most so many, by whole "
    "customers.
    """
    states = timeline(facts)
    streams = streams_of(states, beside=facts.beside, customers=facts.customers)
    marks = at_issue(states, streams, horizon=day_number(facts.horizon))
    marks = marks.take((marks.pairs.issued >= day_number(begin)) & (marks.pairs.issued <= day_number(end)))
    owner = np.asarray(streams.accounts.get_level_values(0), np.int64)[marks.pairs.account]
    kept = np.isin(owner, some_customers(owner, most=_MOST_JUDGED, seed=_SEED))
    if customers is not None:
        kept &= np.isin(owner, customers)
    return Asked(streams, marks.take(kept), owner[kept])


def answered(asked: Asked, bar: int) -> NDArray[np.bool_]:
    """Whether the day `bar` days after due had passed by the horizon.

    An invoice that was paid counts no sooner than one that was not: the early payers would fill the sample.
    """
    return asked.landmarks.pairs.due + bar <= asked.landmarks.horizon


def late(asked: Asked, bar: int) -> NDArray[np.bool_]:
    return asked.landmarks.paid > asked.landmarks.pairs.due + bar


def fold_rows(past: Facts, windows: Windows) -> tuple[FoldRows, ...]:
    """Folds that end before the windows begin: a search never sees what will judge its outcome."""
    last = windows.cut - timedelta(days=1)
    known = as_known(past, last)
    if len(known.invoices) == 0:
        return ()
    owners = known.invoices.loc[known.invoices["version"] == 0, "customer_id"].to_numpy(np.int64)
    customers = some_customers(owners, most=_MOST_SEARCHED, seed=_SEED)
    known = only(known, customers)
    group = groups(customers, count=_FOLDS, seed=_SEED)
    made = folds_before(
        last - timedelta(days=_SETTLING_DAYS),
        count=_FOLDS,
        first=first_day(known),
        embargo=_EMBARGO_DAYS,
        window=_FOLD_DAYS,
    )
    rows = [
        FoldRows(
            fold,
            only(as_known(known, fold.learn_until), customers[group != fold.group]),
            asked_within(known, begin=fold.begin, end=fold.end, customers=customers[group == fold.group]),
        )
        for fold in made
    ]
    return tuple(one for one in rows if answered(one.asked, 0).any())
