"""The default model where the truth is known: trained before a cut, asked at the month ends after it."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.common import Figures, quiet
from ledger.as_known import as_known
from ledger.facts import Facts
from scoring.default import expert
from scoring.default.curve import MONTHS, logistic
from scoring.default.customers import streams_for
from scoring.default.model import DefaultModel
from scoring.default.tiers import DROPPED, TIERS, without
from training.default.columns import BLOCKS
from training.default.evaluation import figures_of
from training.default.fitting import SEED, Recipe, features_of, gathered, learnt
from training.default.rows import Lessons, thinned
from training.default.snapshots import Snapshots, month_of, snapshots_of

COUNTRY = "FR"
# Quiet rows judged, beside every one in default: what is rare decides how far chance moves a figure.
_QUIET = 40_000
_RESAMPLED = 400

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Asked(NamedTuple):
    """Month ends after the cut; `weight` is how many each stands for, 0 where only the truth is asked."""

    snapshots: Snapshots
    frame: pd.DataFrame
    weight: Floats


class Judged(NamedTuple):
    """A trained model, what it was asked, and what it and its rivals said."""

    model: DefaultModel
    asked: Asked
    said: dict[str, Floats]


def judged(facts: Facts, sampled: pd.DataFrame, *, cut: date, recipe: Recipe) -> Judged:
    """The model of the evening before `cut`, with a year's embargo, asked from `cut` on."""
    past, lessons = lessons_of(facts, cut=cut, recipe=recipe)
    model = taught(lessons, past, cut=cut, recipe=recipe)
    asked = asked_of(facts, sampled, cut=cut)
    said = {"model": model.assess(asked.frame).pd_12m}
    if model.scorecard is not None:
        said["scorecard"] = model.scorecard.probability(asked.frame)
    said["expert prior"] = logistic(expert.log_odds(asked.frame))
    return Judged(model, asked, said)


def lessons_of(facts: Facts, *, cut: date, recipe: Recipe) -> tuple[Facts, Lessons]:
    """What was known before the cut, and the month ends whose year was over by then."""
    past = as_known(facts, cut - timedelta(days=1))
    last = _month(cut) - MONTHS - 1
    return past, gathered(past, country=COUNTRY, recipe=recipe, last_month=last)


def taught(lessons: Lessons, past: Facts, *, cut: date, recipe: Recipe) -> DefaultModel:
    before = cut - timedelta(days=1)
    return learnt(lessons, past, as_of=before, country=COUNTRY, recipe=recipe, progress=quiet)


def asked_of(facts: Facts, sampled: pd.DataFrame, *, cut: date) -> Asked:
    states, streams = streams_for(facts)
    every = snapshots_of(facts, states, streams)
    every = every.take((every.month >= _month(cut)) & (every.seen >= MONTHS))
    rows, weight = thinned(every, most=_QUIET, seed=SEED)
    weights = np.zeros(len(every))
    weights[rows] = weight
    wanted = place_of(every, sampled)
    used = np.union1d(rows, wanted[wanted >= 0])
    kept = every.take(used)
    return Asked(kept, features_of(streams, kept, country=COUNTRY), weights[used])


def place_of(snapshots: Snapshots, sampled: pd.DataFrame) -> Ints:
    """Where each sampled customer-month stands among the snapshots; -1 where the two definitions differ."""
    index = pd.MultiIndex.from_arrays([snapshots.customer, snapshots.month])
    days = sampled["as_of"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return index.get_indexer(pd.MultiIndex.from_arrays([sampled["customer_id"].to_numpy(), month_of(days)]))


def by_tier(found: Judged) -> dict[str, Figures]:
    """Every row asked as if less were known of it; T1 where there is something about the company."""
    rows: dict[str, Figures] = {}
    for tier in TIERS:
        columns = [name for block in DROPPED[tier] for name in BLOCKS[block.value]]
        told = found.model.assess(without(found.asked.frame, columns))
        rows[f"T{tier}"] = figures(found, told.pd_12m, told.tier == tier)
    for name in ("scorecard", "expert prior"):
        if name in found.said:
            rows[name] = figures(found, found.said[name], np.ones(len(found.asked.weight), bool))
    return rows


def figures(found: Judged, said: Floats, rows: npt.NDArray[np.bool_]) -> Figures:
    """Figures of the rows with a weight, and how far chance moves expected over observed."""
    rows = rows & (found.asked.weight > 0)
    label, weight = found.asked.snapshots.defaulted[rows], found.asked.weight[rows]
    low, high = _ratio(said[rows] * weight, label * weight, found.asked.snapshots.customer[rows])
    told = figures_of(said[rows], label, weight)
    return {
        **told,
        "lower": low,
        "upper": high,
        "customers_in_default": _customers(found, rows & _hit(found)),
    }


def _ratio(expected: Floats, observed: Floats, customer: Ints) -> tuple[float, float]:
    """95 % of expected over observed when whole customers are drawn again."""
    _, place = np.unique(customer, return_inverse=True)
    sums = [np.bincount(place, part) for part in (expected, observed)]
    chance = np.random.default_rng(SEED)
    drawn = [chance.integers(0, len(sums[0]), len(sums[0])) for _ in range(_RESAMPLED)]
    ratios = [float(sums[0][who].sum() / sums[1][who].sum()) for who in drawn]
    low, high = np.quantile(ratios, [0.025, 0.975])
    return float(low), float(high)


def _hit(found: Judged) -> npt.NDArray[np.bool_]:
    return found.asked.snapshots.defaulted


def _customers(found: Judged, rows: npt.NDArray[np.bool_]) -> int:
    return len(np.unique(found.asked.snapshots.customer[rows]))


def _month(day: date) -> int:
    return int(month_of(np.array([(day - date(1970, 1, 1)).days]))[0])
