"""The American firm-years: the label as published, and the one that a year could have known."""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from training.tabular.backtest import plain
from training.tabular.splits import folds_of
from training.tabular.table import Asked, Table, table_of

_BESIDE = ("status_label", "source")
# One firm in three is enough to show the trap, in a third of the time.
_ONE_FIRM_IN = 3


def last_year(path: Path) -> Table:
    """Default is the last year that a firm which failed has; earlier years of it are none."""
    raw = pd.read_csv(path)
    last = raw.groupby("company_name")["year"].transform("max")
    failed = (raw["status_label"] == "failed") & (raw["year"] == last)
    asked = Asked("failed", group="company_name", time="year", drop=_BESIDE)
    return table_of(raw.assign(failed=failed.astype(int)), asked)


def constant(path: Path) -> Table:
    """Default is every year of a firm that failed at its end: the label as published. Some firms only."""
    raw = pd.read_csv(path)
    firms = np.sort(raw["company_name"].unique())[::_ONE_FIRM_IN]
    raw = raw[raw["company_name"].isin(firms)].reset_index(drop=True)
    asked = Asked("status_label", group="company_name", drop=("year", "source"), event="failed")
    return table_of(raw, asked)


def auc_of_plain(table: Table, *, by_firm: bool, folds: int = 3) -> float:
    """Plain LightGBM on the constant label, firms kept whole or scattered over the folds."""
    split = table if by_firm else Table(table.columns, table.values, table.label)
    found = []
    for fold in folds_of(split, folds=folds, seed=0):
        told = plain(table.take(fold.train), table.values[fold.test], seed=0)
        found.append(float(roc_auc_score(table.label[fold.test], told)))
    return float(np.mean(found))
