"""Which customers, at which month ends, judge a default model: on the frozen windows, and on folds."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import day_number
from ledger.as_known import as_known
from ledger.facts import Facts
from scoring.default.curve import MONTHS
from scoring.default.customers import streams_for
from scoring.default.tiers import DROPPED, TIERS, WITH_COMPANY, blanked, tier_of, without
from training.default.columns import BLOCKS, FEATURES
from training.default.fitting import FEWEST_DEFAULTS, Recipe, features_of, gathered
from training.default.rows import Lessons
from training.default.snapshots import Snapshots, month_end, month_of, snapshots_of
from training.run.folds import groups, some_customers
from training.run.subject import Windows

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

# Twelve month ends see each season once; a third of a shorter history leaves the rest to learn from.
_WINDOW_MONTHS = 12
_WINDOW_SHARE = 3
# Judging more rows than this narrows no interval: month ends of one customer tell nearly the same.
_MOST_JUDGED = 60_000
_FOLDS = 3
# Half a year shows who pays late at all; a fold that learnt from less would compare noise.
_FIRST_LEARNT_MONTHS = 6
_SEED = 47


@dataclass(frozen=True, slots=True)
class Asked:
    """Customers at month ends whose twelve months are told, with what was known of them and its tier then."""

    snapshots: Snapshots
    frame: pd.DataFrame
    tier: Ints

    @property
    def exposure(self) -> Floats:
        """What each owed on its evening, in the currency of its account."""
        return np.nan_to_num(np.expm1(self.frame["exposure_log"].to_numpy(np.float64)))

    def __len__(self) -> int:
        return len(self.snapshots)

    def seen_as(self, tier: int) -> tuple[Bools, pd.DataFrame]:
        """Rows that can be asked about as if no more than a tier were known, and the whole frame so seen."""
        frame = without(self.frame, _columns_beyond(tier))
        return tier_of(frame, BLOCKS) == tier, frame


@dataclass(frozen=True, slots=True)
class Seen:
    """Rows of a fold as one tier shows them, as the booster reads them."""

    values: NDArray[np.float32]
    defaulted: Bools
    weight: Floats


@dataclass(frozen=True, slots=True)
class FoldLessons:
    """What a fold learns from, and other groups of companies, a year later, that judge it tier by tier."""

    learn: Lessons
    seen: tuple[Seen, ...]


def windows_of(past: Facts) -> Windows:
    """Month ends that judge: the last ones whose twelve months are told, and before them the embargo.

    What is learnt for a rehearsal ends twelve months before the first of them.
    """
    whole = int(month_of(np.array([day_number(past.horizon) + 1]))[0]) - 1
    last = whole - MONTHS
    first = int(month_of(np.array([day_number(_first_day(past))]))[0])
    told = last - first + 1
    count = max(min(_WINDOW_MONTHS, (told - MONTHS) // _WINDOW_SHARE), 1)
    return Windows(_date(month_end(last - count)) + timedelta(days=1), _date(month_end(last)))


def last_learnt(windows: Windows) -> int:
    """The last month end whose twelve months were over before the windows."""
    return int(month_of(np.array([day_number(windows.cut)]))[0]) - MONTHS - 1


def asked_within(past: Facts, windows: Windows, *, country: str) -> Asked:
    """The month ends of the windows, of all customers or of enough of them drawn whole."""
    states, streams = streams_for(past)
    snapshots = snapshots_of(past, states, streams)
    first, last = (int(month_of(np.array([day_number(day)]))[0]) for day in (windows.cut, windows.until))
    rows = (snapshots.month >= first) & (snapshots.month <= last) & (snapshots.seen >= MONTHS)
    snapshots = snapshots.take(rows)
    snapshots = snapshots.take(
        np.isin(snapshots.customer, some_customers(snapshots.customer, most=_MOST_JUDGED, seed=_SEED))
    )
    frame = blanked(features_of(streams, snapshots, country=country), BLOCKS)
    return Asked(snapshots, frame, tier_of(frame, BLOCKS))


def fold_lessons(past: Facts, windows: Windows, *, country: str, recipe: Recipe) -> tuple[FoldLessons, ...]:
    """Folds among month ends whose twelve months were over before the windows: a search never sees these.

    Each has a stretch of time and a group of companies of its own to be asked about, and learns from others
    what had come by then, censored there. One that would learn from too few defaults is left out.
    """
    known = as_known(past, windows.cut - timedelta(days=1))
    if len(known.invoices) == 0:
        return ()
    lessons = gathered(known, country=country, recipe=recipe, last_month=last_learnt(windows))
    if len(lessons) == 0:
        return ()
    month, group = lessons.snapshots.month, groups(np.unique(lessons.group), count=_FOLDS, seed=_SEED)
    mine = group[np.searchsorted(np.unique(lessons.group), lessons.group)]
    begin, end = int(month.min()) + _FIRST_LEARNT_MONTHS, int(month.max()) + 1
    edges = np.unique(np.linspace(begin, end, _FOLDS + 1).round().astype(int)) if begin < end else ()
    made = []
    for place, (start, stop) in enumerate(pairwise(edges)):
        learn = _as_told_by(lessons.take((month < start) & (mine != place)), int(start))
        ask = lessons.take((month >= start) & (month < stop) & (mine == place))
        seen = tuple(one for tier in TIERS if len((one := _seen(ask, tier)).defaulted))
        if seen and learn.n_defaults >= FEWEST_DEFAULTS:
            made.append(FoldLessons(learn, seen))
    return tuple(made)


def _as_told_by(lessons: Lessons, month: int) -> Lessons:
    """What had come of them before a month began; what came later is not seen yet."""
    snapshots = lessons.snapshots
    seen = np.minimum(snapshots.seen, month - 1 - snapshots.month)
    event = np.where(snapshots.event <= seen, snapshots.event, 0)
    told = replace(lessons, snapshots=replace(snapshots, seen=seen, event=event))
    return told.take(seen > 0)


def _seen(asked: Lessons, tier: int) -> Seen:
    frame = without(asked.frame, _columns_beyond(tier))
    rows = tier_of(frame, BLOCKS) == tier if tier == WITH_COMPANY else np.ones(len(frame), bool)
    values = frame.loc[rows, list(FEATURES)].to_numpy(np.float32)
    return Seen(values, asked.snapshots.defaulted[rows], asked.weight[rows])


def _columns_beyond(tier: int) -> list[str]:
    return [name for block in DROPPED[tier] for name in BLOCKS[block.value]]


def _first_day(past: Facts) -> date:
    begin = np.maximum(past.invoices["known_on"].to_numpy(), past.invoices["issued_on"].to_numpy())
    return pd.Timestamp(begin.min()).date()


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)
