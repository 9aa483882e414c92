"""What perfect observers know of the defaults of an invented company, and how much of it the model does."""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import log_loss, roc_auc_score

from experiments.common import Figures, table, told, write_result
from ledger.facts import Facts
from scoring.default.model import DefaultModel
from scoring.default.model import source_of as source_named
from simulation.failure.book import Known, facts_of
from simulation.failure.obligor import scene_of
from simulation.failure.snapshots import Snapshot, frame_of, sample
from simulation.failure.truth import oracle
from training.default.fitting import Recipe

judge = import_module("experiments.0010_default_truth.judged")

START = date(2019, 1, 1)
# The last two of the five years are left to judge: one asked at its month ends, one that tells what came.
YEARS_JUDGED = 2
COLUMNS = ("n", "log_loss", "auc", "mean_probability", "share_defaulted", "calibration_error")

TIER_COLUMNS = (
    "n",
    "customers_in_default",
    "auc",
    "log_loss",
    "expected_over_observed",
    "lower",
    "upper",
    "calibration_error",
)

# Snapshots of the book's rate that count in each band: one of a few customers says little by itself.
_PRIOR = 20
_DECILES = 10
_RESAMPLED = 400

Floats = npt.NDArray[np.float64]
Bands = Callable[[pd.DataFrame], npt.NDArray[np.int64]]


class Company(NamedTuple):
    """A large world: its facts, and the sample of snapshots that the truth was computed for."""

    facts: Facts
    snapshots: pd.DataFrame


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, nargs="+", default=[41])
    options.add_argument("--customers", type=int, default=20_000)
    options.add_argument("--months", type=int, default=60)
    options.add_argument("--snapshots", type=int, default=6_000, help="about so many after the cut, a seed")
    options.add_argument("--draws", type=int, default=600)
    chosen = options.parse_args()
    parts = [
        report(
            seed,
            customers=chosen.customers,
            months=chosen.months,
            wanted=chosen.snapshots,
            draws=chosen.draws,
        )
        for seed in chosen.seeds
    ]
    write_result(__file__, "# Result\n\n" + "\n\n".join(parts))


def invented(*, customers: int, months: int, seed: int, wanted: int, draws: int) -> Company:
    """The company of a seed, with about `wanted` snapshots."""
    scene = scene_of(months=months, seed=seed, start=START)
    answers = oracle(scene, draws=draws)
    # Of the customers, about three in five are active and out of default at a month end of the fourth year.
    share = min(wanted / (0.6 * customers * 12), 1.0)
    since = (cut_of(months) - START).days
    found: list[Snapshot] = []

    def look(known: Known) -> None:
        found.extend(sample(answers, known, share=share, since=since))

    facts = facts_of(scene, customers, each=look, progress=lambda done, of: told(f"{done} of {of} customers"))
    return Company(facts, frame_of(found))


