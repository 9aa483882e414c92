"""What pairs are walked through, against references anybody can read."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from features import walk_kernels as kernels
from features.walk_kernels import Asked, Ends, Items, Months, Owed, Sales
from ledger.reports.sales_days import MonthOfSales, count_back
from tests.features.ledgers import drawn

SPAN = 10_000
SHARES = (0.25, 0.5, 0.75, 0.9)

_days = st.integers(1, 400)
_intervals = st.lists(
    st.tuples(st.integers(0, 2), _days, st.integers(1, 365), st.integers(-300, 900)), max_size=12
)
_pairs = st.lists(st.tuples(st.integers(0, 3), _days), min_size=1, max_size=8)


def _asked(pairs: list[tuple[int, int]]) -> Asked:
    key = np.array([account * SPAN + day for account, day in pairs], dtype=np.int64)
    return Asked(key, np.argsort(key, kind="stable"))


def _sorted(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    rows = sorted(rows)
    return np.array([key for key, _ in rows], np.int64), np.array([value for _, value in rows], np.int64)


@drawn
@given(_intervals, _pairs)
def test_quantiles_of_what_holds_on_each_evening(
    intervals: list[tuple[int, int, int, int]], pairs: list[tuple[int, int]]
) -> None:
    begin = _sorted([(account * SPAN + day, late) for account, day, _, late in intervals])
    end = _sorted([(account * SPAN + day + length, late) for account, day, length, late in intervals])
    told = kernels.year_quantiles(Ends(*begin, *end), _asked(pairs), SPAN)
    for row, (account, day) in zip(told, pairs, strict=True):
        late = [
            min(max(late, -200), 823)
            for owner, first, length, late in intervals
            if owner == account and first <= day < first + length
        ]
        usual = np.quantile(late, SHARES, method="inverted_cdf") if late else [np.nan] * 4
        np.testing.assert_array_equal(row, [len(late), *usual])


@drawn
@given(_intervals, _pairs, st.integers(-5, 5))
def test_items_with_the_pair_s_own_due_day(
    intervals: list[tuple[int, int, int, int]], pairs: list[tuple[int, int]], due: int
) -> None:
    items = [(account, day, day + length, value % 8 - 4) for account, day, length, value in intervals]
    events = sorted(
        [(account * SPAN + first, own, 1) for account, first, _, own in items]
        + [(account * SPAN + last, own, -1) for account, _, last, own in items]
    )
    key, own, sign = (np.array(column, np.int64) for column in zip(*events, strict=True)) if events else (
        np.zeros(0, np.int64) for _ in range(3)
    )  # fmt: skip
    asked, dues = _asked(pairs), np.full(len(pairs), due, dtype=np.int64)
    told = kernels.same_due(Items(key, own, sign.astype(np.int8)), asked, dues, SPAN)
    assert told.tolist() == [
        sum(owner == account and first <= day < last and at == due for owner, first, last, at in items)
        for account, day in pairs
    ]


# Months of thirty days, so that anybody can count them.
_FIRSTS = np.arange(-400, 800, 30, dtype=np.int64)
_BASE = -13


def _month(day: int) -> int:
    return (day + 400) // 30 + _BASE


@drawn
@given(
    st.lists(st.tuples(_days, st.integers(-50, 50), st.integers(-3_000, 9_000)), max_size=10),
    st.integers(1, 400),
    st.integers(-100, 20_000),
)
def test_days_of_sales(sold: list[tuple[int, int, int]], day: int, owed: int) -> None:
    """Each sale is known on a day, bears another, and has its cents."""
    rows = sorted((known, known - back, cents) for known, back, cents in sold)
    known, issued, cents = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
    months = np.array([_month(one) for one in issued.tolist()], dtype=np.int64)
    told = kernels.sales_days(
        Sales(known, issued, months, cents),
        _asked([(0, day)]),
        Owed(np.array([_month(day)]), np.array([owed])),
        Months(_BASE, _FIRSTS),
        SPAN,
    )[0]
    heard = [row for row in rows if row[0] <= day]
    if not heard:
        assert np.isnan(told).all()
        return
    now = _month(day)
    back = [sum(c for _, one, c in heard if _month(one) == month) for month in range(now, _BASE - 1, -1)]
    lengths = [day - int(_FIRSTS[now - _BASE]) + 1, *[30] * (len(back) - 1)]
    expected = count_back(owed, map(MonthOfSales, lengths, back)).value
    np.testing.assert_allclose(told[0], np.nan if expected is None else expected, rtol=1e-9)
    assert told[1] == sum(back[:12])
    begins = max(int(_FIRSTS[max(now - 11 - _BASE, 0)]), min(one for _, one, _ in heard))
    assert told[2] == day - begins + 1


def test_a_dearer_receivable_is_more_days_of_sales() -> None:
    sales = Sales(
        *(np.array(column, np.int64) for column in ([5, 40], [5, 40], [_month(5), _month(40)], [900, 600]))
    )
    asked = _asked([(0, 60)] * 4)
    owed = Owed(np.full(4, _month(60)), np.array([0, 300, 600, 1_200]))
    told = kernels.sales_days(sales, asked, owed, Months(_BASE, _FIRSTS), SPAN)[:, 0]
    assert told[0] == 0
    assert all(before < after for before, after in pairwise(told))
