"""Fitting the default model: a hazard by month ahead, its calibrations, its challenger, its weight."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

import lightgbm
import numpy as np
import pandas as pd

from features.catalogue import CATALOGUE
from features.country import country_of
from features.frame import frame_of
from features.streams import Streams
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import days_of
from scoring.default import expert
from scoring.default.curve import MONTHS
from scoring.default.customers import streams_for
from scoring.default.model import DefaultModel, Manifest, capped
from scoring.default.policy import POLICY
from scoring.default.tiers import blanked
from scoring.scorecard import Scorecard
from training.default.calibrating import Blend, Calibrated, calibrated
from training.default.columns import BLOCKS, CAPS, FEATURES, SCORECARD, SIGNS
from training.default.levels import levelled, shift_to_rate
from training.default.rows import AtRisk, Lessons, at_risk, offsets_of, patterns, thinned
from training.default.snapshots import Snapshots, snapshots_of
from training.fingerprint import fingerprint
from training.frames import Frames
from training.lateness.fitting import TooLittleHistory
from training.tabular.woe import fit_scorecard

Progress = Callable[[str, int, int], None]

SEED = 21
# Fewer customers in default than this and a booster learns their names: the expert prior answers alone.
FEWEST_DEFAULTS = 20
# The prior is worth as much as this many defaults: ten for each of the handful of things a book can teach
# first.
PRIOR_DEFAULTS = 50.0
_READ = [feature for feature in CATALOGUE if feature.name in FEATURES]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a default model is fitted. Small enough that its reasons cost half a millisecond a customer."""

    trees: int = 120
    rate: float = 0.08
    leaves: int = 8
    depth: int = 4
    # Expected defaults a leaf must hold: counting rows would let a leaf stand on luck.
    leaf_defaults: float = 3.0
    feature_share: float = 0.6
    lambda_l2: float = 5.0
    path_smooth: float = 10.0
    # Beyond these, quiet snapshots and quiet months are thinned, with the inverse weight.
    most_snapshots: int = 80_000
    most_months: int = 200_000


def train_default(
    facts: Facts,
    *,
    as_of: date,
    recipe: Recipe,
    progress: Progress,
    country: str | None = None,
    last_month: int | None = None,
    frames: Frames | None = None,
) -> DefaultModel:
    """A model from what was known on the evening of `as_of`; what was not seen by then is censored.

    With fewer than `FEWEST_DEFAULTS` customers in default it holds the expert prior alone, and says so.
    `last_month` leaves later snapshots out (months since 1970), for an embargo. `frames` works out features
    elsewhere. Raises TooLittleHistory when nothing at all was known.
    """
    past = as_known(facts, as_of)
    if len(past.invoices) == 0:
        raise TooLittleHistory(
            f"No invoice was known by {as_of}; the ledger ends on {facts.horizon}. Choose a later day."
        )
    country = country or country_of(days_of(past.payments["paid_on"]).astype(np.int64))
    lessons = gathered(past, country=country, recipe=recipe, last_month=last_month, frames=frames)
    return learnt(lessons, past, as_of=as_of, country=country, recipe=recipe, progress=progress)


def gathered(
    past: Facts,
    *,
    country: str,
    recipe: Recipe,
    last_month: int | None = None,
    frames: Frames | None = None,
) -> Lessons:
    """Snapshots of facts as one evening knew them, thinned, with their features as they will be served."""
    states, streams = streams_for(past)
    snapshots = snapshots_of(past, states, streams, last_month=last_month)
    rows, weight = thinned(snapshots, most=recipe.most_snapshots, seed=SEED)
    kept = snapshots.take(rows)
    if frames is None:
        frame = features_of(streams, kept, country=country)
    else:
        told = frames(states, streams, kept.pairs, country=country)
        frame = capped(told[[feature.name for feature in _READ]], CAPS)
    return Lessons(kept, blanked(frame, BLOCKS), weight, _groups(past, kept))


def features_of(streams: Streams, snapshots: Snapshots, *, country: str) -> pd.DataFrame:
    """What the model reads of each snapshot, as it reads it."""
    return capped(frame_of(streams, snapshots.pairs, country=country, catalogue=_READ), CAPS)


def learnt(
    lessons: Lessons, past: Facts, *, as_of: date, country: str, recipe: Recipe, progress: Progress
) -> DefaultModel:
    """The model those lessons teach."""
    n = lessons.n_defaults
    weight = own_weight(n)
    blend = Blend(weight, prior_shift(lessons) if weight > 0.0 else 0.0)
    booster, offsets, found, card = None, np.full(MONTHS, _even_month()), Calibrated.nothing(), None
    if weight > 0.0:
        found = calibrated(
            lessons,
            fit=lambda part: fit_booster(part, recipe=recipe, progress=progress),
            card=card_of,
            blend=blend,
        )
        booster, offsets = fit_booster(lessons, recipe=recipe, progress=progress)
        card = card_of(lessons) if lessons.take(lessons.snapshots.answered).n_defaults else None
        found = levelled(found, lessons, booster, offsets=offsets, blend=blend)
    manifest = Manifest(
        as_of=as_of.isoformat(),
        features=FEATURES,
        blocks=BLOCKS,
        caps=CAPS,
        offsets=tuple(offsets.tolist()),
        country=country,
        policy=POLICY.version,
        data_fingerprint=fingerprint(past),
        n_customers=len(np.unique(lessons.snapshots.customer)),
        n_defaults=n,
        own_weight=weight,
        prior_shift=blend.shift,
        calibrated=found.done,
        recent_rate=found.recent_rate,
        long_run_rate=found.long_run_rate,
        anchor=found.anchor,
        parameters=asdict(recipe),
        figures=found.figures,
    )
    return DefaultModel(manifest, booster, found.tiers, card)


