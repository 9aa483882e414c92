"""What perfect observers of a large invented company know of its defaults, against naive baselines."""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import log_loss, roc_auc_score

from experiments.common import Figures, table, told, write_result
from ledger.facts import Facts
from simulation.failure.book import Known, facts_of
from simulation.failure.obligor import scene_of
from simulation.failure.snapshots import Snapshot, frame_of, sample
from simulation.failure.truth import oracle

START = date(2019, 1, 1)
COLUMNS = ("n", "log_loss", "auc", "mean_probability", "share_defaulted", "calibration_error")

# Snapshots of the book's rate that count in each band: one of a few customers says little by itself.
_PRIOR = 20
_DECILES = 10

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
    options.add_argument("--snapshots", type=int, default=6_000, help="about so many, a seed")
    options.add_argument("--draws", type=int, default=1_000)
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
    # Two in five customer-months are active, out of default and a year before the end.
    share = min(wanted / (0.4 * customers * months), 1.0)
    found: list[Snapshot] = []

    def look(known: Known) -> None:
        found.extend(sample(answers, known, share=share))

    facts = facts_of(scene, customers, each=look, progress=lambda done, of: told(f"{done} of {of} customers"))
    return Company(facts, frame_of(found))


def report(seed: int, *, customers: int, months: int, wanted: int, draws: int) -> str:
    started = time.process_time()
    made = invented(customers=customers, months=months, seed=seed, wanted=wanted, draws=draws)
    seconds = time.process_time() - started
    rows = rows_of(made.snapshots)
    naive = min(float(rows[name]["log_loss"] or 0.0) for name in NAIVE)
    gap = naive - float(rows["truth, given the ledger"]["log_loss"] or 0.0)
    cost = noise(made.snapshots)
    return "\n\n".join(
        (
            f"Seed {seed}: {len(made.facts.customers):,} customers, {len(made.facts.invoices):,} invoices, "
            f"{len(made.facts.beside.statements):,} statements, {len(made.facts.beside.events):,} "
            f"announcements; {seconds:,.0f} s of processor with the truth, {memory():.1f} GB at most.",
            f"**{made.snapshots['defaulted'].mean():.2%}** of {len(made.snapshots):,} snapshots defaulted "
            f"within twelve months; {draws:,} draws each.",
            table(rows, COLUMNS, digits=4),
            f"Gap between the best naive baseline and the truth given the ledger: {gap:.4f}. The draws cost "
            f"{cost:.5f} of log-loss, **{cost / gap:.1%}** of it.",
        )
    )


NAIVE = ("book rate", "past share of late payments", "worst days past due")


def rows_of(snapshots: pd.DataFrame) -> dict[str, Figures]:
    chances = {
        "book rate": banded(snapshots, whole_book),
        "past share of late payments": banded(snapshots, late_bands),
        "worst days past due": banded(snapshots, past_due_bands),
        "truth, given the ledger": snapshots["given_ledger"].to_numpy(np.float64),
        "truth, given the ledger and the accounts": snapshots["given_accounts"].to_numpy(np.float64),
        "truth, given everything": snapshots["given_everything"].to_numpy(np.float64),
    }
    defaulted = snapshots["defaulted"].to_numpy(bool)
    return {name: figures(chance, defaulted) for name, chance in chances.items()}


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
