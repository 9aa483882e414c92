"""What is a contact worth?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.queue_policy import QueuePolicy, Stage
from dunning.scenario import Way
from dunning.today.valuing import Told, candidate, effect_of, most_points
from dunning.today.worth import daily_loss, most_saved_days, saved_days, tired
from tests.dunning.queue_cases import TODAY, chosen_for, claim, debtor, queue_policy

_HAZARDS = st.lists(st.floats(0.0, 0.6), min_size=90, max_size=90)
_EFFECT = st.floats(0.0, 3.0)
POLICY = queue_policy()


def _open(hazards: list[float]) -> np.ndarray:
    return np.cumprod(1.0 - np.array([hazards]), axis=1)


@given(_HAZARDS, _EFFECT, _EFFECT)
def test_days_saved_are_neither_negative_nor_above_their_bound(
    hazards: list[float], week: float, month: float
) -> None:
    saved = saved_days(_open(hazards), np.array([week]), np.array([month]))[0]
    assert 0.0 <= saved <= most_saved_days(week, month, 90) + 1e-6


def test_days_saved_by_hand() -> None:
    """Half is paid on the first day as things go; a hazard twice as high leaves a quarter, not a half.

    Nothing more is paid after, so the difference of a quarter stays for the whole horizon.
    """
    still_open = np.full((1, 90), 0.5)
    assert saved_days(still_open, np.array([1.0]), np.array([0.0]))[0] == pytest.approx(0.25 * 90)


def test_without_an_effect_nothing_is_saved() -> None:
    assert saved_days(_open([0.05] * 90), np.zeros(1), np.zeros(1))[0] == 0.0


def test_who_never_pays_is_not_worth_a_call() -> None:
    """Not the riskiest come first, but those whom a call moves."""
    never, soon = _open([0.0] * 90), _open([0.04] * 90)
    effect = np.array([0.6])
    assert saved_days(never, effect, effect)[0] < 1e-6 < saved_days(soon, effect, effect)[0]


def test_each_contact_lately_lowers_the_effect() -> None:
    assert [round(tired(1.0, count, 0.2), 3) for count in range(4)] == [1.0, 0.8, 0.64, 0.512]
    fresh, weary = (effect_of(chosen_for(debtor(), contacts=count), POLICY) for count in (0, 3))
    assert weary.within_7 == pytest.approx(fresh.within_7 * 0.8**3)


def test_a_default_that_happened_is_not_lost_again_each_day() -> None:
    assert daily_loss(1.0, 0.6, pd_at_most=0.5) == daily_loss(0.5, 0.6, pd_at_most=0.5)
    assert daily_loss(0.0, 0.6, pd_at_most=0.5) == 0.0


def _value(credit: int = 0, policy: QueuePolicy = POLICY, currency: str = "EUR", saved: float = 3.0) -> float:
    of = debtor(claim(cents=1_000_000, currency=currency), credits={currency: credit})
    found = candidate(chosen_for(of), {1: Told(30.0, 0.2, saved)}, policy, on=TODAY)
    return found.worth.waiting_cents + found.worth.loss_cents


def test_value_is_scaled_to_what_is_owed_net_of_credits() -> None:
    assert _value(credit=250_000) == pytest.approx(0.75 * _value())


def test_value_by_hand() -> None:
    """10,000.00 come 3 days sooner: 30,000 euro-days at 8 % a year are 6.58; a PD of 5 % adds 2.53."""
    of = debtor(claim(cents=1_000_000))
    worth = candidate(chosen_for(of), {1: Told(30.0, 0.2, 3.0)}, POLICY, on=TODAY).worth
    assert worth.waiting_cents == pytest.approx(657.5, abs=0.1)
    assert worth.loss_cents == pytest.approx(253.0, abs=0.1)
    assert (worth.cost_cents, worth.cents) == (700.0, 210)


def test_each_currency_stands_on_its_own() -> None:
    """The one that counts most by the policy's factors leads; nothing is ever added to the other."""
    of = debtor(claim("F-1", cents=1_000_000), claim("F-2", cents=9_000_000, currency="USD"))
    told = {1: Told(saved_days=3.0), 2: Told(saved_days=3.0)}
    without = candidate(chosen_for(of), told, POLICY, on=TODAY)
    assert (without.currency, without.factor) == ("EUR", 1.0)
    valued = replace(POLICY, factors={"EUR": 1.0, "USD": 0.9})
    led = candidate(chosen_for(of), told, valued, on=TODAY)
    assert (led.currency, led.factor) == ("USD", 0.9)
    assert led.worth.saved_cent_days == 27_000_000
    assert [sum_.currency for sum_ in led.sums] == ["USD", "EUR"]
    assert led.worth.cost_cents == pytest.approx(700 / 0.9)


@given(st.integers(1, 10**9), st.floats(0.0, 1.0), st.integers(0, 5), _HAZARDS)
def test_nobody_counts_for_more_than_the_bound(
    cents: int, pd: float, contacts: int, hazards: list[float]
) -> None:
    """Those left unpredicted could not have come first."""
    of = debtor(claim(cents=cents))
    of = replace(of, risk=replace(of.risk, pd_12m=pd))
    one = chosen_for(of, contacts=contacts)
    effect = effect_of(one, POLICY)
    saved = saved_days(_open(hazards), np.array([effect.within_7]), np.array([effect.within_30]))[0]
    most = most_points(one, POLICY, on=TODAY)
    assert most is not None
    assert candidate(one, {1: Told(saved_days=saved)}, POLICY, on=TODAY).points <= most


def test_a_way_the_policy_is_silent_about_does_nothing() -> None:
    assert POLICY.effect(Way.EMAIL, Stage.END).within_7 == 0.0
