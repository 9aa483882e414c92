"""What do reminders do, and how sure are we?"""

from math import log

import numpy as np
import pytest

from dunning.queue_policy import Stage
from dunning.scenario import Way
from dunning.trials.estimate import Unit, difference, effects_in_force, evidence_of, hazard_raised
from tests.dunning.queue_cases import queue_policy


def _units(sent: int, sent_paid: int, held: int, held_paid: int) -> list[Unit]:
    told = [(False, n < sent_paid) for n in range(sent)] + [(True, n < held_paid) for n in range(held)]
    return [
        Unit(Way.EMAIL, Stage.EARLY, is_held, 0.1 if is_held else 0.9, float(paid), float(paid))
        for is_held, paid in told
    ]


def test_shares_their_difference_and_its_interval() -> None:
    (found,) = evidence_of(_units(400, 200, 100, 30), at_least=50)
    week = found.within_7
    assert (week.sent.share, week.held.share) == (pytest.approx(0.5), pytest.approx(0.3))
    assert week.low < week.estimate < week.high
    assert week.low > 0


def test_few_customers_give_a_wide_interval_and_never_an_empty_one() -> None:
    (found,) = evidence_of(_units(3, 3, 0, 0), at_least=50)
    assert found.within_7.high - found.within_7.low > 1.0
    assert not found.enough


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """In 95 of 100 repetitions, give or take; with few customers rather more often."""
    chance = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        sent, late = chance.random(120) < 0.45, chance.random(40) < 0.30
        told = [(False, 0.75, float(one)) for one in sent] + [(True, 0.25, float(one)) for one in late]
        found = difference(told)
        held += found.low <= 0.15 <= found.high
    assert 0.93 <= held / 400 <= 0.99


def test_a_share_that_changed_meanwhile_does_not_bias() -> None:
    """Half held out in a bad month, a tenth in a good one: weighted by propensity, no effect is none."""
    bad = [(False, 0.5, 0.1)] * 100 + [(True, 0.5, 0.1)] * 100
    good = [(False, 0.9, 0.7)] * 180 + [(True, 0.1, 0.7)] * 20
    assert difference([*bad, *good]).estimate == pytest.approx(0.0)


def test_days_that_have_not_passed_are_not_counted_as_unpaid() -> None:
    found = difference([(False, 0.9, None), (False, 0.9, 1.0), (True, 0.1, None)])
    assert (found.sent.customers, found.held.customers) == (1, 0)


def test_estimates_take_the_place_of_the_prior_once_there_is_enough() -> None:
    policy = queue_policy()
    few = effects_in_force(policy, evidence_of(_units(400, 200, 100, 30), at_least=101))
    assert few == policy
    known = evidence_of(_units(400, 200, 100, 30), at_least=100)
    learnt = effects_in_force(policy, known).effect(Way.EMAIL, Stage.EARLY)
    assert learnt.within_7 == pytest.approx(log(0.5) / log(0.7) - 1, abs=0.1)
    assert learnt.within_30 == policy.effect(Way.EMAIL, Stage.EARLY).within_30
    other = effects_in_force(policy, known).effect(Way.CALL, Stage.LATE)
    assert other == policy.effect(Way.CALL, Stage.LATE)


def test_an_effect_is_never_below_nothing() -> None:
    (found,) = evidence_of(_units(400, 100, 400, 200), at_least=1)
    assert hazard_raised(found.within_7) == 0.0
