"""A limit policy replayed on orders whose outcome is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.limit_replay import NEVER, NO_LIMIT, Costs, Orders, Traded, replayed

COSTS = Costs(margin=0.2, funding_a_year=0.0)
HORIZON = 100


def orders(*rows: tuple[int, int, int, int]) -> Orders:
    """Customer, day, cents, paid day; one period."""
    told = np.array(sorted(rows, key=lambda row: row[1]), dtype=np.int64).reshape(-1, 4)
    return Orders(*told.T, np.zeros(len(told), dtype=np.int64))


def traded(told: Orders, *limits: int) -> Traded:
    return replayed(
        told, lambda _period, _owed: np.array(limits), customers=len(limits), horizon=HORIZON, costs=COSTS
    )


def test_an_order_above_the_limit_is_refused_and_leaves_room_for_the_next() -> None:
    told = traded(orders((0, 1, 60, 30), (0, 2, 60, 31), (0, 3, 40, 32), (0, 30, 60, 50)), 100)
    assert told.taken.tolist() == [True, False, True, True]
    assert (told.sales_cents, told.refused_cents, told.margin_cents) == (160, 60, 32)


def test_what_is_never_paid_is_lost_whole_and_keeps_the_room() -> None:
    told = traded(orders((0, 1, 100, NEVER), (0, 90, 1, 95)), 100)
    assert told.taken.tolist() == [True, False]
    assert (told.lost_cents, told.earned_cents) == (100, -80)


def test_waiting_costs_by_the_day() -> None:
    told = replayed(
        orders((0, 0, 36_500, 10)),
        lambda _period, _owed: np.array([NO_LIMIT]),
        customers=1,
        horizon=HORIZON,
        costs=Costs(0.2, 0.1),
    )
    assert told.funding_cents == 100


def test_orders_out_of_the_order_of_time_are_refused() -> None:
    one = np.array([0, 0])
    with pytest.raises(ValueError, match="order of their days"):
        Orders(one, np.array([2, 1]), one, one, one)


_ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 90), st.integers(1, 100), st.integers(1, 200)), max_size=30
)


@given(_ROWS)
def test_without_a_limit_everything_is_sold(rows: list[tuple[int, int, int, int]]) -> None:
    told = traded(orders(*rows), NO_LIMIT, NO_LIMIT, NO_LIMIT)
    assert told.taken.all()


@given(_ROWS, st.integers(0, 200))
def test_what_a_customer_owes_never_passes_its_limit(
    rows: list[tuple[int, int, int, int]], limit: int
) -> None:
    rows = [(customer, day, cents, max(paid, day + 1)) for customer, day, cents, paid in rows]
    ordered = orders(*rows)
    told = traded(ordered, limit, limit, limit)
    for customer in range(3):
        for day in range(91):
            held = told.taken & (ordered.customer == customer)
            open_then = held & (ordered.day <= day) & (ordered.paid_day > day)
            assert ordered.cents[open_then].sum() <= limit
