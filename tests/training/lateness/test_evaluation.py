"""How good was it? Figures on inputs small enough to work by hand."""

import numpy as np
import pandas as pd
import pytest

from features.pairs import Pairs
from ledger.timeline import NEVER
from scoring.lateness.curve import Curves
from tests.tables import rows
from training.lateness.baselines import naive, shrunk
from training.lateness.evaluation import Truth, of_curves, of_days, of_probabilities, ranking_only

HORIZON = 100


def _ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def _truth(*invoices: tuple[int, int | None]) -> Truth:
    due, paid = zip(*invoices, strict=True)
    return Truth(_ints(*due), _ints(*(NEVER if day is None else day for day in paid)), HORIZON)


def _points(*days: int, width: int = 120) -> Curves:
    """All certainty on one day each, from day 0."""
    cdf = (np.arange(width)[None, :] >= np.array(days)[:, None]).astype(np.float32)
    return Curves(np.zeros(len(days), dtype=np.int64), _ints(*days), cdf)


def test_error_in_days_over_what_was_paid() -> None:
    truth = _truth((10, 12), (10, 20), (10, 7), (10, None))
    assert of_days(_ints(10, 16, 10, 0), truth) == {"mae_days": 3.0, "within_3_days": pytest.approx(2 / 3)}


def test_nothing_paid_is_no_error() -> None:
    assert of_days(_ints(10), _truth((10, None))) == {"mae_days": None, "within_3_days": None}


@rows("""
    due | paid | bar | answered | late
    90  | 95   | 0   | yes      | yes
    90  | 90   | 0   | yes      | no
    90  | 95   | 30  | yes      | no
    90  | none | 0   | yes      | yes
    90  | none | 30  | no       | yes
    70  | none | 30  | yes      | yes
    71  | none | 30  | no       | yes
    100 | none | 0   | yes      | yes
    101 | none | 0   | no       | yes
""")
def test_an_open_invoice_answers_once_its_bar_has_passed(
    due: str, paid: str, bar: str, answered: str, late: str
) -> None:
    truth = _truth((int(due), None if paid == "none" else int(paid)))
    assert truth.answered(int(bar)).tolist() == [answered == "yes"]
    assert truth.later_than(int(bar)).tolist() == [late == "yes"]


def test_ranking_and_sharpness_by_hand() -> None:
    """Late, in time, late (open), in time; the fifth is open with its bar ahead and counts nowhere."""
    truth = _truth((10, 15), (10, 10), (10, None), (10, 3), (200, None))
    told = of_probabilities(np.array([0.9, 0.8, 0.3, 0.1, 0.0]), truth, bar=0)
    assert told["auc_late"] == pytest.approx(3 / 4)
    assert told["brier_late"] == pytest.approx((0.1**2 + 0.8**2 + 0.7**2 + 0.1**2) / 4)
    expected = -(np.log(0.9) + np.log(0.2) + np.log(0.3) + np.log(0.9)) / 4
    assert told["log_loss_late"] == pytest.approx(expected)
    assert set(of_probabilities(np.zeros(5), truth, bar=30)) == {
        "auc_late_30",
        "brier_late_30",
        "log_loss_late_30",
    }
    assert ranking_only(np.array([9, 8, 3, 1, 0]), truth, bar=0) == {"auc_late": pytest.approx(3 / 4)}


@pytest.mark.parametrize("paid", [5, 15])
def test_one_kind_of_answer_ranks_nothing(paid: int) -> None:
    told = of_probabilities(np.array([0.1, 0.9]), _truth((10, paid), (10, paid)), bar=0)
    assert told == {"auc_late": None, "brier_late": None, "log_loss_late": None}


@rows("""
    foretold | paid | crps
    20       | 20   | 0
    20       | 25   | 5
    25       | 20   | 5
    0        | 99   | 99
""")
def test_the_crps_of_certainty_is_its_error(foretold: str, paid: str, crps: str) -> None:
    told = of_curves(_points(int(foretold)), _truth((10, int(paid))))
    assert told["crps_days"] == pytest.approx(float(crps))
    assert told["mae_days"] == float(crps)


def test_the_crps_of_two_days_by_hand() -> None:
    """Half on 1, half on 3; paid on 1: a quarter for each of the days 1 and 2."""
    curves = Curves(_ints(0), _ints(1), np.array([[0.0, 0.5, 0.5, 1.0, 1.0]], dtype=np.float32))
    assert of_curves(curves, _truth((1, 1)))["crps_days"] == pytest.approx(0.5)


