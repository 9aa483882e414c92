"""What only the default model can say of itself in a validation report, from its own figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.catalogue import CATALOGUE
from ledger.facts import Facts
from scoring.default.definition import defaults_as_happened
from scoring.default.model import DefaultModel, source_of
from scoring.default.policy import POLICY
from training.default.columns import FEATURES, SIGNS
from training.default.fitting import FEWEST_DEFAULTS, PRIOR_DEFAULTS
from training.run.compare import Interval, differences, measured, taken
from training.run.default.rows import Asked
from training.run.signs import imposed
from training.run.subject import Floats, Judged, Told, Windows

_SEED = 59
_ROWS = 500
_LISTED = 5
_NUDGE = 0.01
# A month more overdue on everything owed is what a bad quarter of a sector looks like.
_SHOCK_DAYS = 30.0
_READ = tuple(feature for feature in CATALOGUE if feature.name in FEATURES)


@dataclass(frozen=True, slots=True)
class Book:
    """The facts of the run, the rows of the windows, and what the rehearsal and its rivals said of them.

    `judged` is None where the windows could judge nothing.
    """

    past: Facts
    asked: Asked
    windows: Windows
    judged: Judged | None
    rivals: Mapping[str, Floats]


def whose_answers(model: DefaultModel) -> Told:
    """Whether a model answers by the book's own defaults, by the expert prior, or by both."""
    n, weight = model.manifest.n_defaults, model.manifest.own_weight
    if weight == 0.0:
        return Told(
            f"{n} customers in default were seen ({FEWEST_DEFAULTS} at least are wanted): that is too few to "
            "learn from, so its answers are the expert prior's, and are labelled so.",
            f"{n} clients en défaut ont été vus (il en faut au moins {FEWEST_DEFAULTS}) : c'est trop "
            "peu pour "
            "apprendre ; ses réponses sont celles de l'avis d'expert, et le disent.",
        )
    if source_of(weight) == "own model":
        return Told(
            f"Its answers are the book's own, learnt from {n} customers in default.",
            f"Ses réponses viennent du portefeuille lui-même : {n} clients en défaut.",
        )
    return Told(
        f"Its answers are {weight:.0%} the book's own, from {n} customers in default, the rest the expert "
        "prior's, and are labelled with the share.",
        f"Ses réponses sont pour {weight:.0%} celles du portefeuille ({n} clients en défaut), pour le reste "
        "celles de l'avis d'expert ; la part est affichée.",
    )


def sections(
    book: Book, model: DefaultModel, rehearsal: DefaultModel | None, *, why: str
) -> Mapping[int, Sequence[str]]:
    """Paragraphs by the number of their section; what needs outcomes says why where there are none."""
    spoken = model if rehearsal is None else rehearsal
    return {
        1: _purpose(model),
        2: _data(book, model),
        3: _features(book),
        4: _method(model),
        5: [] if rehearsal is None else _rivals(book, model, rehearsal),
        6: _sensitivity(book, spoken, why=why),
        7: _explanation(book, spoken),
        8: _money(book, why=why),
        10: _watch(),
        11: _persons(book),
    }


def _purpose(model: DefaultModel) -> list[str]:
    return [
        "The probability that a customer defaults within twelve months, for whoever grants credit on "
        "account, "
        "follows exposures or provisions. It proposes; a person grants, refuses or cuts.",
        f"{whose_answers(model).english} A wrong figure costs a loss or a sale: materiality is high.",
        "Limits of use: nothing about customers already in default or insolvent, whose answer is certain; "
        "nothing beyond twelve months; not made to compare customers of different books; no decision about a "
        "natural person by itself.",
    ]


def _data(book: Book, model: DefaultModel) -> list[str]:
    past, manifest = book.past, model.manifest
    beside = past.beside
    found = defaults_as_happened(past)
    counted = found["reason"].value_counts()
    reasons = ", ".join(f"{reason} {n}" for reason, n in counted.items()) or "none"
    return [
        f"Source: the ledger up to {past.horizon}; {manifest.n_customers:,} customers at month ends, of whom "
        f"{manifest.n_defaults:,} defaulted within the year after one, as known on {manifest.as_of}; "
        f"{len(beside.statements):,} statements, {len(beside.events):,} announcements. Data fingerprint "
        f"{manifest.data_fingerprint}.",
        f"Label: the first default within twelve months by the definition {POLICY.version} "
        f"(docs/default_definition.md). Defaults of the whole history by what came first: {reasons}. "
        "Customers in default on the evening are left out; what time has not told yet is censored.",
        "Every fact counts from the day it was known; labels are made of what is known in the end.",
        "Representative of customers to whom we sold on account: those refused or asked to pay first are not "
        "in the ledger, and nothing is imputed for them.",
    ]


