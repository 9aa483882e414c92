"""What statements, announcements and our own ledger add to the default model, each taken away in turn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module

import pandas as pd

from experiments.common import Figures, table, told
from features.catalogue import CATALOGUE
from features.feature import Block, Family
from scoring.default.tiers import WITH_COMPANY, tier_of, without
from simulation.failure.book import facts_of
from simulation.failure.obligor import scene_of
from simulation.failure.snapshots import Snapshot
from training.default.columns import BLOCKS
from training.default.evaluation import figures_of
from training.default.fitting import Recipe

judge = import_module("experiments.0010_default_truth.judged")

CUT = date(2022, 1, 1)
HEADING = "## Default within twelve months: an invented company"
COLUMNS = ("n", "defaults", "log_loss", "auc", "log_loss_filing", "auc_filing")

_LEDGER = BLOCKS[Block.LEDGER.value]
_COMPANY = BLOCKS[Block.COMPANY.value]
_ANNOUNCED = {feature.name for feature in CATALOGUE if feature.family is Family.LEGAL}
_ACCOUNTS = tuple(name for name in _COMPANY if name not in _ANNOUNCED)

VARIANTS: dict[str, Sequence[str]] = {
    "**Encours**, whole": (),
    "without statements": _ACCOUNTS,
    "without statements and announcements": _COMPANY,
    "without our own ledger": _LEDGER,
    "identity alone": (*_COMPANY, *_LEDGER),
}


def section(*, customers: int, months: int, seed: int) -> str:
    """Each variant trained on the same rows with columns blank, and asked with the same ones blank."""
    scene = scene_of(months=months, seed=seed, start=date(2019, 1, 1))
    facts, recipe = facts_of(scene, customers), Recipe()
    past, lessons = judge.lessons_of(facts, cut=CUT, recipe=recipe)
    nobody = pd.DataFrame([], columns=list(Snapshot._fields)).astype({"as_of": "datetime64[s]"})
    asked = judge.asked_of(facts, nobody, cut=CUT)
    files = tier_of(without(asked.frame, _LEDGER), BLOCKS) == WITH_COMPANY
    rows: dict[str, Figures] = {}
    for name, columns in VARIANTS.items():
        told(f"training {name}")
        hidden = replace(lessons, frame=without(lessons.frame, columns))
        model = judge.taught(hidden, past, cut=CUT, recipe=recipe)
        said = model.assess(without(asked.frame, columns)).pd_12m
        label, weight = asked.snapshots.defaulted, asked.weight
        filing = figures_of(said[files], label[files], weight[files])
        own = {f"{figure}_filing": filing[figure] for figure in ("log_loss", "auc")}
        rows[name] = figures_of(said, label, weight) | own
    return "\n\n".join(
        (
            HEADING,
            f"{customers:,} customers over {months} months; trained on what was known before {CUT} "
            f"({lessons.n_defaults} customers in default), asked at the twelve month ends after it. The "
            f"figures `_filing` are of the {files.mean():.0%} of rows with something public on the company.",
            table(rows, COLUMNS, digits=4),
        )
    )