def test_an_open_invoice_is_judged_on_the_days_observed() -> None:
    """Said to be paid on 90, open on 100: wrong for the eleven days from 90 to 100, not for those after."""
    assert of_curves(_points(90), _truth((80, None)))["crps_days"] == pytest.approx(11)
    assert of_curves(_points(110), _truth((80, None)))["crps_days"] == 0


def test_an_invoice_never_foretold_counts_as_a_year_after_due() -> None:
    curves = Curves(_ints(0), _ints(10), np.full((1, 50), 0.2, dtype=np.float32))
    assert of_curves(curves, _truth((10, 20)))["mae_days"] == 366 - 10


def test_the_true_distribution_covers_what_it_promises() -> None:
    """Payments drawn from the very curves that foretell them; half the curves leave a tail unpaid."""
    chance = np.random.default_rng(1)
    n, width = 6_000, 50
    weights = chance.random((n, width)) ** 3
    total = np.where(np.arange(n) % 2 == 0, 1.0, 0.7)[:, None]
    cdf = np.cumsum(weights / weights.sum(axis=1, keepdims=True) * total, axis=1).astype(np.float32)
    drawn = (cdf < chance.random((n, 1))).sum(axis=1)
    paid = np.where(drawn < width, drawn, NEVER).astype(np.int64)
    whole = np.arange(n) % 2 == 0
    curves = Curves(np.zeros(n, np.int64)[whole], np.full(n, 20)[whole], cdf[whole])
    told = of_curves(curves, Truth(np.full(n, 20)[whole], np.minimum(paid, width - 1)[whole], HORIZON))
    assert told["coverage_80"] == pytest.approx(0.8, abs=0.02)
    assert told["coverage_80_edges"] > told["coverage_80"]
    late = paid > 20
    assert told["brier_late"] < np.mean((late[whole].mean() - late[whole]) ** 2)


def test_coverage_tells_a_curve_that_is_too_sure() -> None:
    chance = np.random.default_rng(2)
    paid = chance.integers(0, 60, 2_000)
    narrow = np.clip((np.arange(80)[None, :] - 24) / 10, 0, 1).repeat(2_000, axis=0).astype(np.float32)
    curves = Curves(np.zeros(2_000, np.int64), np.full(2_000, 30), narrow)
    told = of_curves(curves, Truth(np.full(2_000, 30), paid, HORIZON))
    assert told["coverage_80"] == pytest.approx(8 / 60, abs=0.03)


def test_nothing_paid_covers_nothing() -> None:
    told = of_curves(_points(20), _truth((10, None)))
    assert (told["coverage_80"], told["coverage_80_edges"], told["n"]) == (None, None, 1)


@rows("""
    share | count | book | shrunk
    0.5   | 5     | 0.1  | 0.3
    1     | 15    | 0    | 0.75
    nan   | 0     | 0.4  | 0.4
    0     | 5     | none | 0
""")
def test_a_rate_is_drawn_to_the_book_s_as_by_five_invoices(
    share: str, count: str, book: str, expected: str
) -> None:
    prior = None if book == "none" else float(book)
    told = shrunk(pd.Series([float(share)]), np.array([float(count)]), prior)
    assert told.tolist() == pytest.approx([float(expected)])


def test_yardsticks_by_hand() -> None:
    """Customer 1 is 4 days late on average, customer 2 new: the book's 10 days stand in."""
    known = pd.DataFrame(
        {
            "n_paid": [5.0, 0.0, 5.0],
            "days_late_mean": [4.2, np.nan, -2.0],
            "late_share": [1.0, np.nan, 0.0],
            "late_share_30": [0.0, np.nan, 0.0],
        }
    )
    due = _ints(30, 30, 30)
    pairs = Pairs(due, due, due, due, due, due, due, due)
    truth = _truth((30, 35), (30, 38), (30, 28))
    told = naive(known, pairs, truth, book={"days_late": 10.0, "late": 0.5, "late_30": 0.1})
    assert told["due_date"] == {"n": 3, "mae_days": 5.0, "within_3_days": pytest.approx(1 / 3)}
    assert told["customer_mean"]["mae_days"] == pytest.approx((1 + 2 + 0) / 3)
    assert told["customer_mean"]["auc_late"] == 1.0
    assert told["customer_mean"]["auc_late_30"] is None
    rates = [(5 * 1 + 5 * 0.5) / 10, 0.5, (0 + 5 * 0.5) / 10]
    expected = ((1 - rates[0]) ** 2 + (1 - rates[1]) ** 2 + rates[2] ** 2) / 3
    assert told["customer_late_rate"]["brier_late"] == pytest.approx(expected)