def _features(book: Book) -> list[str]:
    missing = book.asked.frame.isna().mean()
    most = missing.sort_values(ascending=False)
    told = ", ".join(f"{name} {share:.0%}" for name, share in list(most.items())[:_LISTED])
    rows = [
        f"| {one.name} | {one.meaning} | {one.unit} | {one.block.value} | {one.risk.value} | "
        f"{_share(missing.get(one.name))} |"
        for one in _READ
    ]
    return [
        f"{len(_READ)} features of three blocks; most often missing: {told}.",
        "Left out although computed: what counts the blocks known, and what tells the month of the ledger "
        "more than the customer. Reminders sent are forbidden, as they follow from the answer.",
        "\n".join(
            ["| feature | meaning | unit | block | sign | missing |", "|---|---|---|---|---|---:|", *rows]
        ),
    ]


def _share(value: float | None) -> str:
    return "–" if value is None or np.isnan(value) else f"{value:.0%}"


def _method(model: DefaultModel) -> list[str]:
    manifest = model.manifest
    given = ", ".join(f"{name} {value}" for name, value in sorted(manifest.parameters.items()))
    signs = 0 if model.booster is None else len(imposed(model.booster))
    trees = 0 if model.booster is None else model.booster.num_trees()
    calibrated = (
        "calibrated tier by tier on customers and months not learnt from"
        if manifest.calibrated
        else "not calibrated: too few defaults fell to folds"
    )
    return [
        "A discrete-time hazard over the twelve months ahead, one booster for three tiers of knowledge by "
        f"leaving blocks out, {calibrated}; moved towards an expert prior that is worth "
        f"{PRIOR_DEFAULTS:.0f} defaults. A scorecard (weight of evidence and logistic regression) is "
        "fitted on "
        "the same rows every time as its challenger.",
        f"Recipe: {given}. Trees: {trees}. Signs imposed: {signs} of {len(SIGNS)}. Class imbalance is "
        "left alone.",
        f"Own weight {manifest.own_weight:.2f}; rate of the recent past {manifest.recent_rate:.2%}, "
        "in the long "
        f"run {manifest.long_run_rate:.2%}.",
    ]


def _rivals(book: Book, model: DefaultModel, rehearsal: DefaultModel) -> list[str]:
    """The permanent challenger and the others on the same rows, and whether any is better."""
    if book.judged is None:
        return []
    own = measured(book.judged)
    lines = [
        "| rival | log-loss | AUC | rival less model, log-loss |",
        "|---|---:|---:|---:|",
        f"| the model | {own.log_loss.value:.5f} | {_auc(own.auc)} | – |",
    ]
    better = []
    for name, probability in book.rivals.items():
        rival = replace(book.judged, predicted=probability, segments={})
        gap = differences(rival, replace(book.judged, segments={}))[0].log_loss
        its = measured(rival)
        lines.append(f"| {name} | {its.log_loss.value:.5f} | {_auc(its.auc)} | {_within(gap)} |")
        if gap.high < 0:
            better.append(name)
    verdict = (
        f"Better than the model beyond chance: {', '.join(better)}. Read this before relying on the model."
        if better
        else "None is better than the model beyond chance."
    )
    told = ["\n".join(lines), verdict]
    if "scorecard" not in book.rivals:
        told.append("No scorecard: the rehearsal saw too few defaults for one.")
    if source_of(rehearsal.manifest.own_weight) != source_of(model.manifest.own_weight):
        told.append(
            f"The rehearsal learnt from {rehearsal.manifest.n_defaults} defaults and answered as "
            f"“{source_of(rehearsal.manifest.own_weight)}”; the model, from "
            f"{model.manifest.n_defaults}, answers "
            f"as “{source_of(model.manifest.own_weight)}”. What the difference adds is not measured."
        )
    return told


