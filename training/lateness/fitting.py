"""Fitting the lateness model: a discrete-time hazard over intervals, and two direct heads for reasons."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.catalogue import NAMES
from features.country import country_of
from features.frame import frame_of
from features.interval import NAMES as INTERVAL_NAMES
from features.interval import OFFSET, Intervals, intervals_of
from features.pairs import day_number
from features.streams import Streams, streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import NEVER, days_of, timeline
from scoring.lateness.artifact import HAZARD, LATE, LATE_30, LatenessModel, Manifest, log_odds
from scoring.lateness.predict import hazard_frame
from training.fingerprint import fingerprint
from training.lateness.columns import HAZARD_COLUMNS, HEAD_COLUMNS
from training.lateness.landmarks import Landmarks, at_issue, first_rows, one_later, together

Progress = Callable[[str, int, int], None]
Bools = NDArray[np.bool_]

SEED = 20
_COMMON: dict[str, object] = {
    "objective": "binary",
    "deterministic": True,
    "force_col_wise": True,
    "seed": SEED,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is fitted; chosen on invented companies, experiment 0001 says how far from any hold-out."""

    hazard_trees: int = 200
    hazard_rate: float = 0.06
    hazard_leaves: int = 24
    hazard_smallest_leaf: int = 200
    # How far the curve is moved towards the direct heads: 0 leaves it, 1 follows them.
    head_share: float = 0.5
    # How much the random later evening of an invoice counts beside its issue evening.
    later_weight: float = 0.3
    head_trees: int = 200
    head_rate: float = 0.05
    head_leaves: int = 12
    head_smallest_leaf: int = 300
    # Intervals without a payment outnumber the others 17 to 1: this share of them is kept, with the inverse
    # weight, which leaves the hazard unbiased and halves the time.
    quiet_share: float = 0.35


class TooLittleHistory(ValueError):
    """The ledger holds too few finished invoices to learn from."""


# Fewer answers than this, of either kind, and a head would only learn noise.
_FEWEST_ANSWERS = 30


def train(
    facts: Facts,
    *,
    as_of: date,
    recipe: Recipe,
    progress: Progress,
    country: str | None = None,
    closed_only: bool = False,
) -> LatenessModel:
    """A model from what was known on the evening of `as_of`, where open invoices are censored.

    Business days are those of `country`, or of the country whose holidays the payments
    keep. `closed_only` drops them instead: the field's usual mistake, kept to show its price.
    """
    past = as_known(facts, as_of)
    if len(past.invoices) == 0:
        raise TooLittleHistory(
            f"No invoice was known by {as_of}; the ledger ends on {facts.horizon}. Choose a later day."
        )
    states = timeline(past)
    streams = streams_of(states, beside=past.beside, customers=past.customers)
    horizon = day_number(past.horizon)
    landmarks = together(
        at_issue(states, streams, horizon=horizon), one_later(states, streams, horizon=horizon, seed=SEED)
    )
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
    )
    return fit(streams, landmarks, manifest=manifest, recipe=recipe, progress=progress)


def fit(
    streams: Streams, landmarks: Landmarks, *, manifest: Manifest, recipe: Recipe, progress: Progress
) -> LatenessModel:
    """Train the three boosters on landmarks. Raises TooLittleHistory when they hold too few answers."""
    paid = int((landmarks.paid < NEVER).sum())
    if paid < _FEWEST_ANSWERS:
        raise TooLittleHistory(
            f"The ledger holds {paid} paid invoices up to {manifest.as_of}; a model needs at least "
            f"{_FEWEST_ANSWERS}. Import more history, or choose a later day."
        )
    known = frame_of(streams, landmarks.pairs, country=manifest.country)
    country = manifest.country
    boosters = {
        HAZARD: _fit_hazard(streams, landmarks, known, country=country, recipe=recipe, progress=progress),
        LATE: _fit_head(landmarks, known, bar=0, recipe=recipe, progress=progress),
        LATE_30: _fit_head(landmarks, known, bar=30, recipe=recipe, progress=progress),
    }
    return LatenessModel(manifest, boosters)


def hazard_rows(landmarks: Landmarks) -> tuple[Intervals, Bools]:
    """Intervals at risk, and whether the payment fell in each.

    The last interval of a censored invoice, seen in part only, is left out.
    """
    pairs, paid = landmarks.pairs, landmarks.paid
    rows = intervals_of(pairs, np.minimum(paid, landmarks.horizon))
    hit = (paid[rows.pair] >= rows.start) & (paid[rows.pair] < rows.stop)
    seen_whole = hit | (rows.stop <= landmarks.horizon + 1)
    return rows.take(seen_whole), hit[seen_whole]


def _fit_hazard(
    streams: Streams,
    landmarks: Landmarks,
    known: pd.DataFrame,
    *,
    country: str,
    recipe: Recipe,
    progress: Progress,
) -> lightgbm.Booster:
    rows, hit = hazard_rows(landmarks)
    kept = hit | (np.random.default_rng(SEED).random(len(hit)) < recipe.quiet_share)
    rows, hit = rows.take(kept), hit[kept]
    frame = hazard_frame(known, streams, landmarks.pairs, rows, country=country)
    at_issue = landmarks.pairs.from_day == landmarks.pairs.issued
    weight = np.where(hit, 1.0, 1.0 / recipe.quiet_share)
    weight *= np.where(at_issue, 1.0, recipe.later_weight)[rows.pair]
    parameters: dict[str, object] = {
        **_COMMON,
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
    start = log_odds(frame[OFFSET].to_numpy(np.float64))
    data = _dataset(frame[list(HAZARD_COLUMNS)], hit, weight=weight, start=start)
    return lightgbm.train(parameters, data, num_boost_round=step.trees, callbacks=[step])


def _fit_head(
    landmarks: Landmarks, known: pd.DataFrame, *, bar: int, recipe: Recipe, progress: Progress
) -> lightgbm.Booster:
    """P(more than `bar` days late), from landmarks before that day whose answer the cut lets us know."""
    pairs = landmarks.pairs
    deadline = pairs.due + bar
    answered = (pairs.from_day <= deadline) & (deadline <= landmarks.horizon)
    late = landmarks.paid[answered] > deadline[answered]
    parameters: dict[str, object] = {
        **_COMMON,
        "learning_rate": recipe.head_rate,
        "num_leaves": recipe.head_leaves,
        "min_data_in_leaf": min(recipe.head_smallest_leaf, max(len(late) // 20, 1)),
        "feature_fraction": 0.6,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
    }
    data = _dataset(known.loc[answered, list(HEAD_COLUMNS)], late)
    step = Step(f"more than {bar} days late", recipe.head_trees, progress)
    return lightgbm.train(parameters, data, num_boost_round=step.trees, callbacks=[step])


def _dataset(
    frame: pd.DataFrame,
    answer: Bools,
    *,
    weight: NDArray[np.float64] | None = None,
    start: NDArray[np.float64] | None = None,
) -> lightgbm.Dataset:
    # LightGBM 4.7 reads NumPy faster than frames and refuses the strings of pandas 3.
    return lightgbm.Dataset(
        frame.to_numpy(np.float32),
        answer.astype(np.float32),
        weight=weight,
        init_score=start,
        feature_name=list(frame.columns),
    )


@dataclass(frozen=True)  # no slots: LightGBM marks its callbacks with attributes of its own
class Step:
    """One booster to grow, and whom to tell after each tree."""

    name: str
    trees: int
    progress: Progress

    def __call__(self, env: lightgbm.callback.CallbackEnv) -> None:
        self.progress(self.name, env.iteration + 1, self.trees)