def own_weight(n_defaults: int) -> float:
    """The book's own share of an answer in log-odds, by the customers in default it has seen."""
    return 0.0 if n_defaults < FEWEST_DEFAULTS else n_defaults / (n_defaults + PRIOR_DEFAULTS)


def prior_shift(lessons: Lessons) -> float:
    """What brings the prior's mean answer to the book's rate: a level is learnt sooner than a shape."""
    told = lessons.take(lessons.snapshots.answered)
    return shift_to_rate(expert.log_odds(told.frame), told.snapshots.defaulted, told.weight)


def fit_booster(
    lessons: Lessons, *, recipe: Recipe, progress: Progress
) -> tuple[lightgbm.Booster, np.ndarray]:
    """The booster of the monthly hazard and the book's own offsets, from which it starts."""
    rows = at_risk(lessons, most=recipe.most_months, seed=SEED)
    offsets = offsets_of(rows)
    frame, hit, weight, start = stacked(lessons, rows, offsets)
    parameters = parameters_of(recipe, n_defaults=lessons.n_defaults)
    data = lightgbm.Dataset(frame, hit, weight=weight, init_score=start, feature_name=list(FEATURES))
    step = Step(recipe.trees, progress)
    return lightgbm.train(parameters, data, num_boost_round=recipe.trees, callbacks=[step]), offsets


def parameters_of(recipe: Recipe, *, n_defaults: int) -> dict[str, object]:
    """LightGBM's words for a recipe."""
    return {
        "objective": "binary",
        "deterministic": True,
        "force_col_wise": True,
        "seed": SEED,
        "verbose": -1,
        "learning_rate": recipe.rate,
        "num_leaves": recipe.leaves,
        "max_depth": recipe.depth,
        "min_data_in_leaf": 20,
        "min_sum_hessian_in_leaf": min(recipe.leaf_defaults, max(n_defaults / 20, 0.5)),
        "feature_fraction": recipe.feature_share,
        "lambda_l2": recipe.lambda_l2,
        "path_smooth": recipe.path_smooth,
        "monotone_constraints": [SIGNS.get(name, 0) for name in FEATURES],
        # LightGBM falls back to `basic` in silence where a share of features is drawn at each node.
        "monotone_constraints_method": "intermediate",
    }


def card_of(lessons: Lessons) -> Scorecard:
    """The permanent challenger, from the same snapshots with a whole year seen."""
    told = lessons.take(lessons.snapshots.answered)
    label = told.snapshots.defaulted.astype(np.float64)
    return fit_scorecard(told.frame[list(SCORECARD)], label, signs=SIGNS, weight=told.weight)


def stacked(
    lessons: Lessons, rows: AtRisk, offsets: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every month at risk under every pattern of knowledge: features, answers, weights, where to start "
    "from.
    """
    values = lessons.frame[list(FEATURES)].to_numpy(np.float32)
    frames, hits, weights, starts = [], [], [], []
    for columns, counts in patterns(lessons.frame, BLOCKS):
        used = counts[rows.lesson] > 0
        if not used.any():
            continue
        part = values[rows.lesson[used]]
        part[:, [FEATURES.index(name) for name in columns]] = np.nan
        frames.append(part)
        hits.append(rows.hit[used].astype(np.float32))
        weights.append(rows.weight[used] * counts[rows.lesson[used]])
        starts.append(offsets[rows.month[used] - 1])
    return (
        np.concatenate(frames),
        np.concatenate(hits),
        np.concatenate(weights),
        np.concatenate(starts),
    )


def _groups(past: Facts, snapshots: Snapshots) -> np.ndarray:
    """Number of each snapshot's group: the parent's code where one is known, else the customer's own."""
    code = past.customers.set_index("customer_id")["code"].astype(str)
    profiles = past.beside.profiles.sort_values("known_on", kind="stable")
    parent = profiles.drop_duplicates("customer_id", keep="last").set_index("customer_id")["parent"]
    own = code.reindex(snapshots.customer)
    above = parent.reindex(snapshots.customer).fillna("").to_numpy(str)
    named = np.where(above == "", own.to_numpy(str), above)
    return np.unique(named, return_inverse=True)[1].astype(np.int64)


def _even_month() -> float:
    """Log-odds of a month of the expert's base rate, spread evenly over the year."""
    return float(np.log(expert.BASE_RATE / MONTHS))


@dataclass(frozen=True)  # no slots: LightGBM marks its callbacks with attributes of its own
class Step:
    """Whom to tell after each tree."""

    trees: int
    progress: Progress

    def __call__(self, env: lightgbm.callback.CallbackEnv) -> None:
        self.progress("defaults by month", env.iteration + 1, self.trees)
