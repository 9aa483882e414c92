"""The level of the answers: the book's rate in the long run, and how far the last year stands from it."""

from dataclasses import replace

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.default.curve import MONTHS, log_odds, logistic
from scoring.default.tiers import DROPPED, WITH_COMPANY, blanked, tier_of, without
from training.default.calibrating import Blend, Calibrated, long_run
from training.default.columns import BLOCKS, FEATURES
from training.default.rows import Lessons

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Log-odds no book is away from any answer: a rate of one in a hundred thousand, or nearly everybody.
_FARTHEST = 12.0
_HALVINGS = 50
# The last year speaks against all years before by its defaults, as the book does against the prior.
_YEARS_DEFAULTS = 50.0


def shift_to_rate(said: Floats, defaulted: Bools, weight: Floats) -> float:
    """What to add to log-odds so that their mean probability is the rate; 0 without a default to count."""
    if not defaulted.any():
        return 0.0
    rate = float(np.average(defaulted, weights=weight))
    low, high = -_FARTHEST, _FARTHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = float(np.average(logistic(said + middle), weights=weight)) < rate
        low, high = (middle, high) if below else (low, middle)
    return high


def levelled(
    found: Calibrated, lessons: Lessons, booster: lightgbm.Booster, *, offsets: Floats, blend: Blend
) -> Calibrated:
    """Calibrations whose mean answer over the past is the past's rate, then moved towards the last year.

    The folds that gave the calibrations their shape learnt from a younger and smaller book: their level is
    its.
    """
    told = lessons.take(lessons.snapshots.answered)
    if not told.snapshots.defaulted.any():
        return found
    year = float(np.logaddexp.reduce(offsets))
    last = told.snapshots.month > told.snapshots.month.max() - MONTHS
    tiers = {}
    for tier, calibration in found.tiers.items():
        rows, seen = _seen_as(told, tier)
        own = np.asarray(booster.predict(seen[list(FEATURES)].to_numpy(np.float32), raw_score=True))
        said = log_odds(calibration.point.probability(blend.of(own + year, seen)))
        label, weight = told.snapshots.defaulted[rows], told.weight[rows]
        level = shift_to_rate(said, label, weight)
        lately = last[rows]
        lost = len(np.unique(told.snapshots.customer[rows][lately & label]))
        away = shift_to_rate(said[lately] + level, label[lately], weight[lately])
        tiers[tier] = replace(calibration, level=level + away * lost / (lost + _YEARS_DEFAULTS))
    recent = _recent_rate(told, last)
    return replace(found, tiers=tiers, recent_rate=recent, long_run_rate=long_run(lessons, recent))


def _seen_as(told: Lessons, tier: int) -> tuple[Bools, pd.DataFrame]:
    """The lessons that can be seen as of a tier, all of them where none can, and what is seen of them."""
    columns = [name for block in DROPPED[tier] for name in BLOCKS[block.value]]
    seen = blanked(without(told.frame, columns), BLOCKS)
    rows = tier_of(seen, BLOCKS) == WITH_COMPANY if tier == WITH_COMPANY else np.ones(len(told), bool)
    if not told.snapshots.defaulted[rows].any():
        rows = np.ones(len(told), bool)
    return rows, seen.loc[rows]


def _recent_rate(told: Lessons, last: Bools) -> float:
    """The last year's rate as far as its defaults speak, in log-odds between it and that of all years."""
    every = float(np.average(told.snapshots.defaulted, weights=told.weight))
    lately = float(np.average(told.snapshots.defaulted[last], weights=told.weight[last]))
    lost = len(np.unique(told.snapshots.customer[last & told.snapshots.defaulted]))
    share = lost / (lost + _YEARS_DEFAULTS)
    both = log_odds(np.array([every, lately]))
    return float(logistic(np.array([(1 - share) * both[0] + share * both[1]]))[0])
