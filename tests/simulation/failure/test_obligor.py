"""What happens to customers that may fail."""

import numpy as np

from simulation.failure.chain import fates
from simulation.failure.laws import FAILURE_LAWS
from simulation.failure.obligor import in_court, obligor, scene_of
from simulation.observer import NEVER
from tests.simulation.failure.worlds import START, customers, harsh


def test_states_move_within_their_solidity_and_by_shares_of_one() -> None:
    for sector in range(len(FAILURE_LAWS.payment.sectors)):
        law = fates(FAILURE_LAWS, sector=sector, in_court=True)
        np.testing.assert_allclose(law.step.sum(axis=1), 1.0)
        assert law.step.min() >= 0
        block = np.arange(len(law.first)) // law.stands
        assert not law.step[np.not_equal.outer(block, block)].any()
        np.testing.assert_allclose(law.first.sum(), 1.0)


def test_no_gazette_tells_of_firms_abroad_and_public_bodies() -> None:
    told = {in_court(harsh().laws, one.customer) for one in customers(200) if one.announced != NEVER}
    assert told == {True}


def test_nothing_is_bought_or_paid_once_the_end_is_announced() -> None:
    ended = [one for one in customers(200) if one.announced != NEVER]
    assert len(ended) >= 10
    for one in ended:
        assert one.judged < one.announced
        assert (one.ledger.issued < one.announced).all()
        paid = one.ledger.paid[one.ledger.paid != NEVER]
        assert (paid < one.announced).all()


def test_only_failing_firms_are_announced_and_not_all_of_them() -> None:
    failing = len(harsh().laws.payment.states) - 1
    fell = [one for one in customers(400) if (one.fates.pays[one.path[:24]] == failing).any()]
    ended = [one for one in customers(400) if one.announced != NEVER]
    assert {one.customer.number for one in ended} <= {one.customer.number for one in fell}
    assert 0.2 < len(ended) / len(fell) < 0.8


def test_a_customer_is_the_same_whoever_else_lives() -> None:
    one, two = (obligor(scene_of(months=12, seed=4, start=START), 9) for _ in range(2))
    assert one is not None
    assert two is not None
    np.testing.assert_array_equal(one.ledger.paid, two.ledger.paid)
    np.testing.assert_array_equal(one.path, two.path)
