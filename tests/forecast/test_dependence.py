"""How far invoices are paid together is read off what came."""

import numpy as np
import pytest

from forecast.dependence import Together, measured
from forecast.measuring import deviations, joined, spread_of, usual, whole_customers
from tests.forecast.invented import POLICY, past


@pytest.mark.parametrize("truth", [Together(0.0, 0.0), Together(0.5, 0.1)])
def test_a_known_dependence_is_found_again(truth: Together) -> None:
    found = measured(past(truth))
    assert found.customer == pytest.approx(truth.customer, abs=0.1)
    assert found.book == pytest.approx(truth.book, abs=0.05)


def test_with_the_right_dependence_weeks_are_off_by_one_deviation() -> None:
    truth = Together(0.4, 0.05)
    world = past(truth, evenings=80)
    assert np.sqrt((deviations(world, truth) ** 2).mean()) == pytest.approx(1.0, abs=0.1)
    assert np.sqrt((deviations(world, Together(0.0, 0.0)) ** 2).mean()) > 1.25


def test_what_is_measured_is_drawn_to_what_is_usual() -> None:
    policy = POLICY.dependence
    spread = spread_of(past(Together(0.0, 0.0)), policy)
    assert spread.together.customer == pytest.approx(policy.usual_customer / 2, abs=0.05)
    assert policy.least_width <= spread.width <= policy.most_width
    assert spread.evenings == 20


def test_too_short_a_past_measures_nothing() -> None:
    few = past(Together(0.0, 0.0), evenings=1)
    few = type(few)(few.evening[:5], few.account[:5], few.cents[:5], few.by_week[:5], few.came[:5])
    assert spread_of(few, POLICY.dependence) == usual(POLICY.dependence)
    assert spread_of(None, POLICY.dependence).evenings == 0


def test_evenings_are_joined_without_mixing_their_accounts() -> None:
    one = past(Together(0.0, 0.0), evenings=1)
    both = joined([one, one])
    assert both is not None
    assert set(both.evening) == {0, 1}
    assert not set(both.account[both.evening == 0]) & set(both.account[both.evening == 1])


def test_customers_are_kept_whole() -> None:
    customers = np.repeat(np.arange(100), 7)
    kept = whole_customers(customers, most=350, count=700, seed=1)
    assert 200 < kept.sum() < 500
    assert all(kept[customers == one].all() or not kept[customers == one].any() for one in range(100))
