"""The default model's estimator: boosted trees on columns and chosen ratios, calibrated on rows not seen.

All it decides, it decides on inner folds of the rows it is given: which ratios, which of the candidates
declared here, and the calibration. The models of the inner folds are kept and asked together; none is fitted
again on all rows, so that each is calibrated on exactly the scores it gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray

from scoring.calibration import CrossVennAbers, Platt, Range, VennAbers, shifted
from training.tabular.calibrating import cross_venn_abers, platt, shift_to, venn_abers
from training.tabular.measures import log_loss_of
from training.tabular.ratios import NONE, Ratios, best, candidates, gains
from training.tabular.splits import Fold, folds_of
from training.tabular.table import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to fit, as the search may choose it."""

    with_ratios: bool
    leaves: int
    trees: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is fixed for every table; experiment 0011 says on which rows it was settled."""

    inner_folds: int = 5
    shapes: tuple[tuple[bool, int], ...] = ((True, 8), (True, 15), (False, 8))
    trees: tuple[int, ...] = (80, 200)
    rate: float = 0.06
    most_ratios: int = 60
    # One booster that explains itself in a fraction of a millisecond: trees x leaves x depth² is what counts.
    small: Candidate = Candidate(with_ratios=True, leaves=8, trees=100)
    small_rate: float = 0.1
    small_ratios: int = 20
    # How much the straight line counts beside Venn-Abers, whose rare levels lie high where defaults are few:
    # on the development half the line alone was sharpest; the stairs stay for tables that no line fits.
    line_share: float = 0.75
    # The level lies half-way to that of the latest quarter of the rows, where they hold 50 defaults: a rate
    # known to 14 %. All the way overshot as far as not at all fell short: rates return to their mean.
    latest_share: float = 0.25
    latest_pull: float = 0.5
    fewest_latest: int = 50

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(Candidate(*shape, trees) for shape in self.shapes for trees in self.trees)


@dataclass(frozen=True, slots=True)
class Member:
    """A booster and the ratios it reads."""

    booster: lightgbm.Booster
    ratios: Ratios
    trees: int

    def score(self, values: Floats) -> Floats:
        """Log-odds, as the trees tell them."""
        read = self.ratios.beside(values)
        return np.asarray(self.booster.predict(read, raw_score=True, num_iteration=self.trees), np.float64)


@dataclass(frozen=True, slots=True)
class Estimator:
    """The members of the inner folds, each with its own calibration, and the line through their mean."""

    members: tuple[Member, ...]
    stairs: CrossVennAbers
    line: Platt
    line_share: float
    shift: float
    chosen: Candidate
    tried: Mapping[Candidate, float]

    def probability(self, values: Floats) -> Floats:
        scores = self.scores(values)
        line = self.line.probability(scores.mean(axis=1))
        told = self.line_share * line + (1.0 - self.line_share) * self.stairs.probability(scores)
        return shifted(told, by=self.shift)

    def range(self, values: Floats) -> Range:
        """Both ends, whose distance tells how well such rows are known."""
        found = self.stairs.range(self.scores(values))
        return Range(shifted(found.low, by=self.shift), shifted(found.high, by=self.shift))

    def scores(self, values: Floats) -> Floats:
        return np.column_stack([member.score(values) for member in self.members])


@dataclass(frozen=True, slots=True)
class SmallEstimator:
    """One small booster of all training rows, calibrated by its like on the inner folds."""

    member: Member
    stairs: VennAbers
    line: Platt
    line_share: float
    shift: float

    def probability(self, values: Floats) -> Floats:
        score = self.member.score(values)
        line = self.line.probability(score)
        told = self.line_share * line + (1.0 - self.line_share) * self.stairs.probability(score)
        return shifted(told, by=self.shift)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The unrestricted estimator beside the small one that can be served with its reasons."""

    full: Estimator
    small: SmallEstimator


def fit(table: Table, *, recipe: Recipe, seed: int, progress: Progress) -> Fitted:
    """Both estimators from these rows. `progress` is told each inner fold."""
    among = candidates(table.values.shape[1], seed=seed)
    folds = list(folds_of(table, folds=recipe.inner_folds, seed=seed))
    tried = _Tried(recipe, len(table))
    for number, fold in enumerate(folds):
        tried.add(table, fold, among=among, number=number, seed=seed)
        progress("learning", number + 1, len(folds))
    return Fitted(tried.full(table), tried.small(table, among, seed=seed))


