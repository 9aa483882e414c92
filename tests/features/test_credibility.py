"""How far a thin history is drawn to the book's."""

import numpy as np
import pytest

from features.credibility import MOST_STRENGTH, USUAL_STRENGTH, Moments, credibility_of, strength
from features.streams import streams_of
from ledger.timeline import timeline
from tests.features.ledgers import FIRST, Bill, Cash, facts_of


def _facts(late: list[list[int]]):
    """Customer n pays one invoice after another, each as late as said, one a week."""
    bills, cash = [], []
    for customer, several in enumerate(late, start=1):
        for week, days in enumerate(several):
            number = len(bills) + 1
            bills.append(Bill(number, 7 * week, 7 * week + 100, customer=customer))
            cash.append(Cash(number, number, paid=7 * week + 100 + days, customer=customer))
    return facts_of(bills, cash)


def _by_hand(late: list[list[int]]) -> float:
    """Bühlmann and Straub's estimators, each invoice weighing one."""
    n = np.array([len(one) for one in late])
    means = np.array([np.mean(one) for one in late])
    within = sum(((np.array(one) - mean) ** 2).sum() for one, mean in zip(late, means, strict=True))
    within /= (n - 1).sum()
    whole = np.concatenate([np.array(one) for one in late]).mean()
    spread = (n * (means - whole) ** 2).sum() - (len(late) - 1) * within
    return within / (spread / (n.sum() - (n**2).sum() / n.sum()))


def test_the_strength_is_the_method_of_moments_of_what_was_known_that_evening() -> None:
    chance = np.random.default_rng(3)
    habits = chance.normal(10, 8, 14)
    late = [
        chance.normal(habit, 12, 3 + n % 4).round().astype(int).tolist() for n, habit in enumerate(habits)
    ]
    credibility = credibility_of(streams_of(timeline(_facts(late))).settled)
    mean, k = credibility.late.on(np.array([FIRST + 400, FIRST + 4_000]))
    assert mean == pytest.approx(np.concatenate([np.array(one) for one in late]).mean())
    assert k == pytest.approx(_by_hand(late), rel=1e-3)
    early = [[days for week, days in enumerate(one) if 7 * week + 100 + days <= 115] for one in late]
    seen = [one for one in early if one]
    mean, k = credibility.late.on(np.array([FIRST + 115]))
    assert mean == pytest.approx(np.concatenate([np.array(one) for one in seen]).mean())


def test_shares_are_drawn_by_their_own_strength() -> None:
    """Half of the customers are always late, half never: the own past is nearly all, k at its least."""
    late = [[5] * 4 if n % 2 else [-5] * 4 for n in range(12)]
    credibility = credibility_of(streams_of(timeline(_facts(late))).settled)
    mean, k = credibility.late_over_0.on(np.array([FIRST + 400]))
    assert (mean[0], k[0]) == (0.5, 1.0)
    mean, k = credibility.late_over_30.on(np.array([FIRST + 400]))
    assert (mean[0], k[0]) == (0.0, MOST_STRENGTH)


def test_a_few_accounts_give_no_estimate() -> None:
    credibility = credibility_of(streams_of(timeline(_facts([[1, 2], [30, 40]]))).settled)
    assert credibility.late.on(np.array([FIRST + 400]))[1] == USUAL_STRENGTH


def test_before_anything_was_paid_the_book_says_nothing() -> None:
    credibility = credibility_of(streams_of(timeline(_facts([[1, 2], [30, 40]]))).settled)
    assert np.isnan(credibility.late.on(np.array([FIRST, 0]))).all()
    empty = credibility_of(streams_of(timeline(facts_of())).settled)
    assert np.isnan(empty.late.on(np.array([FIRST]))).all()


def test_accounts_that_differ_by_chance_alone_are_drawn_as_far_as_allowed() -> None:
    """Twenty accounts with equal means: nothing between them."""
    told = strength(
        Moments(
            accounts=np.array([20.0]),
            n=np.array([100.0]),
            n_squared=np.array([500.0]),
            total=np.array([300.0]),
            squares=np.array([2_000.0]),
            own=np.array([900.0]),
        )
    )
    assert told.tolist() == [MOST_STRENGTH]
