"""The drift of a column: none where there is none, told where there is."""

import numpy as np
import pytest

from training.watch.shift import Months, Shift, shift

REFERENCE = tuple(range(600, 612))
NOW = 612


def _rows(chance: np.random.Generator, *, customers: int, rows: int) -> Months:
    month = np.repeat(np.arange(600, 613), customers * rows)
    customer = np.tile(np.repeat(np.arange(customers), rows), 13)
    return Months(month, customer, REFERENCE)


def _told(seed: int, *, moved: float = 0.0, customers: int = 120) -> Shift:
    chance = np.random.default_rng(seed)
    months = _rows(chance, customers=customers, rows=2)
    values = chance.normal(size=len(months.month)) + moved * (months.month == NOW)
    return shift(values, months, month=NOW)


def test_without_change_the_index_is_zero_on_average() -> None:
    """What is taken off is the mean of the index of two samples of one population."""
    found = [_told(seed).index for seed in range(40)]
    assert abs(np.mean(found)) < 0.01


def test_without_change_the_noise_is_seldom_passed() -> None:
    assert sum(_told(seed).beyond_noise for seed in range(40)) <= 4


@pytest.mark.parametrize("moved", [0.6, -0.6, 1.5])
def test_a_moved_column_is_beyond_noise(moved: float) -> None:
    told = _told(3, moved=moved)
    assert told.beyond_noise
    assert told.index > 0.2


def test_a_large_customer_alone_moves_nothing() -> None:
    """Each customer counts once, whatever the number of its rows."""
    chance = np.random.default_rng(5)
    months = _rows(chance, customers=100, rows=1)
    values = chance.normal(size=len(months.month))
    many = 5_000
    grown = Months(
        np.r_[months.month, np.full(many, NOW)],
        np.r_[months.customer, np.zeros(many, dtype=np.int64)],
        REFERENCE,
    )
    told = shift(np.r_[values, np.full(many, 4.0)], grown, month=NOW)
    assert not told.beyond_noise


def test_missing_values_are_a_cell_of_their_own() -> None:
    chance = np.random.default_rng(6)
    months = _rows(chance, customers=100, rows=1)
    values = chance.normal(size=len(months.month))
    values[(months.month == NOW) & (months.customer < 60)] = np.nan
    told = shift(values, months, month=NOW)
    assert told.missing_before < 0.01  # half a customer is never ruled out
    assert told.missing == pytest.approx(0.6, abs=0.01)
    assert told.beyond_noise


def test_a_season_of_the_reference_is_noise() -> None:
    """What moves every month by itself tells nothing by moving once more."""
    chance = np.random.default_rng(7)
    months = _rows(chance, customers=100, rows=1)
    assert not shift(months.month % 12 * 1.0, months, month=NOW).beyond_noise


def test_a_month_without_rows_has_no_index() -> None:
    chance = np.random.default_rng(8)
    months = _rows(chance, customers=10, rows=1)
    told = shift(chance.normal(size=len(months.month)), months, month=640)
    assert np.isnan(told.index)
    assert not told.beyond_noise
