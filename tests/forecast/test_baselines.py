"""What anybody could say without a model, and how it is judged."""

import numpy as np

from forecast.backtest import Target, bias, coverage, figures, wape
from forecast.baselines import CUSTOMER_DELAY, average_delays, by_week, on_due_day, on_usual_delay
from forecast.future import future_cash, rhythm_of
from ledger.timeline import timeline
from tests.features.ledgers import FIRST, Bill, Cash, facts_of
from tests.forecast.invented import POLICY
from tests.tables import rows


@rows("""
    due | delay | on due day | after the usual delay
    10  | 5     | 11         | 15
    12  | -5    | 12         | 11
    30  | 3     | 30         | 33
    4   | 2     | 11         | 11
""")
def test_what_is_overdue_is_told_for_tomorrow(due: str, delay: str, on_due: str, usual: str) -> None:
    day, late = np.array([int(due)]), np.array([int(delay)])
    assert on_due_day(day, as_of=10).tolist() == [int(on_due)]
    assert on_usual_delay(day, late, as_of=10).tolist() == [int(usual)]


def test_cents_fall_into_their_week_or_nowhere() -> None:
    day, cents = np.array([10, 11, 17, 18, 25, 40]), np.array([1, 10, 100, 1_000, 10_000, 100_000])
    assert by_week(day, cents, as_of=10, weeks=2).tolist() == [110, 1_000]


def test_a_delay_is_known_on_its_evening_and_newcomers_have_the_books() -> None:
    bills = [Bill(1, 0, 30), Bill(2, 0, 30, customer=2), Bill(3, 10, 40)]
    cash = [Cash(1, 1, 34), Cash(2, 2, 40, customer=2), Cash(3, 3, 60)]
    states = timeline(facts_of(bills, cash, horizon=90))
    customers = np.array([1, 2, 7])
    assert average_delays(states, customers, as_of=FIRST + 41).tolist() == [4, 10, 7]
    assert average_delays(states, customers, as_of=FIRST + 70).tolist() == [12, 10, 11]
    assert average_delays(states, customers, as_of=FIRST + 20).tolist() == [0, 0, 0]


def test_figures_of_a_forecast() -> None:
    came, told = np.array([[100.0, 300.0]]), np.array([[150.0, 250.0]])
    ends = np.stack([told - 60, told - 40, told - 20], axis=-1), np.stack([told + 60] * 3, axis=-1)
    target = Target(came, told, *ends, {CUSTOMER_DELAY: np.array([[0.0, 400.0]])})
    assert (wape(told, came), bias(target)) == (0.25, 0.0)
    assert wape(np.array([[np.nan, 400.0]]), came) == 1 / 3
    assert (coverage(target, 0), coverage(target, 1)) == (1.0, 0.5)
    assert figures(target)["baseline_wape"] == 0.5


def test_a_rhythm_is_what_was_invoiced_of_late() -> None:
    """One invoice of 7,000 cents a week is 1,000 cents a day, and is paid when its curve says."""
    bills = [Bill(place + 1, 7 * place, 7 * place + 30, 7_000) for place in range(26)]
    states = timeline(facts_of(bills, [], horizon=182))
    rhythm = rhythm_of(states, as_of=FIRST + 180, policy=POLICY.rhythm)
    (cents,) = rhythm.cents_a_day
    assert abs(cents - 1_000) < 60
    paid = np.array([[0.0, 0.0, 1.0]])
    told = future_cash(rhythm, paid, days=5).cents[0]
    assert told.tolist() == [0.0, 0.0, cents, cents, cents]
    assert len(rhythm_of(states, as_of=FIRST - 1, policy=POLICY.rhythm)) == 0
