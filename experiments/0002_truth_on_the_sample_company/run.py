"""The share of the gap between naive and perfect that the model closes, on several invented companies."""

import argparse
import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.common import Figures, imported, quiet, table, told, write_result
from ledger.facts import Facts
from simulation.usecases import write_company
from training.lateness.backtest import Rehearsal, rehearse
from training.lateness.baselines import shrunk
from training.lateness.evaluation import Truth, of_probabilities
from training.lateness.recipe import Recipe

DAYS_JUDGED = 180
COLUMNS = ("n", "log_loss_late", "auc_late", "brier_late", "mean_probability", "share_late")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, nargs="+", default=[7, 8])
    options.add_argument("--customers", type=int, default=400)
    options.add_argument("--months", type=int, default=30)
    chosen = options.parse_args()
    parts, closed = [], []
    for seed in chosen.seeds:
        told(f"company of seed {seed}")
        rows, share = judged(customers=chosen.customers, months=chosen.months, seed=seed)
        closed.append(share)
        headline = f"Seed {seed}: the model closes **{share:.0%}** of the gap."
        parts.append(f"{headline}\n\n{table(rows, COLUMNS, digits=4)}")
    parts.append(f"Smallest share: {min(closed):.0%}. The target is at least 50 %.")
    write_result(__file__, "# Result\n\n" + "\n\n".join(parts))


def judged(*, customers: int, months: int, seed: int) -> tuple[dict[str, Figures], float]:
    with tempfile.TemporaryDirectory() as folder:
        made = write_company(Path(folder), customers=customers, months=months, seed=seed)
        facts = imported(Path(folder) / "invoices.csv", mapping="", on=date(2026, 1, 1))
        truth = pd.read_csv(Path(folder) / "truth.csv").set_index("number")
    cut = made.horizon - timedelta(days=DAYS_JUDGED)
    done = rehearse(facts, cut=cut, until=None, recipe=Recipe(), progress=quiet)
    return rows_of(done, facts, truth)


def rows_of(done: Rehearsal, facts: Facts, truth: pd.DataFrame) -> tuple[dict[str, Figures], float]:
    """Figures of each predictor on the same invoices, and the share of the gap the model closes."""
    number = facts.invoices.drop_duplicates("invoice_id").set_index("invoice_id")["number"]
    true = truth.loc[number.loc[done.invoice_id]]
    count = done.known["n_paid"].to_numpy(np.float64)
    naive = shrunk(done.known["late_share"], count, done.book["late"])
    told_by = {
        "customer's past late rate, shrunk": naive,
        "**Encours**": done.curves.late(),
        "truth, given the ledger": true["p_late_given_ledger"].to_numpy(),
        "truth, given everything": true["p_late_given_all"].to_numpy(),
    }
    rows = {name: figures(np.asarray(told, np.float64), done.truth) for name, told in told_by.items()}
    loss = {name: float(row["log_loss_late"] or 0.0) for name, row in rows.items()}
    low, high = loss["truth, given the ledger"], loss["customer's past late rate, shrunk"]
    return rows, (high - loss["**Encours**"]) / (high - low)


def figures(told: np.ndarray, truth: Truth) -> Figures:
    answered = truth.answered(0)
    return {
        "n": int(answered.sum()),
        **of_probabilities(told, truth, bar=0),
        "mean_probability": float(told[answered].mean()),
        "share_late": float(truth.later_than(0)[answered].mean()),
    }


if __name__ == "__main__":
    main()
