"""Which rows teach and which judge: folds that never split a group, a past that sees nothing later."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from training.tabular.table import Table, TableRefused, moment

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fold:
    """Row numbers that teach, and row numbers that judge."""

    train: Ints
    test: Ints


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is split: `folds` times `repeats`, or by time when both bounds are given.

    Rows after `train_until` and before `test_from` neither teach nor judge: the embargo, long enough for the
    labels that teach to be known when judging begins.
    """

    folds: int = 10
    repeats: int = 1
    train_until: str | None = None
    test_from: str | None = None


def splits(table: Table, plan: Plan, *, seed: int) -> list[Fold]:
    """Every fold of the plan. Raises TableRefused where one would hold rows of one kind only."""
    found = (
        _by_time(table, plan) if plan.train_until or plan.test_from else _by_chance(table, plan, seed=seed)
    )
    for number, fold in enumerate(found, start=1):
        for part, rows in (("train on", fold.train), ("judge by", fold.test)):
            events = int(table.label[rows].sum())
            if events in {0, len(rows)}:
                raise TableRefused(
                    f"Fold {number} of {len(found)} has {len(rows)} rows to {part}, {events} of them "
                    "defaults: it needs both kinds. Ask for fewer folds, other bounds, or bring more rows."
                )
    return found


def folds_of(table: Table, *, folds: int, seed: int) -> Iterator[Fold]:
    """Folds with the table's own share of defaults, whole groups each where it has groups."""
    rows = np.arange(len(table))
    if table.group is None:
        by_row = StratifiedKFold(folds, shuffle=True, random_state=seed)
        pairs = by_row.split(rows, table.label)
    else:
        by_group = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
        pairs = by_group.split(rows, table.label, table.group)
    yield from (Fold(train, test) for train, test in pairs)


def _by_chance(table: Table, plan: Plan, *, seed: int) -> list[Fold]:
    fewest = min(table.events, len(table) - table.events)
    if fewest < 2 * plan.folds:
        raise TableRefused(
            f"The table has {table.events} defaults in {len(table)} rows: too few of one kind for "
            f"{plan.folds} folds. Ask for at most {max(fewest // 2, 1)}, or bring more rows."
        )
    if table.group is not None and len(np.unique(table.group)) < plan.folds:
        raise TableRefused(f"The table has fewer groups than {plan.folds} folds. Ask for fewer.")
    return [
        fold
        for repeat in range(plan.repeats)
        for fold in folds_of(table, folds=plan.folds, seed=seed + repeat)
    ]


def _by_time(table: Table, plan: Plan) -> list[Fold]:
    if table.time is None or not plan.train_until or not plan.test_from:
        raise TableRefused("A split by time needs all three: --time, --train-until and --test-from.")
    until, since = moment(plan.train_until, table.time), moment(plan.test_from, table.time)
    if not until < since:  # type: ignore[operator]
        raise TableRefused(
            f"The model would be judged from {plan.test_from}, not after the last rows it learns from, "
            f"{plan.train_until}. Leave at least the time it takes for a label to be known."
        )
    return [Fold(np.flatnonzero(table.time <= until), np.flatnonzero(table.time >= since))]