class _Tried:
    """What the inner folds leave behind: members, and scores of the rows that each had not seen."""

    def __init__(self, recipe: Recipe, rows: int) -> None:
        self.recipe = recipe
        self.place = np.zeros(rows, np.int64)
        self.boosters: dict[tuple[bool, int], list[Member]] = {shape: [] for shape in recipe.shapes}
        self.unseen = {candidate: np.zeros(rows) for candidate in recipe.candidates}
        self.small_unseen = np.zeros(rows)
        self.gain: Floats = np.zeros(1)

    def add(self, table: Table, fold: Fold, *, among: Ratios, number: int, seed: int) -> None:
        recipe, train, seen = self.recipe, table.take(fold.train), table.values[fold.test]
        self.place[fold.test] = number
        gain = gains(train.values, train.label, among, seed=seed + number)
        self.gain = self.gain + gain
        chosen = best(among, gain, most=recipe.most_ratios)
        for shape in recipe.shapes:
            with_ratios, leaves = shape
            candidate = Candidate(with_ratios, leaves, max(recipe.trees))
            ratios = chosen if with_ratios else NONE
            member = _fitted(train, candidate, ratios=ratios, rate=recipe.rate, seed=seed + number)
            self.boosters[shape].append(member)
            for trees in recipe.trees:
                fewer = Member(member.booster, ratios, trees)
                self.unseen[Candidate(with_ratios, leaves, trees)][fold.test] = fewer.score(seen)
        few = best(among, gain, most=recipe.small_ratios)
        small = _fitted(train, recipe.small, ratios=few, rate=recipe.small_rate, seed=seed + number)
        self.small_unseen[fold.test] = small.score(seen)

    def full(self, table: Table) -> Estimator:
        losses = {
            candidate: log_loss_of(platt(score, table.label).probability(score), table.label)
            for candidate, score in self.unseen.items()
        }
        chosen = min(losses, key=losses.__getitem__)
        members = self.boosters[(chosen.with_ratios, chosen.leaves)]
        score = self.unseen[chosen]
        line = platt(score, table.label)
        return Estimator(
            members=tuple(Member(member.booster, member.ratios, chosen.trees) for member in members),
            stairs=cross_venn_abers(score, table.label, self.place),
            line=line,
            line_share=self.recipe.line_share,
            shift=_recent_shift(table, line.probability(score), recipe=self.recipe),
            chosen=chosen,
            tried=losses,
        )

    def small(self, table: Table, among: Ratios, *, seed: int) -> SmallEstimator:
        recipe = self.recipe
        few = best(among, self.gain, most=recipe.small_ratios)
        member = _fitted(table, recipe.small, ratios=few, rate=recipe.small_rate, seed=seed)
        stairs = venn_abers(self.small_unseen, table.label)
        line = platt(self.small_unseen, table.label)
        shift = _recent_shift(table, line.probability(self.small_unseen), recipe=recipe)
        return SmallEstimator(member, stairs, line, recipe.line_share, shift)


def _recent_shift(table: Table, unseen: Floats, *, recipe: Recipe) -> float:
    """What brings the probabilities of the latest rows, told by models that had not seen them, to their rate.

    Ranking is learnt from all years, the level from the latest too: rates move with the economy, orders less.
    The recipe says how far it goes there. None where the table has no time, or too few defaults lately.
    """
    if table.time is None:
        return 0.0
    latest = (table.time >= table.time.quantile(1.0 - recipe.latest_share)).to_numpy()
    if not recipe.fewest_latest <= table.label[latest].sum() < latest.sum():
        return 0.0
    return recipe.latest_pull * shift_to(unseen[latest], float(table.label[latest].mean()))


def _fitted(table: Table, candidate: Candidate, *, ratios: Ratios, rate: float, seed: int) -> Member:
    parameters: dict[str, object] = {
        "objective": "binary",
        "learning_rate": rate,
        "num_leaves": candidate.leaves,
        # A leaf of a five-hundredth of the rows, and ten at least, holds some default or its absence.
        "min_data_in_leaf": max(10, len(table) // 500),
        "feature_fraction": 0.3,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 1.0,
        "max_bin": 127,
        "deterministic": True,
        "force_col_wise": True,
        "seed": seed,
        "verbose": -1,
    }
    data = lightgbm.Dataset(ratios.beside(table.values), table.label, params=parameters)
    booster = lightgbm.train(parameters, data, num_boost_round=candidate.trees)
    return Member(booster, ratios, candidate.trees)
