"""Calibration per tier, from answers to customers the model had not seen, in months it had not reached.

Folds go forward in time and never split a group of companies: a model learns from snapshots whose twelve
months were over before the first month it is asked about, and from other groups than those it is asked about.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.calibration import Platt, VennAbers
from scoring.default import expert
from scoring.default.curve import MONTHS, log_odds, logistic
from scoring.default.model import TierCalibration
from scoring.default.tiers import DROPPED, TIERS, WITH_COMPANY, blanked, tier_of, without
from scoring.scorecard import Scorecard
from training.default.columns import BLOCKS, FEATURES
from training.default.evaluation import figures_of
from training.default.rows import Lessons
from training.tabular.calibrating import platt, venn_abers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Fit = Callable[[Lessons], tuple[lightgbm.Booster, np.ndarray]]

# Two stretches of time by three parts of the customers: six small fits, enough for each tier to be tried.
_STRETCHES, _PARTS = 2, 3
# As for the whole model: below, a fold learns names.
_FEWEST = 20
# A staircase wants customers on each step; below, a straight line in log-odds says all that can be said.
_STAIRCASE_FROM = 200
# Cohorts of two years at least, or the long run is the recent one under another name.
_CYCLE_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Calibrations by tier, and the rates the answers are anchored at."""

    tiers: Mapping[int, TierCalibration]
    done: bool
    recent_rate: float
    long_run_rate: float
    figures: Mapping[str, float] = field(default_factory=dict)

    @staticmethod
    def nothing() -> "Calibrated":
        """Scores taken as they are: there is nothing to calibrate on."""
        same = {tier: TierCalibration(Platt(1.0, 0.0), None) for tier in TIERS}
        return Calibrated(same, False, expert.BASE_RATE, expert.BASE_RATE)

    @property
    def anchor(self) -> float:
        rates = log_odds(np.array([self.long_run_rate, self.recent_rate]))
        return float(rates[0] - rates[1])


@dataclass(frozen=True, slots=True)
class Blend:
    """The booster's log-odds and the prior's: the book's own share, and what brings the prior to its rate."""

    share: float
    shift: float

    def of(self, own: Floats, seen: pd.DataFrame) -> Floats:
        """What the two say together of rows of features, blank where nothing is known."""
        return self.share * own + (1.0 - self.share) * (expert.log_odds(seen) + self.shift)


@dataclass(frozen=True, slots=True)
class Fold:
    """Lessons to learn from, and those to be asked about afterwards."""

    learn: Bools
    ask: Bools


def folds_of(lessons: Lessons) -> Iterator[Fold]:
    """Time-ordered, embargoed and group-aware folds with enough defaults to learn from."""
    snapshots = lessons.snapshots
    answered = snapshots.answered
    if not answered.any():
        return
    months = snapshots.month[answered]
    first, last = int(months.min()) + MONTHS, int(months.max())
    edges = np.unique(np.linspace(first, last + 1, _STRETCHES + 1).round().astype(int))
    for start, stop in pairwise(edges.tolist()):
        then = answered & (snapshots.month >= start) & (snapshots.month < stop)
        before = snapshots.month + MONTHS <= start
        for part in range(_PARTS):
            mine = lessons.group % _PARTS == part
            fold = Fold(before & ~mine, then & mine)
            if fold.ask.any() and lessons.take(fold.learn).n_defaults >= _FEWEST:
                yield fold


def calibrated(
    lessons: Lessons, *, fit: Fit, card: Callable[[Lessons], Scorecard], blend: Blend
) -> Calibrated:
    """Calibrations from out-of-fold answers; scores as they are where the book is too short for a fold."""
    told = [_asked(lessons, fold, fit=fit, card=card, blend=blend) for fold in folds_of(lessons)]
    if not told:
        return Calibrated.nothing()
    answers = pd.concat(told, ignore_index=True)
    full = answers.loc[answers["tier"] == answers["tier"].max()]
    if full.loc[full["label"], "customer"].nunique() < _FEWEST:
        return Calibrated.nothing()
    tiers = {tier: _tier(answers.loc[answers["tier"] == tier], full) for tier in TIERS}
    recent = float(np.average(full["label"], weights=full["weight"]))
    return Calibrated(tiers, True, recent, long_run(lessons, recent), _figures(full, tiers))


