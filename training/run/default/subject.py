"""The default model as a run sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import numpy as np
import optuna
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from features.catalogue import CATALOGUE
from features.country import country_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import days_of
from scoring.default import expert
from scoring.default.curve import logistic
from scoring.default.model import DEFAULT, DefaultModel, source_of
from scoring.default.tiers import TIERS
from training.default.columns import FEATURES
from training.default.evaluation import figures_of
from training.default.fitting import Recipe, fit_booster, train_default
from training.fingerprint import fingerprint
from training.frames import Frames
from training.lateness.fitting import TooLittleHistory
from training.run.default import checking, telling
from training.run.default.rows import Asked, FoldLessons, asked_within, fold_lessons, last_learnt, windows_of
from training.run.default.segments import segments_of
from training.run.default.telling import Book
from training.run.size import size_of
from training.run.subject import Check, Floats, Incomparable, Judged, Progress, Told, Tried, Windows

QUESTION = "default within 12 months"
_KNOWN_AS = ("T0 identity", "T1 with company", "T2 with ledger")
# What is asked most counts most; the other two keep a recipe from forgetting prospects.
_TIER_WEIGHTS = (0.25, 0.25, 0.5)
# Shuffling asks the model once a family: rows enough that a family's gain is no accident.
_MOST_SHUFFLED = 10_000
_NEAR = 1e-6
_SEED = 53


@dataclass(slots=True)
class DefaultSubject:
    """Bound to what was known on the evening of `as_of`; rows of folds and windows are prepared once."""

    as_of: date
    windows: Windows
    fingerprint: str
    past: Facts
    country: str
    asked: Asked
    fold_lessons: tuple[FoldLessons, ...]
    standard: Recipe
    frames: Frames | None = None
    kind = DEFAULT
    cases = Told("customers", "clients")
    unjudged = Told(
        "no month end of the windows that a model could have been made before saw a default within "
        "its twelve "
        "months: that takes some three years of history and a default in the last two",
        "aucune fin de mois des fenêtres, précédée d'assez d'historique, n'a vu de défaut dans ses "
        "douze mois : "
        "il y faut environ trois ans d'historique et un défaut dans les deux derniers",
    )
    _told: tuple[DefaultModel, Floats] | None = None

    @property
    def folds(self) -> int:
        return len(self.fold_lessons)

    def suggested(self, trial: optuna.trial.BaseTrial) -> Recipe:
        """Around the standard recipe: what sizes the booster, and what regularises it."""
        return replace(
            self.standard,
            trees=trial.suggest_int("trees", 40, 400, step=20),
            rate=trial.suggest_float("rate", 0.02, 0.2, log=True),
            leaves=trial.suggest_int("leaves", 4, 24),
            depth=trial.suggest_int("depth", 2, 6),
            leaf_defaults=trial.suggest_float("leaf_defaults", 0.5, 20.0, log=True),
            feature_share=trial.suggest_float("feature_share", 0.3, 1.0),
            lambda_l2=trial.suggest_float("lambda_l2", 0.5, 50.0, log=True),
            path_smooth=trial.suggest_float("path_smooth", 0.5, 100.0, log=True),
        )

    def loss(self, recipe: Recipe, fold: int) -> Tried:
        """Of the booster by itself, tier by tier: calibration takes folds of its own and favours no "
        "recipe.
        """
        lessons = self.fold_lessons[fold]
        booster, offsets = fit_booster(lessons.learn, recipe=recipe, progress=_silent)
        year = float(np.logaddexp.reduce(offsets))
        losses = []
        for seen in lessons.seen:
            score = np.asarray(booster.predict(seen.values, raw_score=True), np.float64) + year
            told = np.clip(logistic(score), _NEAR, 1 - _NEAR)
            losses.append(log_loss(seen.defaulted, told, sample_weight=seen.weight, labels=[False, True]))
        weights = _TIER_WEIGHTS[-len(losses) :]
        return Tried(float(np.average(losses, weights=weights)), size_of(booster))

    def rehearse(self, recipe: Recipe, *, progress: Progress) -> DefaultModel:
        before = self.windows.cut - timedelta(days=1)
        return train_default(
            self.past, as_of=before, recipe=recipe, progress=progress, last_month=last_learnt(self.windows)
        )

    def fit(self, recipe: Recipe, *, progress: Progress) -> DefaultModel:
        return train_default(
            self.past, as_of=self.as_of, recipe=recipe, progress=progress, frames=self.frames
        )

    def known_until(self, model: DefaultModel) -> date:
        return date.fromisoformat(model.manifest.as_of)

    def recipe_of(self, model: DefaultModel) -> Recipe:
        told = dict(model.manifest.parameters)
        if set(told) != {one.name for one in fields(Recipe)}:
            raise Incomparable(f"{model.label} was fitted by a recipe of another version.")
        return Recipe(**told)  # type: ignore[arg-type]

    def runnable(self, model: DefaultModel) -> None:
        runnable(model)

    def learnt_from(self, model: DefaultModel) -> int:
        return model.manifest.n_customers

    def about(self, model: DefaultModel) -> Mapping[str, object]:
        manifest = model.manifest
        return {
            "n_defaults": manifest.n_defaults,
            "source": source_of(manifest.own_weight),
            "own_weight": manifest.own_weight,
            "calibrated": manifest.calibrated,
        }

    def said(self, model: DefaultModel) -> tuple[Told, ...]:
        return (telling.whose_answers(model),)

    def judge(self, model: DefaultModel) -> tuple[Judged, ...]:
        """All rows first, then the same asked about as if no more than each tier were known."""
        asked = self.asked
        if not asked.snapshots.defaulted.any():
            return ()
        whole = Judged(
            QUESTION,
            self._answers(model),
            asked.snapshots.defaulted,
            asked.snapshots.customer,
            segments_of(asked.frame),
        )
        return (whole, *(one for tier in TIERS if len(one := self._as_tier(model, tier))))

    def checks(self, model: DefaultModel) -> tuple[Check, ...]:
        return checking.checks(model, self.asked.frame)

    def size(self, model: DefaultModel) -> float:
        return 0.0 if model.booster is None else size_of(model.booster)

    def figures(self, model: DefaultModel) -> Mapping[str, float]:
        """Calibration error by decile, and what scorecard, prior and the book's rate do on the rows."""
        said = {"model": self._answers(model)} | self.rivals(model)
        out: dict[str, float] = {"defaults_learnt_in_rehearsal": float(model.manifest.n_defaults)}
        for name, probability in said.items():
            told = figures_of(probability, self.asked.snapshots.defaulted)
            wanted = ("calibration_error",) if name == "model" else ("log_loss", "auc")
            out |= {f"{name}_{key}": float(told[key] or 0.0) for key in wanted}
        return out

    def rivals(self, model: DefaultModel) -> dict[str, Floats]:
        """Answers of whoever needs no booster; the scorecard where the book had defaults enough for one."""
        frame = self.asked.frame
        out = {
            "expert_prior": logistic(expert.log_odds(frame)),
            "book_rate": np.full(len(frame), model.manifest.recent_rate),
        }
        if model.scorecard is not None:
            out["scorecard"] = model.scorecard.probability(frame)
        return out

    def families(self, model: DefaultModel) -> Mapping[str, float]:
        chance = np.random.default_rng(_SEED)
        rows = np.sort(chance.permutation(len(self.asked))[:_MOST_SHUFFLED])
        frame = self.asked.frame.iloc[rows].reset_index(drop=True)
        truth = self.asked.snapshots.defaulted[rows]
        plain = _loss(truth, model.assess(frame).pd_12m)
        gained = {}
        read = [feature for feature in CATALOGUE if feature.name in FEATURES]
        for family in dict.fromkeys(feature.family for feature in read):
            columns = [feature.name for feature in read if feature.family is family]
            mixed = frame.copy()
            mixed[columns] = frame[columns].to_numpy()[chance.permutation(len(frame))]
            gained[family.value] = _loss(truth, model.assess(mixed).pd_12m) - plain
        return gained

    def sections(self, model: DefaultModel, rehearsal: DefaultModel | None) -> Mapping[int, Sequence[str]]:
        judged = () if rehearsal is None else self.judge(rehearsal)
        rivals = {} if rehearsal is None else self.rivals(rehearsal)
        book = Book(self.past, self.asked, self.windows, judged[0] if judged else None, rivals)
        return telling.sections(book, model, rehearsal, why=self.unjudged.english)

    def _answers(self, model: DefaultModel) -> Floats:
        if self._told is None or self._told[0] is not model:
            self._told = (model, model.assess(self.asked.frame).pd_12m)
        return self._told[1]

    def _as_tier(self, model: DefaultModel, tier: int) -> Judged:
        rows, frame = self.asked.seen_as(tier)
        snapshots = self.asked.snapshots
        name = _KNOWN_AS[tier]
        return Judged(
            f"{QUESTION} {name}",
            model.assess(frame.loc[rows]).pd_12m if rows.any() else np.zeros(0),
            snapshots.defaulted[rows],
            snapshots.customer[rows],
            {},
            within=f"knowledge: {name}",
        )


