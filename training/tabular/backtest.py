"""The default model's estimator judged on any labelled table, beside a scorecard and plain boosted trees."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray

from training.tabular.estimator import Candidate, Fitted, Progress, Recipe, fit
from training.tabular.measures import measures, together
from training.tabular.ratios import as_single
from training.tabular.splits import Fold, Plan, splits
from training.tabular.table import Table
from training.tabular.woe import fit_scorecard

Floats = NDArray[np.float64]

# LightGBM as one finds it: its own leaves and leaf sizes, with the usual slower rate and more trees.
_PLAIN: dict[str, object] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}
_PLAIN_TREES = 300

OURS, SMALL, SCORECARD, PLAIN = "encours", "small", "scorecard", "lightgbm"


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of each fold by method, in the order of the folds, and what the searches chose."""

    rows: int
    events: int
    columns: int
    folds: Mapping[str, Sequence[Mapping[str, float]]]
    chosen: Mapping[Candidate, int]

    def figures(self, method: str) -> dict[str, float | None]:
        return together(self.folds[method])

    def as_json(self) -> dict[str, object]:
        """Our own figures at the top, the others' under their names."""
        about = {"rows": self.rows, "events": self.events, "columns": self.columns}
        chosen = [
            {"with_ratios": one.with_ratios, "leaves": one.leaves, "trees": one.trees, "folds": count}
            for one, count in self.chosen.items()
        ]
        others = {method: self.figures(method) for method in (SMALL, SCORECARD, PLAIN)}
        return {**about, "folds": len(self.folds[OURS]), **self.figures(OURS), **others, "chosen": chosen}


@dataclass(frozen=True, slots=True)
class Judged:
    """Probabilities of the rows of one fold by method, beside what came."""

    fold: Fold
    label: Floats
    told: Mapping[str, Floats]
    chosen: Candidate


Watch = Callable[[Judged], None]


def backtest(
    table: Table, plan: Plan, *, recipe: Recipe, seed: int, progress: Progress, watch: Watch | None = None
) -> Report:
    """Every method fitted on each fold's training rows, and judged on its others.

    Nothing that is chosen, made or calibrated sees a row it is judged on. `watch` is handed the probabilities
    of each fold. Raises TableRefused when the table does not bear the plan.
    """
    folds = splits(table, plan, seed=seed)
    figures: dict[str, list[Mapping[str, float]]] = {name: [] for name in (OURS, SMALL, SCORECARD, PLAIN)}
    chosen: Counter[Candidate] = Counter()
    for number, fold in enumerate(folds):
        part = _part_of(number, len(folds), recipe, progress)
        judged = _judged(table, fold, recipe=recipe, seed=seed + 100 * number, progress=part)
        chosen[judged.chosen] += 1
        for name, told in judged.told.items():
            figures[name].append(measures(told, judged.label))
        if watch is not None:
            watch(judged)
    return Report(len(table), table.events, len(table.columns), figures, chosen)


def _judged(table: Table, fold: Fold, *, recipe: Recipe, seed: int, progress: Progress) -> Judged:
    train, test = table.take(fold.train), table.take(fold.test)
    ours: Fitted = fit(train, recipe=recipe, seed=seed, progress=progress)
    told = {
        OURS: ours.full.probability(test.values),
        SMALL: ours.small.probability(test.values),
        SCORECARD: fit_scorecard(train.frame(), train.label).probability(test.frame()),
        PLAIN: plain(train, test.values, seed=seed),
    }
    return Judged(fold, test.label, told, ours.full.chosen)


def plain(train: Table, values: Floats, *, seed: int) -> Floats:
    """What LightGBM gives without any of our care: the yardstick."""
    parameters = {**_PLAIN, "seed": seed}
    data = lightgbm.Dataset(as_single(train.values), train.label)
    booster = lightgbm.train(parameters, data, num_boost_round=_PLAIN_TREES)
    return np.asarray(booster.predict(as_single(values)), np.float64)


def _part_of(number: int, folds: int, recipe: Recipe, progress: Progress) -> Progress:
    def told(_part: str, done: int, total: int) -> None:
        progress(f"fold {number + 1} of {folds}", number * total + done, folds * total)

    return told