def _asked(
    lessons: Lessons, fold: Fold, *, fit: Fit, card: Callable[[Lessons], Scorecard], blend: Blend
) -> pd.DataFrame:
    """What a fold's model says of the rows it is asked about, tier by tier, beside what came."""
    learn, ask = lessons.take(fold.learn), lessons.take(fold.ask)
    booster, offsets = fit(learn)
    year = np.logaddexp.reduce(offsets)
    challenger = card(learn).probability(ask.frame)
    own_tier = tier_of(ask.frame, BLOCKS)
    knows = tier_of(without(ask.frame, BLOCKS["ledger"]), BLOCKS) == WITH_COMPANY
    parts = []
    for tier in TIERS:
        columns = [name for block in DROPPED[tier] for name in BLOCKS[block.value]]
        rows = knows if tier == WITH_COMPANY else own_tier >= tier
        seen = blanked(without(ask.frame, columns), BLOCKS)
        own = np.asarray(booster.predict(seen[list(FEATURES)].to_numpy(np.float32), raw_score=True))
        parts.append(
            pd.DataFrame(
                {
                    "tier": tier,
                    "score": blend.of(own + year, seen),
                    "label": ask.snapshots.defaulted,
                    "weight": ask.weight,
                    "customer": ask.snapshots.customer,
                    "scorecard": challenger,
                    "expert": logistic(expert.log_odds(ask.frame)),
                }
            ).loc[rows]
        )
    return pd.concat(parts, ignore_index=True)


def _tier(answers: pd.DataFrame, full: pd.DataFrame) -> TierCalibration:
    """A tier nobody is in takes the calibration of the fullest one, and a range as wide as the prior's."""
    failed = answers.loc[answers["label"], "customer"].nunique()
    if failed < _FEWEST:
        return TierCalibration(_point(full), None)
    score, label, weight = (answers[name].to_numpy(np.float64) for name in ("score", "label", "weight"))
    # Twelve month ends in a row tell nearly the same year of the same customer: they count as one.
    return TierCalibration(_point(answers), venn_abers(score, label, weight=weight / MONTHS))


def _point(answers: pd.DataFrame) -> Platt | VennAbers:
    score, label, weight = (answers[name].to_numpy(np.float64) for name in ("score", "label", "weight"))
    failed = answers.loc[answers["label"], "customer"].nunique()
    if failed >= _STAIRCASE_FROM:
        return venn_abers(score, label, weight=weight)
    return platt(score, label, weight=weight)


def long_run(lessons: Lessons, recent: float) -> float:
    """Mean rate of the yearly cohorts, a cohort a month end; the recent one where a cycle was not seen."""
    snapshots = lessons.snapshots
    rows = snapshots.answered
    cohorts = pd.DataFrame(
        {
            "month": snapshots.month[rows],
            "hit": lessons.weight[rows] * snapshots.defaulted[rows],
            "all": lessons.weight[rows],
        }
    )
    summed = cohorts.groupby("month")[["hit", "all"]].sum()
    if len(summed) < _CYCLE_MONTHS:
        return recent
    return float((summed["hit"] / summed["all"]).mean())


def _figures(full: pd.DataFrame, tiers: Mapping[int, TierCalibration]) -> dict[str, float]:
    """Out-of-fold figures of the model before and after calibration, the challenger and the prior."""
    label, weight = full["label"].to_numpy(bool), full["weight"].to_numpy(np.float64)
    score = full["score"].to_numpy(np.float64)
    tier = int(full["tier"].iloc[0])
    said = {
        "raw": logistic(score),
        "in_sample_calibrated": tiers[tier].point.probability(score),
        "scorecard": full["scorecard"].to_numpy(np.float64),
        "expert": full["expert"].to_numpy(np.float64),
    }
    out: dict[str, float] = {"out_of_fold_rows": float(len(full)), "out_of_fold_defaults": float(label.sum())}
    for name, probability in said.items():
        told = figures_of(probability, label, weight)
        out |= {
            f"{name}_{key}": float(value)
            for key, value in told.items()
            if key in {"auc", "log_loss"} and value
        }
    return out
