"""The order of events is that of their account and day, then of all they say, however it is found."""

import numpy as np
import pytest

from features.order import SPAN, by_key, order_of


@pytest.mark.parametrize(
    ("count", "accounts", "days"),
    [
        (2_000, 50, 30),  # short ties, counted
        (600, 2, 3),  # ties too long to be sorted in place
        (40, 1_000_000, 3_000_000),  # too far apart to be counted
        (0, 1, 1),
    ],
)
def test_the_order_is_that_of_comparing_everything(count: int, accounts: int, days: int) -> None:
    chance = np.random.default_rng(3)
    key = chance.integers(0, accounts, count) * SPAN + chance.integers(0, days, count)
    content = [chance.integers(-2, 2, count), chance.integers(0, 3, count)]
    expected = np.lexsort([*content[::-1], key])
    found = order_of(key, content)
    assert sorted(found.tolist()) == list(range(count))
    for column in (key, *content):
        np.testing.assert_array_equal(column[found], column[expected])
    np.testing.assert_array_equal(by_key(key), np.argsort(key, kind="stable"))


def test_keys_of_nobody_come_first() -> None:
    key = np.array([5, -1, 2])
    assert by_key(key).tolist() == [1, 2, 0]