def cut_of(months: int) -> date:
    return date(START.year + months // 12 - YEARS_JUDGED, START.month, START.day)


def report(seed: int, *, customers: int, months: int, wanted: int, draws: int) -> str:
    started = time.process_time()
    made = invented(customers=customers, months=months, seed=seed, wanted=wanted, draws=draws)
    true_by = time.process_time()
    cut = cut_of(months)
    found = judge.judged(made.facts, made.snapshots, cut=cut, recipe=Recipe())
    tiers = judge.by_tier(found)
    done_by = time.process_time()
    place = judge.place_of(found.asked.snapshots, made.snapshots)
    sampled = made.snapshots.loc[place >= 0].reset_index(drop=True)
    said = {name: chance[place[place >= 0]] for name, chance in found.said.items()}
    told = found.asked.snapshots.defaulted[place[place >= 0]]
    return "\n\n".join(
        (
            f"## Seed {seed}",
            f"{len(made.facts.customers):,} customers with {len(made.facts.invoices):,} invoices, "
            f"{len(made.facts.beside.statements):,} statements and {len(made.facts.beside.events):,} "
            f"announcements over {months} months. {true_by - started:,.0f} s of processor for the world and "
            f"the truth, {done_by - true_by:,.0f} s to train and judge, {memory():.1f} GB at most.",
            f"Trained on what was known before {cut}, from month ends whose year was over by then "
            f"({found.model.manifest.n_defaults:,} customers in default, “{source_of(found.model)}”); asked "
            f"at the twelve month ends from {cut} on.",
            f"Both definitions of default speak of {(place >= 0).mean():.2%} of the sampled customer-months "
            f"and agree on {(told == sampled['defaulted']).mean():.2%} of these.",
            against_truth(sampled, said, draws=draws),
            "By what is known of the customer, on every default and a weighted draw of the others; `lower` "
            "and `upper` hold 95 % of expected over observed when customers are drawn again:",
            table(tiers, TIER_COLUMNS, digits=4),
        )
    )


def source_of(model: DefaultModel) -> str:
    return source_named(model.manifest.own_weight)


def against_truth(snapshots: pd.DataFrame, said: dict[str, Floats], *, draws: int) -> str:
    rows = rows_of(snapshots, said)
    best = min(NAIVE, key=lambda name: float(rows[name]["log_loss"] or 0.0))
    ends = (best, "**Encours**", "truth, given the ledger")
    naive, own, truth = (float(rows[name]["log_loss"] or 0.0) for name in ends)
    cost = noise(snapshots)
    lower, upper = closed(snapshots, chances_of(snapshots, said), ends)
    return "\n\n".join(
        (
            f"**{snapshots['defaulted'].mean():.2%}** of {len(snapshots):,} sampled customer-months "
            f"defaulted within twelve months; {draws:,} draws each.",
            table(rows, COLUMNS, digits=4),
            f"Between the best naive baseline ({best}) and the truth given the ledger lie "
            f"{naive - truth:.4f}; the model closes **{(naive - own) / (naive - truth):.0%}** of it "
            f"({lower:.0%} to {upper:.0%} when customers are drawn again). The draws cost {cost:.5f} of "
            f"log-loss, {cost / (naive - truth):.1%} of the gap.",
        )
    )


def closed(
    snapshots: pd.DataFrame, chances: dict[str, Floats], ends: tuple[str, str, str]
) -> tuple[float, float]:
    """95 % of the share of the gap that is closed, when whole customers are drawn again."""
    defaulted = snapshots["defaulted"].to_numpy(bool)
    _, place = np.unique(snapshots["customer_id"].to_numpy(), return_inverse=True)
    losses = [-np.log(np.where(defaulted, chances[name], 1.0 - chances[name])) for name in ends]
    naive, own, truth = (np.bincount(place, loss) for loss in losses)
    chance = np.random.default_rng(0)
    drawn = [chance.integers(0, len(naive), len(naive)) for _ in range(_RESAMPLED)]
    shares = [(naive - own)[who].sum() / (naive - truth)[who].sum() for who in drawn]
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(low), float(high)


NAIVE = ("book rate", "past share of late payments", "worst days past due")


def rows_of(snapshots: pd.DataFrame, said: dict[str, Floats]) -> dict[str, Figures]:
    defaulted = snapshots["defaulted"].to_numpy(bool)
    return {name: figures(chance, defaulted) for name, chance in chances_of(snapshots, said).items()}


def chances_of(snapshots: pd.DataFrame, said: dict[str, Floats]) -> dict[str, Floats]:
    """What everybody says: the baselines, the model and its rivals, the three observers."""
    own = {"**Encours**" if name == "model" else name: chance for name, chance in said.items()}
    return {
        "book rate": banded(snapshots, whole_book),
        "past share of late payments": banded(snapshots, late_bands),
        "worst days past due": banded(snapshots, past_due_bands),
        **own,
        "truth, given the ledger": snapshots["given_ledger"].to_numpy(np.float64),
        "truth, given the ledger and the accounts": snapshots["given_accounts"].to_numpy(np.float64),
        "truth, given everything": snapshots["given_everything"].to_numpy(np.float64),
    }


def figures(chance: Floats, defaulted: npt.NDArray[np.bool_]) -> Figures:
    parts = np.array_split(np.argsort(chance, kind="stable"), _DECILES)
    errors = [abs(chance[part].mean() - defaulted[part].mean()) for part in parts]
    return {
        "n": len(chance),
        "log_loss": float(log_loss(defaulted, chance)),
        "auc": float(roc_auc_score(defaulted, chance)),
        "mean_probability": float(chance.mean()),
        "share_defaulted": float(defaulted.mean()),
        "calibration_error": float(max(errors)),
    }


def whole_book(snapshots: pd.DataFrame) -> npt.NDArray[np.int64]:
    return np.zeros(len(snapshots), dtype=np.int64)


def late_bands(snapshots: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Twelve bands of the share of late payments; none paid yet is one of its own."""
    share = np.nan_to_num(snapshots["late_share"].to_numpy(np.float64), nan=-1.0)
    return np.digitize(share, [-0.5, *np.arange(0.05, 1.0, 0.1)])


def past_due_bands(snapshots: pd.DataFrame) -> npt.NDArray[np.int64]:
    return np.digitize(snapshots["days_past_due"], [1, 8, 16, 31, 46, 61, 91])


def banded(snapshots: pd.DataFrame, bands: Bands) -> Floats:
    """The rate of a customer's band among the customers of the other half, drawn towards their whole rate."""
    odd, band = snapshots["customer_id"].to_numpy() % 2, bands(snapshots)
    chance = np.empty(len(snapshots))
    for half in (0, 1):
        learnt = snapshots.loc[odd != half, "defaulted"]
        rate, groups = learnt.mean(), learnt.groupby(band[odd != half])
        rates = (groups.sum() + _PRIOR * rate) / (groups.count() + _PRIOR)
        chance[odd == half] = pd.Series(band[odd == half]).map(rates).fillna(rate)
    return chance


def noise(snapshots: pd.DataFrame) -> float:
    """What the number of draws costs: half of them cost twice as much, so the loss they add is the cost."""
    defaulted = snapshots["defaulted"].to_numpy(bool)
    half = np.array(snapshots["given_ledger_halves"].tolist())
    floor = snapshots["given_ledger"].min()
    losses = [log_loss(defaulted, np.clip(half[:, side], 2 * floor, 1 - floor)) for side in (0, 1)]
    return float(np.mean(losses) - log_loss(defaulted, snapshots["given_ledger"]))


def memory() -> float:
    unit = 1e9 if sys.platform == "darwin" else 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
