"""The honest rehearsal of the default model: train before a cut, ask at the month ends after it.

The model learns from snapshots whose twelve months were over by the cut, and from what was known on the
evening before it; the answers are judged where the twelve months after are told by the ledger's end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from features.pairs import day_number
from ledger.as_known import as_known
from ledger.facts import Facts
from scoring.default import expert
from scoring.default.curve import MONTHS, logistic
from scoring.default.customers import streams_for
from scoring.default.model import Assessments, DefaultModel
from scoring.default.tiers import DROPPED, TIERS, blanked, without
from training.default.columns import BLOCKS
from training.default.evaluation import Metrics, figures_of
from training.default.fitting import SEED, Progress, Recipe, features_of, gathered, train_default
from training.default.rows import Lessons, thinned
from training.default.snapshots import Snapshots, month_of, snapshots_of

Floats = NDArray[np.float64]

# What a credit manager would rank by without any model.
_NAIVE = {"past_late_rate": "late_share", "worst_days_past_due": "oldest_overdue_days"}
# Growing a model without regard to what its reasons cost: what the small one gives up is measured against it.
LARGE = Recipe(trees=600, rate=0.03, leaves=31, depth=8)


class NothingToJudge(ValueError):
    """No default could be seen in the year after a cut."""


@dataclass(frozen=True, slots=True)
class DefaultBacktest:
    """Figures on the same customer-months: the model, by tier, and each rival."""

    cut: date
    horizon: date
    source: str
    n_defaults_learnt: int
    model: Metrics
    tiers: Mapping[str, Metrics]
    rivals: Mapping[str, Metrics]

    def as_json(self) -> dict[str, object]:
        return {
            "cut": self.cut.isoformat(),
            "horizon": self.horizon.isoformat(),
            "source": self.source,
            "n_defaults_learnt": self.n_defaults_learnt,
            **self.model,
            "tiers": {name: dict(figures) for name, figures in self.tiers.items()},
            "rivals": {name: dict(figures) for name, figures in self.rivals.items()},
        }


@dataclass(frozen=True, slots=True)
class DefaultRehearsal:
    """Answers beside what came, row by row, for studies that cut them further."""

    report: DefaultBacktest
    model: DefaultModel
    snapshots: Snapshots
    frame: pd.DataFrame
    weight: Floats
    told: Assessments


def rehearse_default(
    facts: Facts, *, cut: date, recipe: Recipe, progress: Progress, larger: bool = False
) -> DefaultRehearsal:
    """Train before `cut`, judge every month end from it on. Raises NothingToJudge.

    `larger` also trains the model whose reasons would cost too much, to tell what smallness costs.
    """
    before = cut - timedelta(days=1)
    last = int(month_of(np.array([day_number(cut)]))[0]) - MONTHS - 1
    model = train_default(facts, as_of=before, recipe=recipe, progress=progress, last_month=last)
    asked = _asked(facts, cut, recipe=recipe, country=model.manifest.country)
    defaulted = asked.snapshots.defaulted
    told = model.assess(asked.frame)
    lessons = gathered(
        as_known(facts, before), country=model.manifest.country, recipe=recipe, last_month=last
    )
    rivals = _rivals(model, lessons, asked.frame)
    if larger:
        big = train_default(facts, as_of=before, recipe=_sized_as(recipe), progress=progress, last_month=last)
        rivals["larger_model"] = big.assess(asked.frame).pd_12m
    report = DefaultBacktest(
        cut=cut,
        horizon=facts.horizon,
        source=told.source,
        n_defaults_learnt=model.manifest.n_defaults,
        model=figures_of(told.pd_12m, defaulted, asked.weight),
        tiers=_by_tier(model, asked),
        rivals={name: figures_of(said, defaulted, asked.weight) for name, said in rivals.items()},
    )
    return DefaultRehearsal(report, model, asked.snapshots, asked.frame, asked.weight, told)


def _sized_as(recipe: Recipe) -> Recipe:
    return replace(LARGE, most_snapshots=recipe.most_snapshots, most_months=recipe.most_months)


def _asked(facts: Facts, cut: date, *, recipe: Recipe, country: str) -> Lessons:
    """Month ends from the cut on whose twelve months are told."""
    states, streams = streams_for(facts)
    snapshots = snapshots_of(facts, states, streams)
    month = int(month_of(np.array([day_number(cut)]))[0])
    snapshots = snapshots.take((snapshots.month >= month) & (snapshots.seen >= MONTHS))
    if not snapshots.defaulted.any():
        raise NothingToJudge(
            f"No default was seen among the month ends from {cut} whose twelve months are over by "
            f"{facts.horizon}. Choose an earlier cut, or import more of what came later."
        )
    rows, weight = thinned(snapshots, most=recipe.most_snapshots, seed=SEED)
    kept = snapshots.take(rows)
    frame = blanked(features_of(streams, kept, country=country), BLOCKS)
    return Lessons(kept, frame, weight, kept.customer)


def _by_tier(model: DefaultModel, asked: Lessons) -> dict[str, Metrics]:
    """The same customers asked about as if less were known of them."""
    out: dict[str, Metrics] = {}
    for tier in TIERS:
        columns = [name for block in DROPPED[tier] for name in BLOCKS[block.value]]
        told = model.assess(without(asked.frame, columns))
        rows = told.tier == tier
        out[f"T{tier}"] = figures_of(told.pd_12m[rows], asked.snapshots.defaulted[rows], asked.weight[rows])
    return out


def _rivals(model: DefaultModel, lessons: Lessons, frame: pd.DataFrame) -> dict[str, Floats]:
    """What the others say: the scorecard, the prior, single figures, the book's own rate."""
    told = lessons.take(lessons.snapshots.answered)
    label, weight = told.snapshots.defaulted, told.weight
    rate = float(np.average(label, weights=weight)) if label.any() else expert.BASE_RATE
    out = {
        "expert_prior": logistic(expert.log_odds(frame)),
        "book_rate": np.full(len(frame), rate),
    }
    if model.scorecard is not None:
        out["scorecard"] = model.scorecard.probability(frame)
    if label.any():
        for name, column in _NAIVE.items():
            known, asked = (_filled(one[column]) for one in (told.frame, frame))
            line = LogisticRegression(C=np.inf).fit(known, label, sample_weight=weight)
            out[name] = line.predict_proba(asked)[:, 1]
    return out


def _filled(values: pd.Series) -> Floats:
    """A figure and whether it is known."""
    figure = values.to_numpy(np.float64)
    return np.column_stack([np.nan_to_num(figure), np.isnan(figure)])
