"""Who teaches never judges: by row, by group and by time."""

import numpy as np
import pandas as pd
import pytest

from tests.training.tabular.invented import invented
from training.tabular.splits import Plan, splits
from training.tabular.table import Asked, Table, TableRefused, table_of


def _table(rows: int = 600) -> Table:
    return table_of(invented(rows), Asked("failed", group="firm", time="year"))


def test_each_row_is_judged_once_a_repeat() -> None:
    found = splits(_table(), Plan(folds=5, repeats=2), seed=0)
    assert len(found) == 10
    for repeat in (found[:5], found[5:]):
        assert sorted(np.concatenate([fold.test for fold in repeat])) == list(range(600))
    assert any(set(a.test) != set(b.test) for a, b in zip(found[:5], found[5:], strict=True))


def test_a_group_stays_on_one_side() -> None:
    table = _table()
    assert table.group is not None
    for fold in splits(table, Plan(folds=5), seed=0):
        assert not set(table.group[fold.train]) & set(table.group[fold.test])
        assert not set(fold.train) & set(fold.test)


def test_the_embargo_teaches_and_judges_nothing() -> None:
    table = _table()
    assert table.time is not None
    (fold,) = splits(table, Plan(train_until="2013", test_from="2016"), seed=0)
    assert table.time.iloc[fold.train].max() == 2013
    assert table.time.iloc[fold.test].min() == 2016
    assert len(fold.train) + len(fold.test) < 600


def test_time_may_be_told_in_days() -> None:
    frame = invented(600)
    frame["on"] = pd.to_datetime(frame["year"].astype(str) + "-06-30").astype(str)
    table = table_of(frame, Asked("failed", time="on", drop=("firm", "year")))
    (by_day,) = splits(table, Plan(train_until="2013-06-30", test_from="2016-01-01"), seed=0)
    (by_year,) = splits(_table(), Plan(train_until="2013", test_from="2016"), seed=0)
    assert by_day.train.tolist() == by_year.train.tolist()
    assert by_day.test.tolist() == by_year.test.tolist()


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Plan(train_until="2013"), "needs all three"),
        (Plan(train_until="2015", test_from="2015"), "not after the last rows"),
        (Plan(train_until="first", test_from="2015"), "holds a number"),
        (Plan(train_until="2013", test_from="2030"), "0 rows to judge by"),
        (Plan(folds=300), "too few of one kind"),
    ],
)
def test_a_plan_the_table_does_not_bear_is_refused(plan: Plan, sentence: str) -> None:
    with pytest.raises(TableRefused, match=sentence):
        splits(_table(), plan, seed=0)
