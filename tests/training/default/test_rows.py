"""Months at risk, thinning, and patterns of knowledge."""

import numpy as np
import pandas as pd
import pytest

from features.pairs import Pairs
from tests.tables import rows
from training.default.rows import Lessons, at_risk, offsets_of, patterns, thinned
from training.default.snapshots import Snapshots

BLOCKS = {"identity": ("naf",), "company": ("equity_ratio",), "ledger": ("late_share",)}


def lessons(event: list[int], seen: list[int]) -> Lessons:
    count = len(event)
    nothing = np.zeros(count, dtype=np.int64)
    pairs = Pairs(*(nothing for _ in range(8)))
    snapshots = Snapshots(np.arange(count), nothing, np.array(event), np.array(seen), pairs)
    return Lessons(snapshots, pd.DataFrame({"late_share": np.zeros(count)}), np.ones(count), np.arange(count))


def test_a_customer_is_at_risk_until_its_default_or_the_end_of_what_is_seen() -> None:
    told = at_risk(lessons([3, 0], [12, 2]), most=100, seed=1)
    assert told.month.tolist() == [1, 2, 3, 1, 2]
    assert told.hit.tolist() == [False, False, True, False, False]
    assert told.lesson.tolist() == [0, 0, 0, 1, 1]


def test_thinning_keeps_every_default_and_the_weight_of_the_others() -> None:
    some = lessons([2] * 10 + [0] * 4_000, [12] * 4_010)
    kept, weight = thinned(some.snapshots, most=400, seed=1)
    assert set(range(10)) <= set(kept.tolist())
    assert weight[10:].sum() == pytest.approx(4_000, rel=0.1)
    months = at_risk(some, most=5_000, seed=2)
    assert months.weight[months.hit].tolist() == [1.0] * 10
    assert months.weight[~months.hit].sum() == pytest.approx(48_010, rel=0.05)


def test_offsets_are_the_books_own_rates_by_month() -> None:
    offsets = offsets_of(at_risk(lessons([1] * 500 + [0] * 9_500, [12] * 10_000), most=10**6, seed=1))
    assert (offsets[0] > offsets[1:]).all()
    assert 1 / (1 + np.exp(-offsets[0])) == pytest.approx(0.05, rel=0.2)


@rows("""
    equity | late | patterns
    0.3    | 0.2  | 4
    nan    | 0.2  | 2
    0.3    | nan  | 2
    nan    | nan  | 1
""")
def test_a_row_is_taught_under_each_pattern_it_has_and_counts_once(
    equity: str, late: str, expected: str
) -> None:
    frame = pd.DataFrame({"naf": [43.0], "equity_ratio": [float(equity)], "late_share": [float(late)]})
    told = list(patterns(frame, BLOCKS))
    assert sum(weight[0] > 0 for _, weight in told) == int(expected)
    assert sum(weight[0] for _, weight in told) == pytest.approx(1.0)
    known = {name for name in ("equity_ratio", "late_share") if frame[name].notna().all()}
    assert all(set(columns) <= known for columns, weight in told if weight[0] > 0)
