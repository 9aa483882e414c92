"""Two models on the same rows, and what chance could have done."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.features.ledgers import drawn
from training.run.compare import by_segment, differences, measured
from training.run.subject import Judged


def _judged(predicted: list[float], truth: list[bool], customer: list[int] | None = None) -> Judged:
    owner = np.arange(len(truth)) if customer is None else np.array(customer)
    sides = np.where(np.arange(len(truth)) % 2 == 0, "even", "odd").astype(np.str_)
    return Judged("late", np.array(predicted), np.array(truth), owner, {"side": sides})


def _noisy(seed: int, *, shift: float, n: int = 200, per_customer: int = 1) -> Judged:
    chance = np.random.default_rng(seed)
    truth = chance.random(n) < 0.3
    predicted = np.clip(np.where(truth, 0.4, 0.25) + shift * np.where(truth, 1, -1), 0.01, 0.99)
    return Judged("late", predicted, truth, np.arange(n) // per_customer, {})


def test_figures_by_hand() -> None:
    told = measured(_judged([0.8, 0.5, 0.2], [True, False, False]))
    assert told.log_loss.value == pytest.approx(-(np.log(0.8) + np.log(0.5) + np.log(0.8)) / 3)
    assert told.brier.value == pytest.approx((0.04 + 0.25 + 0.04) / 3)
    assert told.expected_over_observed is not None
    assert told.expected_over_observed.value == pytest.approx(1.5)
    assert (told.rows, told.events, told.auc) == (3, 1, 1.0)


def test_nothing_happened_has_no_ratio_and_no_ranking() -> None:
    told = measured(_judged([0.1, 0.2], [False, False]))
    assert (told.expected_over_observed, told.auc) == (None, None)


@drawn
@given(seed=st.integers(0, 1_000))
def test_a_model_differs_from_itself_by_nothing(seed: int) -> None:
    one = _noisy(seed, shift=0.0)
    for gap in differences(one, one):
        assert (gap.log_loss.value, gap.log_loss.low, gap.log_loss.high) == (0.0, 0.0, 0.0)


@drawn
@given(seed=st.integers(0, 1_000))
def test_the_two_ways_round_are_opposite(seed: int) -> None:
    one, other = _noisy(seed, shift=0.0), _noisy(seed, shift=0.05)
    there, back = differences(one, other)[0].log_loss, differences(other, one)[0].log_loss
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_pairing_sees_a_difference_that_two_intervals_apart_would_hide() -> None:
    one, other = _noisy(1, shift=0.02), _noisy(1, shift=0.0)
    gap = differences(one, other)[0].log_loss
    apart = measured(one).log_loss
    assert gap.high < 0
    assert apart.high > measured(other).log_loss.low


def test_rows_of_one_customer_are_no_independent_witnesses() -> None:
    """Twenty rows a customer tell less than two hundred customers do."""
    alone, together = _noisy(2, shift=0.0), _noisy(2, shift=0.0, per_customer=20)
    widths = [told.log_loss.high - told.log_loss.low for told in map(measured, (alone, together))]
    assert widths[1] != widths[0]
    same_fate = Judged("late", *_copies(alone, 5), {})
    narrow = measured(Judged("late", same_fate.predicted, same_fate.truth, np.arange(len(same_fate)), {}))
    wide = measured(same_fate)
    assert wide.brier.high - wide.brier.low > 1.8 * (narrow.brier.high - narrow.brier.low)


def _copies(one: Judged, times: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        np.repeat(one.predicted, times),
        np.repeat(one.truth, times),
        np.repeat(one.customer, times),
    )


def test_segments_part_the_rows() -> None:
    one = _judged([0.8, 0.5, 0.2, 0.4], [True, False, False, True])
    told = dict(by_segment(one))
    assert {name: part.rows for name, part in told.items()} == {"side: even": 2, "side: odd": 2}
    assert [gap.segment for gap in differences(one, one)] == ["", "side: even", "side: odd"]