def _sensitivity(book: Book, model: DefaultModel, *, why: str) -> list[str]:
    told = (
        [f"By month: not measured, as {why}."]
        if book.judged is None
        else [_by_month(book.asked, book.judged)]
    )
    some = _some(book.asked.frame)
    if len(some) == 0:
        return [*told, "Inputs moved: not measured, as the windows hold no customer."]
    plain = model.assess(some).pd_12m
    moved = model.assess(_nudged(some)).pd_12m
    shocked = some.copy()
    shocked["oldest_overdue_days"] = shocked["oldest_overdue_days"] + _SHOCK_DAYS
    after = model.assess(shocked).pd_12m
    return [
        *told,
        f"Inputs moved by {_NUDGE:.0%} of their spread: the probability moves by "
        f"{np.abs(moved - plain).mean():.4f} on average, {np.abs(moved - plain).max():.3f} at most.",
        f"{_SHOCK_DAYS:.0f} days more on the oldest overdue invoice of everybody: the mean "
        "probability goes from "
        f"{plain.mean():.4f} to {after.mean():.4f}.",
    ]


def _by_month(asked: Asked, judged: Judged) -> str:
    month = asked.snapshots.month
    parts = []
    for one in np.unique(month):
        told = taken(judged, month == one)
        parts.append(f"{_month_text(int(one))} {told.predicted.sum():.1f} / {int(told.truth.sum())}")
    return f"Expected / observed defaults by month end: {', '.join(parts)}."


def _explanation(book: Book, model: DefaultModel) -> list[str]:
    some = _some(book.asked.frame)
    if len(some) == 0:
        return ["Not measured: the windows hold no customer."]
    told = model.assess(some)
    error = float(np.abs(told.contributions.to_numpy(np.float64).sum(axis=1) - told.raw).max())
    stays = (_strongest(told.contributions) == _strongest(model.assess(_nudged(some)).contributions)).mean()
    return [
        f"Reasons sum to the log-odds they explain within {error:.1e}, over {len(some)} customers.",
        f"Inputs moved by {_NUDGE:.0%} of their spread: the strongest family of reasons stays on {stays:.1%} "
        "of them.",
    ]


def _money(book: Book, *, why: str) -> list[str]:
    if book.judged is None:
        return [f"Not measured: {why}. A loss foretold by this model has no known error yet."]
    owed = book.asked.exposure
    expected = float((owed * book.judged.predicted).sum())
    came = float(owed[book.judged.truth].sum())
    ratio = f"{expected / came:.2f}" if came else "not computable"
    return [
        f"Owed on the evening by those who then defaulted: {came:,.0f} summed over the month ends of the "
        f"windows; expected {expected:,.0f}; expected over observed {ratio}. Currencies are not "
        "converted, and "
        "what is recovered later is not deducted.",
        "Limits and provisions are judged where they are decided; this model gives them probabilities.",
    ]


def _watch() -> list[str]:
    return [
        "Triggers: those of encours watch: expected over observed outside 0.9 to 1.1 beyond chance over the "
        "months told so far, a moved score or a fifth of the features moved, data that stop coming, a year.",
        "Owner: whoever is named in the log of promotions; a retraining that is not better changes nothing.",
    ]


def _persons(book: Book) -> list[str]:
    profiles = book.past.beside.profiles
    persons = int(profiles.loc[profiles["kind"] == "person", "customer_id"].nunique())
    return [
        f"{persons:,} customers are known to be natural persons, of {len(book.past.customers):,}. One "
        "feature "
        "tells persons from companies (is_person), as their debts and law differ; none is of a protected "
        "ground. Département and region are read; whoever must not use them leaves the postcode out of the "
        "customer master. A natural person may ask for the reasons and for a human decision.",
    ]


def _strongest(parts: pd.DataFrame) -> NDArray[np.int64]:
    families = list(dict.fromkeys(feature.family for feature in _READ))
    summed = [
        parts[[feature.name for feature in _READ if feature.family is family]]
        .to_numpy(np.float64)
        .sum(axis=1)
        for family in families
    ]
    return np.abs(np.stack(summed, axis=1)).argmax(axis=1)


def _nudged(some: pd.DataFrame) -> pd.DataFrame:
    spread = np.nan_to_num(some.std().to_numpy(np.float64))
    chance = np.random.default_rng(_SEED)
    return some + (chance.standard_normal(some.shape) * _NUDGE * spread).astype(np.float32)


def _some(frame: pd.DataFrame) -> pd.DataFrame:
    picked = np.random.default_rng(_SEED).permutation(len(frame))[:_ROWS]
    return frame.iloc[np.sort(picked)].reset_index(drop=True)


def _month_text(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02d}"


def _auc(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _within(told: Interval) -> str:
    return f"{told.value:+.5f} ({told.low:+.5f} to {told.high:+.5f})"
