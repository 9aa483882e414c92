"""Fitting the lateness model: a discrete-time hazard over intervals, and two direct heads for reasons."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

import lightgbm
import numpy as np
import pandas as pd

from features.catalogue import NAMES
from features.country import country_of
from features.frame import frame_of
from features.interval import NAMES as INTERVAL_NAMES
from features.interval import OFFSET
from features.pairs import day_number
from features.streams import Streams, streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import NEVER, days_of, timeline
from scoring.lateness.artifact import HAZARD, LATE, LATE_30, NO_ENDS, LatenessModel, Manifest
from scoring.lateness.predict import curves_in_pieces
from scoring.lateness.recalibration import Knots
from training.fingerprint import fingerprint
from training.frames import Frames
from training.lateness.columns import HAZARD_COLUMNS, HEAD_COLUMNS
from training.lateness.ends import ends_of
from training.lateness.landmarks import (
    Landmarks,
    at_issue,
    first_rows,
    looked_at_again,
    one_later,
    thinned,
    together,
    weighing,
)
from training.lateness.recalibrating import DAYS_AHEAD, Told, knots_of
from training.lateness.recipe import Recipe
from training.lateness.rows import HazardRows, quiet_share, rows_of

Progress = Callable[[str, int, int], None]


SEED = 20
COMMON: dict[str, object] = {
    "objective": "binary",
    "deterministic": True,
    "force_col_wise": True,
    "seed": SEED,
    "verbose": -1,
}


class TooLittleHistory(ValueError):
    """The ledger holds too few finished invoices to learn from."""


# Fewer paid invoices than this, and a model would only learn noise.
_FEWEST_ANSWERS = 30
# Evenings enough for a dozen knots of thousands each.
_MOST_TOLD = 60_000


def train(
    facts: Facts,
    *,
    as_of: date,
    recipe: Recipe,
    progress: Progress,
    country: str | None = None,
    closed_only: bool = False,
    frames: Frames | None = None,
) -> LatenessModel:
    """A model from what was known on the evening of `as_of`, where open invoices are censored.

    Business days are those of `country`, or of the country whose holidays the payments keep. `closed_only`
    drops open invoices instead: the field's usual mistake, kept to show its price. `frames` works out
    the features elsewhere. Raises TooLittleHistory.
    """
    past = as_known(facts, as_of)
    if len(past.invoices) == 0:
        raise TooLittleHistory(
            f"No invoice was known by {as_of}; the ledger ends on {facts.horizon}. Choose a later day."
        )
    states = timeline(past)
    streams = streams_of(states, beside=past.beside, customers=past.customers)
    first = at_issue(states, streams, horizon=day_number(past.horizon))
    _check_history(first, as_of)
    landmarks = landmarks_of(states, streams, horizon=first.horizon, recipe=recipe)
    if closed_only:
        landmarks = landmarks.take(landmarks.paid < NEVER)
    manifest = Manifest(
        as_of=as_of.isoformat(),
        features=NAMES,
        intervals=INTERVAL_NAMES,
        columns={HAZARD: HAZARD_COLUMNS, LATE: HEAD_COLUMNS, LATE_30: HEAD_COLUMNS},
        offset=OFFSET,
        head_share=recipe.head_share,
        country=country or country_of(days_of(past.payments["paid_on"]).astype(np.int64)),
        data_fingerprint=fingerprint(past),
        n_invoices=len(first_rows(states)),
        parameters=asdict(recipe),
        ends=ends_of(first),
        knots=() if closed_only else _knots(facts, as_of=as_of, recipe=recipe, country=country),
    )
    known = None if frames is None else frames(states, streams, landmarks.pairs, country=manifest.country)
    return fit(streams, landmarks, manifest=manifest, recipe=recipe, progress=progress, known=known)


def _check_history(first: Landmarks, as_of: date) -> None:
    paid = int((first.paid < NEVER).sum())
    if paid < _FEWEST_ANSWERS:
        raise TooLittleHistory(
            f"The ledger holds {paid} paid invoices up to {as_of}; a model needs at least "
            f"{_FEWEST_ANSWERS}. Import more history, or choose a later day."
        )


def landmarks_of(states: pd.DataFrame, streams: Streams, *, horizon: int, recipe: Recipe) -> Landmarks:
    """Each invoice's issue evening, weighing one, and its later ones, weighing `later_weight` together.

    Half of that weight is the evening drawn at random's, half the fixed ones'.
    """
    half = recipe.later_weight / 2
    every = together(
        at_issue(states, streams, horizon=horizon),
        weighing(one_later(states, streams, horizon=horizon, seed=SEED), half),
        weighing(looked_at_again(states, streams, horizon=horizon), half),
    )
    return thinned(every, most=recipe.most_landmarks, seed=SEED)


def fit(
    streams: Streams,
    landmarks: Landmarks,
    *,
    manifest: Manifest,
    recipe: Recipe,
    progress: Progress,
    known: pd.DataFrame | None = None,
) -> LatenessModel:
    """Train the three boosters on landmarks, of which `known` holds the features where they are at hand."""
    if known is None:
        known = frame_of(streams, landmarks.pairs, country=manifest.country)
    share = quiet_share(landmarks, at_most=recipe.quiet_share, most_rows=recipe.most_rows)
    rows = rows_of(streams, landmarks, known, country=manifest.country, share=share, seed=SEED)
    boosters = {
        HAZARD: _fit_hazard(rows, recipe=recipe, progress=progress),
        LATE: _fit_head(landmarks, known, bar=0, recipe=recipe, progress=progress),
        LATE_30: _fit_head(landmarks, known, bar=30, recipe=recipe, progress=progress),
    }
    return LatenessModel(manifest, boosters)


def _fit_hazard(rows: HazardRows, *, recipe: Recipe, progress: Progress) -> lightgbm.Booster:
    parameters: dict[str, object] = {
        **COMMON,
        "learning_rate": recipe.hazard_rate,
        "num_leaves": recipe.hazard_leaves,
        "min_data_in_leaf": recipe.hazard_smallest_leaf,
        "feature_fraction": 0.5,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 20.0,
        "max_bin": 127,
    }
    step = Step("payment dates", recipe.hazard_trees, progress)
    data = lightgbm.Dataset(
        rows.matrix,
        rows.hit.astype(np.float32),
        weight=rows.weight,
        init_score=rows.start,
        feature_name=list(HAZARD_COLUMNS),
    )
    return lightgbm.train(parameters, data, num_boost_round=step.trees, callbacks=[step])


def _fit_head(
    landmarks: Landmarks, known: pd.DataFrame, *, bar: int, recipe: Recipe, progress: Progress
) -> lightgbm.Booster:
    """P(more than `bar` days late), from landmarks before that day whose answer the cut lets us know."""
    pairs = landmarks.pairs
    deadline = pairs.due + bar
    answered = (pairs.from_day <= deadline) & (deadline <= landmarks.horizon)
    answered &= (landmarks.paid <= deadline) | (deadline <= landmarks.seen_until)
    late = landmarks.paid[answered] > deadline[answered]
    leaves, trees, smallest = _size(recipe, bar)
    parameters: dict[str, object] = {
        **COMMON,
        "learning_rate": recipe.head_rate,
        "num_leaves": leaves,
        "min_data_in_leaf": min(smallest, max(len(late) // 20, 1)),
        "feature_fraction": 0.6,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
    }
    read = known.loc[answered, list(HEAD_COLUMNS)]
    # LightGBM 4.7 reads NumPy faster than frames and refuses the strings of pandas 3.
    data = lightgbm.Dataset(
        read.to_numpy(np.float32),
        late.astype(np.float32),
        feature_name=list(read.columns),
    )
    step = Step(f"more than {bar} days late", trees, progress)
    return lightgbm.train(parameters, data, num_boost_round=step.trees, callbacks=[step])


def _size(recipe: Recipe, bar: int) -> tuple[int, int, int]:
    """Leaves, trees and the smallest leaf of a head."""
    if bar == 0:
        return recipe.late_leaves, recipe.late_trees, recipe.late_smallest_leaf
    return recipe.head_leaves, recipe.head_trees, recipe.head_smallest_leaf


def _knots(facts: Facts, *, as_of: date, recipe: Recipe, country: str | None) -> tuple[Knots, ...]:
    """Corrections learnt from what a model of `days_held_back` earlier said of the evenings since."""
    if recipe.days_held_back == 0:
        return ()
    before = as_of - timedelta(days=recipe.days_held_back)
    try:
        earlier = train(
            facts, as_of=before, recipe=replace(recipe, days_held_back=0), progress=_unheard, country=country
        )
    except TooLittleHistory:
        return ()
    return knots_of(told_since(earlier, as_known(facts, as_of), since=before, seed=SEED))


def told_since(model: LatenessModel, past: Facts, *, since: date, seed: int) -> Told:
    """What a model says of the issue evenings, and of one later evening an invoice, after `since`."""
    states = timeline(past)
    streams = streams_of(states, beside=past.beside, customers=past.customers)
    horizon = day_number(past.horizon)
    every = together(
        at_issue(states, streams, horizon=horizon), one_later(states, streams, horizon=horizon, seed=seed)
    )
    asked = thinned(every.take(every.pairs.as_of > day_number(since)), most=_MOST_TOLD, seed=seed)
    within = np.zeros((len(asked.paid), len(DAYS_AHEAD)))
    payments = replace(model, manifest=replace(model.manifest, ends=NO_ENDS))
    for rows, curves in curves_in_pieces(payments, streams, asked.pairs):
        for column, days in enumerate(DAYS_AHEAD):
            within[rows, column] = curves.paid_by(curves.from_day + days - 1)
    return Told(asked, within)


def _unheard(_part: str, _done: int, _total: int) -> None:
    """The earlier model grows unheard: its trees are no part of what was promised to a progress bar."""


@dataclass(frozen=True)  # no slots: LightGBM marks its callbacks with attributes of its own
class Step:
    """One booster to grow, and whom to tell after each tree."""

    name: str
    trees: int
    progress: Progress

    def __call__(self, env: lightgbm.callback.CallbackEnv) -> None:
        self.progress(self.name, env.iteration + 1, self.trees)
