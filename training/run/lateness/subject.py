"""The lateness model as a run sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from time import perf_counter

import numpy as np
import optuna
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from features.catalogue import CATALOGUE, NAMES
from features.frame import frame_of
from features.interval import NAMES as INTERVAL_NAMES
from ledger.as_known import as_known
from ledger.facts import Facts
from scoring.lateness.artifact import LATE, LATE_30, LATENESS, LatenessModel, files_of, model_of
from scoring.lateness.curve import Curves
from scoring.lateness.predict import curves_in_pieces
from training.fingerprint import fingerprint
from training.frames import Frames
from training.lateness.evaluation import Truth, of_curves
from training.lateness.fitting import TooLittleHistory, train
from training.lateness.recipe import Recipe
from training.run.lateness import telling
from training.run.lateness.rows import Asked, FoldRows, answered, asked_within, fold_rows, late, windows_of
from training.run.lateness.telling import Book
from training.run.signs import broken
from training.run.size import size_of
from training.run.subject import Check, Floats, Incomparable, Judged, Progress, Told, Tried, Windows

# The curve is asked on the due day and at three later bars, so that a recipe cannot win on one day alone.
_BARS_SEARCHED = (0, 7, 14, 30)
_QUESTIONS = (("paid late", 0), ("paid more than 30 days late", 30))
_HEADS = (LATE, LATE_30)
# Those of dates and money; probabilities are judged on the questions, whose rows favour no early payer.
_FIGURES = ("mae_days", "within_3_days", "coverage_80", "crps_days", "cash_wape")
# The target for explaining one row is half a millisecond; a machine busy with other work may take four times.
_SLOWEST_EXPLANATION_MS = 2.0
_TIMINGS = 40
_ROWS_CHECKED = 200
_NEAR = 1e-6
_SEED = 41


@dataclass(slots=True)
class LatenessSubject:
    """Bound to what was known on the evening of `as_of`; rows of folds and windows are prepared once."""

    as_of: date
    windows: Windows
    fingerprint: str
    past: Facts
    asked: Asked
    fold_rows: tuple[FoldRows, ...]
    standard: Recipe
    frames: Frames | None = None
    kind = LATENESS
    cases = Told("invoices", "factures")
    unjudged = Told(
        "too few invoices were paid before the last third of the history to rehearse on it",
        "trop peu de factures étaient payées avant le dernier tiers de l'historique pour répéter dessus",
    )
    _curves: tuple[LatenessModel, Curves] | None = None
    _known: pd.DataFrame | None = None

    @property
    def folds(self) -> int:
        return len(self.fold_rows)

    def suggested(self, trial: optuna.trial.BaseTrial) -> Recipe:
        """Around the standard recipe: trees and leaves weigh most, and what regularises them.

        Budgets of rows and the days held back stay: they cost time for every trial and are studied apart.
        """
        return replace(
            self.standard,
            hazard_trees=trial.suggest_int("hazard_trees", 60, 400, step=20),
            hazard_rate=trial.suggest_float("hazard_rate", 0.02, 0.15, log=True),
            hazard_leaves=trial.suggest_int("hazard_leaves", 6, 48),
            hazard_smallest_leaf=trial.suggest_int("hazard_smallest_leaf", 20, 1_000, log=True),
            head_share=trial.suggest_float("head_share", 0.0, 1.0),
            later_weight=trial.suggest_float("later_weight", 0.1, 1.0),
            late_trees=trial.suggest_int("late_trees", 60, 400, step=20),
            late_leaves=trial.suggest_int("late_leaves", 6, 48),
            late_smallest_leaf=trial.suggest_int("late_smallest_leaf", 20, 1_000, log=True),
            head_trees=trial.suggest_int("head_trees", 40, 400, step=20),
            head_rate=trial.suggest_float("head_rate", 0.02, 0.15, log=True),
            head_leaves=trial.suggest_int("head_leaves", 4, 31),
            head_smallest_leaf=trial.suggest_int("head_smallest_leaf", 20, 1_000, log=True),
        )

    def loss(self, recipe: Recipe, fold: int) -> Tried:
        rows = self.fold_rows[fold]
        model = train(rows.learning, as_of=rows.fold.learn_until, recipe=recipe, progress=_silent)
        told = _curves_of(model, rows.asked)
        losses = [
            log_loss(late(rows.asked, bar)[kept], _kept_off_ends(told.late(bar)[kept]), labels=[False, True])
            for bar in _BARS_SEARCHED
            if (kept := answered(rows.asked, bar)).any()
        ]
        return Tried(float(np.mean(losses)), self.size(model))

    def rehearse(self, recipe: Recipe, *, progress: Progress) -> LatenessModel:
        before = self.windows.cut - timedelta(days=1)
        return train(self.past, as_of=before, recipe=recipe, progress=progress)

    def fit(self, recipe: Recipe, *, progress: Progress) -> LatenessModel:
        return train(self.past, as_of=self.as_of, recipe=recipe, progress=progress, frames=self.frames)

    def known_until(self, model: LatenessModel) -> date:
        return date.fromisoformat(model.manifest.as_of)

    def recipe_of(self, model: LatenessModel) -> Recipe:
        told = dict(model.manifest.parameters)
        if set(told) != {one.name for one in fields(Recipe)}:
            raise Incomparable(f"{model.label} was fitted by a recipe of another version.")
        return Recipe(**told)  # type: ignore[arg-type]

    def runnable(self, model: LatenessModel) -> None:
        runnable(model)

    def learnt_from(self, model: LatenessModel) -> int:
        return model.manifest.n_invoices

    def about(self, model: LatenessModel) -> Mapping[str, object]:
        return {}

    def said(self, model: LatenessModel) -> tuple[Told, ...]:
        return ()

    def judge(self, model: LatenessModel) -> tuple[Judged, ...]:
        told = self._told(model)
        segments = {
            "history": telling.history_of(self.known(model)),
            "amount": telling.thirds(self.asked.landmarks.pairs.amount_cents),
        }
        made = []
        for question, bar in _QUESTIONS:
            kept = answered(self.asked, bar)
            made.append(
                Judged(
                    question,
                    told.late(bar)[kept].astype(np.float64),
                    late(self.asked, bar)[kept],
                    self.asked.customer[kept],
                    {way: labels[kept] for way, labels in segments.items()},
                )
            )
        return tuple(made)

    def checks(self, model: LatenessModel) -> tuple[Check, ...]:
        if len(self.asked.landmarks.paid) == 0:
            return ()
        return (self._signs(model), self._parity(model), self._speed(model))

    def size(self, model: LatenessModel) -> float:
        """Of the head whose reasons are told; the hazard's trees and the other head's are never explained."""
        return size_of(model.boosters[LATE_30])

    def figures(self, model: LatenessModel) -> Mapping[str, float]:
        marks = self.asked.landmarks
        told = self._told(model)
        measured = of_curves(told, Truth(marks.pairs.due, marks.paid, marks.horizon))
        measured["cash_wape"] = telling.cash_error(self.asked, told)
        kept = {name: measured[name] for name in _FIGURES}
        return {name: float(value) for name, value in kept.items() if value is not None}

    def families(self, model: LatenessModel) -> Mapping[str, float]:
        kept = answered(self.asked, 0)
        frame, truth = self.known(model).loc[kept], late(self.asked, 0)[kept]
        chance = np.random.default_rng(_SEED)
        plain = log_loss(truth, model.head(LATE, frame), labels=[False, True])
        gained = {}
        for family in dict.fromkeys(feature.family for feature in CATALOGUE):
            columns = [feature.name for feature in CATALOGUE if feature.family is family]
            mixed = frame.copy()
            mixed[columns] = frame[columns].to_numpy()[chance.permutation(len(frame))]
            gained[family.value] = float(
                log_loss(truth, model.head(LATE, mixed), labels=[False, True]) - plain
            )
        return gained

    def sections(self, model: LatenessModel, rehearsal: LatenessModel | None) -> Mapping[int, Sequence[str]]:
        spoken = model if rehearsal is None else rehearsal
        book = Book(self.past, self.asked, self.windows, self.known(spoken), self._told(spoken))
        if rehearsal is not None:
            return telling.sections(book, model, rehearsal)
        return telling.unjudged_sections(book, model, why=self.unjudged.english)

    def known(self, model: LatenessModel) -> pd.DataFrame:
        """Features of the invoices of the windows, each on its issue evening."""
        if self._known is None:
            pairs = self.asked.landmarks.pairs
            self._known = frame_of(self.asked.streams, pairs, country=model.manifest.country)
        return self._known

    def _told(self, model: LatenessModel) -> Curves:
        if self._curves is None or self._curves[0] is not model:
            self._curves = (model, _curves_of(model, self.asked))
        return self._curves[1]

    def _signs(self, model: LatenessModel) -> Check:
        frame = self.known(model)
        wrong = [
            f"{name} of {head}"
            for head in _HEADS
            for name in broken(
                model.boosters[head], frame[list(model.manifest.columns[head])].to_numpy(np.float32)
            )
        ]
        said = f"imposed signs broken: {', '.join(wrong)}" if wrong else "no imposed sign is broken"
        dit = (
            f"signes imposés non tenus : {', '.join(wrong)}" if wrong else "aucun signe imposé n'est enfreint"
        )
        return Check("signs", not wrong, Told(f"Signs: {said}.", f"Signes : {dit}."))

    def _parity(self, model: LatenessModel) -> Check:
        """What is stored against what was fitted, and one row alone against the same in a crowd."""
        some = self.asked.landmarks.take(np.arange(len(self.asked.landmarks.paid)) < _ROWS_CHECKED)
        asked = Asked(self.asked.streams, some, self.asked.customer[: len(some.paid)])
        read = model_of(files_of(model), model.label)
        apart = _curves_of(model, asked).cdf - _curves_of(read, asked).cdf
        alone = frame_of(asked.streams, some.pairs.take(np.array([0])), country=model.manifest.country)
        crowd = frame_of(asked.streams, some.pairs, country=model.manifest.country).iloc[:1]
        same = bool(np.array_equal(alone.to_numpy(), crowd.to_numpy(), equal_nan=True))
        most = float(np.abs(apart).max(initial=0.0))
        return Check(
            "parity",
            most == 0.0 and same,
            Told(
                f"Parity: stored and fitted differ by {most:.1e} at most; one row alone equals the same "
                "among "
                f"many: {'yes' if same else 'no'}.",
                f"Parité : modèle stocké et modèle ajusté diffèrent d'au plus {most:.1e} ; une ligne seule "
                f"égale la même parmi d'autres : {'oui' if same else 'non'}.",
            ),
        )

    def _speed(self, model: LatenessModel) -> Check:
        """The fastest of some timings: what other work on the machine adds is no property of the model."""
        columns = list(model.manifest.columns[LATE_30])
        row: NDArray[np.float32] = self.known(model)[columns].to_numpy(np.float32)[:1]
        booster = model.boosters[LATE_30]
        fastest = np.inf
        for _ in range(_TIMINGS):
            begun = perf_counter()
            booster.predict(row, pred_contrib=True, num_threads=1)
            fastest = min(fastest, perf_counter() - begun)
        taken = 1_000 * float(fastest)
        return Check(
            "latency",
            taken <= _SLOWEST_EXPLANATION_MS,
            Told(
                f"Explaining one row takes {taken:.2f} ms; {_SLOWEST_EXPLANATION_MS:.0f} ms at most.",
                f"Expliquer une ligne prend {taken:.2f} ms ; {_SLOWEST_EXPLANATION_MS:.0f} ms au plus.",
            ),
        )


def lateness_subject(
    facts: Facts, *, as_of: date, standard: Recipe, searching: bool, frames: Frames | None = None
) -> LatenessSubject:
    """The subject as known on the evening of `as_of`; `frames` as in `train`, for the model to be released.

    Raises TooLittleHistory without an invoice by then.
    """
    past = as_known(facts, as_of)
    if len(past.invoices) == 0:
        raise TooLittleHistory(
            f"No invoice was known by {as_of}; the ledger ends on {facts.horizon}. Choose a later day."
        )
    windows = windows_of(past)
    return LatenessSubject(
        as_of=as_of,
        windows=windows,
        fingerprint=fingerprint(past),
        past=past,
        asked=asked_within(past, begin=windows.cut, end=windows.until),
        fold_rows=fold_rows(past, windows) if searching else (),
        frames=frames,
        standard=standard,
    )


def runnable(model: LatenessModel) -> None:
    """Raises Incomparable for a model whose columns are not those that this version computes."""
    reads, computed = {*model.manifest.features, *model.manifest.intervals}, {*NAMES, *INTERVAL_NAMES}
    if lacking := sorted(reads - computed):
        raise Incomparable(
            f"{model.label} reads {', '.join(lacking)}, which this version no longer computes. "
            "Train a new model: encours train lateness."
        )
    if model.manifest.features != NAMES or model.manifest.intervals != INTERVAL_NAMES:
        raise Incomparable(
            f"{model.label} was trained before features were added to this version, which cannot run it. "
            "Train a new model: encours train lateness."
        )


def _curves_of(model: LatenessModel, asked: Asked) -> Curves:
    """The curves of all invoices asked, by pieces that are then held together."""
    pieces = [told for _, told in curves_in_pieces(model, asked.streams, asked.landmarks.pairs)]
    pairs = asked.landmarks.pairs
    width = max((piece.cdf.shape[1] for piece in pieces), default=1)
    padded = [np.pad(piece.cdf, ((0, 0), (0, width - piece.cdf.shape[1])), mode="edge") for piece in pieces]
    cdf = np.concatenate(padded) if padded else np.zeros((0, width), np.float32)
    return Curves(pairs.from_day, pairs.due, cdf)


def _kept_off_ends(told: NDArray[np.float32]) -> Floats:
    return np.clip(told.astype(np.float64), _NEAR, 1 - _NEAR)


def _silent(_part: str, _done: int, _of: int) -> None:
    """A fold of a trial has no bar of its own."""
