"""What if the largest customers paid later?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.scenario import Scenario, ScenarioRefused, delayed, largest_customers, scenario_from
from tests.features.ledgers import drawn
from tests.forecast.invented import DAYS, cash


@drawn
@given(st.integers(1, 30), st.integers(1, 60))
def test_cash_comes_later_and_none_is_lost(largest: int, days: int) -> None:
    """By no day has more come; followed for as long again as the delay, the sum is the same."""
    book = cash()
    last = np.repeat(book.paid_by[:, -1:], days, axis=1)
    long = replace(book, paid_by=np.concatenate([book.paid_by, last], axis=1))
    moved = delayed(long, largest_customers(long, largest), days=days)
    before, after = long.cents_by().sum(axis=0), moved.cents_by().sum(axis=0)
    assert (after <= before).all()
    assert after[:DAYS].sum() < before[:DAYS].sum()
    assert after[-1] == before[-1]


def test_only_the_largest_move() -> None:
    book = cash()
    (first, second) = largest_customers(book, 2)
    owed = {one: book.open_cents[book.customer == one].sum() for one in np.unique(book.customer)}
    assert [first, second] == sorted(owed, key=lambda one: -owed[one])[:2]
    moved = delayed(book, (first,), days=5)
    others = book.customer != first
    assert (moved.paid_by[others] == book.paid_by[others]).all()


def test_a_scenario_is_read() -> None:
    assert scenario_from("largest=10,days=15") == Scenario(10, 15)
    assert scenario_from(" days = 3 , largest = 1") == Scenario(1, 3)


@pytest.mark.parametrize(
    "text", ["", "largest=10", "largest=10,days=x", "largest=0,days=5", "largest=1,days=999", "a=1,b=2",
             "largest=1,largest=2", "largest=1,days=2,days=3"],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ScenarioRefused, match="largest"):
        scenario_from(text)
