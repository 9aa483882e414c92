"""The share of the gap between naive and perfect that the model closes, on several invented companies."""

import argparse
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.common import Figures, imported, table, told, write_result
from ledger.facts import Facts
from simulation.laws import LAWS
from simulation.world import invent_blocks
from training.lateness.backtest import Rehearsal, rehearse
from training.lateness.baselines import shrunk
from training.lateness.evaluation import Truth, of_probabilities
from training.lateness.recipe import Recipe

DAYS_JUDGED = 180
START = {30: date(2023, 1, 2), 60: date(2020, 7, 1)}  # so that companies end in summer 2025
COLUMNS = (
    "n", "log_loss_late", "auc_late", "brier_late", "mean_probability", "share_late", "decile_gap",
    "widest_decile_gap",
)  # fmt: skip
TENTHS = 10
CENTS = 100


@dataclass(eq=False, slots=True)  # LightGBM keeps its callbacks in a set
class Clock:
    """When each tree was grown; what comes before the first tree of a booster is not counted as growing."""

    grown: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def __call__(self, part: str, _done: int, _total: int) -> None:
        self.grown[part].append(time.perf_counter())

    def growing(self) -> float:
        return sum(ticks[-1] - ticks[0] for ticks in self.grown.values())

    def finished(self) -> float:
        return max(ticks[-1] for ticks in self.grown.values())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--companies",
        nargs="+",
        default=["400x30x7", "400x30x8", "2500x60x9"],
        help="Customers x months x seed of each company.",
    )
    parts, closed = [], []
    for company in options.parse_args().companies:
        told(f"company {company}")
        customers, months, seed = (int(number) for number in company.split("x"))
        text, share = judged(customers=customers, months=months, seed=seed)
        parts.append(text)
        closed.append(f"{share:.0%}")
    parts.append(f"Shares closed: {', '.join(closed)}. The target is at least 70 %.")
    write_result(__file__, "# Result\n\n" + "\n\n".join(parts))


def judged(*, customers: int, months: int, seed: int) -> tuple[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        truth, horizon = written(Path(folder), customers=customers, months=months, seed=seed)
        facts = imported(Path(folder) / "invoices.csv", mapping="", on=date(2026, 1, 1))
    cut = horizon - timedelta(days=DAYS_JUDGED)
    clock, begun = Clock(), time.perf_counter()
    done = rehearse(facts, cut=cut, until=None, recipe=Recipe(), progress=clock, with_closed_only=False)
    took = clock.finished() - begun
    rows, share = rows_of(done, facts, truth)
    headline = (
        f"{customers:,} customers over {months} months, seed {seed}, {len(truth):,} invoices: closes "
        f"**{share:.0%}** of the gap."
    )
    speed = (
        f"Trained on {done.report.trained_on:,} invoices in {took:.0f} s, {clock.growing():.0f} s of them "
        "growing trees in LightGBM."
    )
    return f"{headline}\n\n{table(rows, COLUMNS, digits=4)}\n\n{speed}", share


def written(folder: Path, *, customers: int, months: int, seed: int) -> tuple[pd.DataFrame, date]:
    """The ledger as any company exports it, its truth by number, and its last day; curves are not kept."""
    invoices, truth = [], []
    for block in invent_blocks(
        customers=customers, months=months, seed=seed, laws=LAWS, start=START.get(months, START[30])
    ):
        invoices.append(block.invoices)
        truth.append(block.truth)
        horizon = block.horizon
    ledger = pd.concat(invoices, ignore_index=True).sort_values(["issued_on", "number"])
    exported = ledger[["number", "customer", "issued_on", "due_on", "paid_on"]].copy()
    exported["amount"] = [f"{cents // CENTS}.{cents % CENTS:02d}" for cents in ledger["amount_cents"]]
    exported["currency"] = "EUR"
    exported.to_csv(folder / "invoices.csv", index=False, date_format="%Y-%m-%d")
    return pd.concat(truth, ignore_index=True).set_index("number"), horizon


def rows_of(done: Rehearsal, facts: Facts, truth: pd.DataFrame) -> tuple[dict[str, Figures], float]:
    """Figures of each predictor on the same invoices, and the share of the gap the model closes."""
    number = facts.invoices.drop_duplicates("invoice_id").set_index("invoice_id")["number"]
    true = truth.loc[number.loc[done.invoice_id]]
    count = done.known["n_paid"].to_numpy(np.float64)
    naive = shrunk(done.known["late_share"], count, done.book["late"])
    told_by = {
        "the whole book's late rate": np.full(len(count), float(done.book["late"] or 0.0)),
        "customer's past late rate, shrunk": naive,
        "payer's own hazards, followed to the due day": done.known["late_as_before"].to_numpy(),
        "**Encours**": done.curves.late(),
        "truth, given the ledger": true["p_late_given_ledger"].to_numpy(),
        "truth, given everything": true["p_late_given_all"].to_numpy(),
    }
    rows: dict[str, Figures] = {
        name: figures(np.asarray(told, np.float64), done.truth) for name, told in told_by.items()
    }
    loss = {name: float(row["log_loss_late"] or 0.0) for name, row in rows.items()}
    low = loss["truth, given the ledger"]
    high = min(loss[name] for name in list(told_by)[:2])
    return rows, (high - loss["**Encours**"]) / (high - low)


def figures(told: np.ndarray, truth: Truth) -> Figures:
    answered = truth.answered(0)
    promised, late = told[answered], truth.later_than(0)[answered]
    gaps = [
        abs(promised[rows].mean() - late[rows].mean())
        for rows in np.array_split(np.argsort(promised, kind="stable"), TENTHS)
    ]
    return {
        "n": int(answered.sum()),
        **of_probabilities(told, truth, bar=0),
        "mean_probability": float(promised.mean()),
        "share_late": float(late.mean()),
        "decile_gap": float(np.mean(gaps)),
        "widest_decile_gap": float(np.max(gaps)),
    }


if __name__ == "__main__":
    main()