def default_subject(
    facts: Facts, *, as_of: date, standard: Recipe, searching: bool, frames: Frames | None = None
) -> DefaultSubject:
    """The subject as known on the evening of `as_of`; `frames` as in `train_default`, for the released model.

    Raises TooLittleHistory without an invoice by then.
    """
    past = as_known(facts, as_of)
    if len(past.invoices) == 0:
        raise TooLittleHistory(
            f"No invoice was known by {as_of}; the ledger ends on {facts.horizon}. Choose a later day."
        )
    windows = windows_of(past)
    country = country_of(days_of(past.payments["paid_on"]).astype(np.int64))
    return DefaultSubject(
        as_of=as_of,
        windows=windows,
        fingerprint=fingerprint(past),
        past=past,
        country=country,
        asked=asked_within(past, windows, country=country),
        fold_lessons=fold_lessons(past, windows, country=country, recipe=standard) if searching else (),
        standard=standard,
        frames=frames,
    )


def runnable(model: DefaultModel) -> None:
    """Raises Incomparable for a model that reads what this version does not compute."""
    if lacking := sorted(set(model.manifest.features) - set(FEATURES)):
        raise Incomparable(
            f"{model.label} reads {', '.join(lacking)}, which this version no longer computes. "
            "Train a new model: encours train default."
        )


def _loss(truth: NDArray[np.bool_], told: Floats) -> float:
    return float(log_loss(truth, np.clip(told, _NEAR, 1 - _NEAR), labels=[False, True]))


def _silent(_part: str, _done: int, _of: int) -> None:
    """A fold of a trial has no bar of its own."""
