"""Every figure of one small ledger, worked by hand."""

from dataclasses import replace
from math import exp, log, nan, sqrt

import numpy as np
import pandas as pd
import pytest

from features.catalogue import NAMES
from tests.features.besides import BESIDE
from tests.features.ledgers import OUTLOOK, Bill, Cash, facts_of, figures, pairs_on
from tests.tables import rows

# Customer 1, in euros. Day 0 is Monday 2024-01-01.
#   1: 100.00, issued 0, due 30, paid on 40 (10 late)          Saturday
#   2: 400.00, issued 10, due 40, paid on 36 (4 early)         Tuesday
#   3: 100.00, issued 100, due 130, half paid on 120, overdue since 131
#   4: 200.00, issued 110, due 114, paid on 150 (36 late)      Thursday, known two days later
#   5: 400.00, issued 150, due 190, seen on the evening of 160
#   6: a credit note of 50.00, open since 120
# Customer 2 and dollars are nobody's business here.
BILLS = [
    Bill(1, 0, 30, 10_000),
    Bill(2, 10, 40, 40_000),
    Bill(3, 100, 130, 10_000),
    Bill(4, 110, 114, 20_000),
    Bill(5, 150, 190, 40_000),
    Bill(6, 120, 120, -5_000),
    Bill(7, 0, 10, 777, customer=2),
    Bill(8, 0, 10, 888, currency="USD"),
]
CASH = [
    Cash(1, 1, paid=40),
    Cash(2, 2, paid=36, cents=40_000),
    Cash(3, 3, paid=120, cents=5_000),
    Cash(4, 4, paid=150, cents=20_000, known=152),
    Cash(5, 7, paid=90, cents=777, customer=2),
    Cash(6, 8, paid=90, cents=888, currency="USD"),
]
USUAL = exp((2 * log(10_000) + 2 * log(40_000) + log(20_000)) / 5)  # 200.00
_AGES = [exp(-(160 - paid) / 120) for paid in (40, 36, 150)]
RECENT = float(np.average([10, -4, 36], weights=_AGES))
TO_PAY = float(np.average([40, 26, 40], weights=_AGES))

EXPECTED = {
    "n_paid": 3,
    "n_paid_30": 1,
    "n_paid_90": 1,
    "days_late_mean": 42 / 3,
    "days_late_mean_30": 36,
    "days_late_mean_90": 36,
    "days_late_mean_365": 14,
    "days_late_median": 10,
    "days_late_q10": -4,
    "days_late_q25": -4,
    "days_late_q75": 36,
    "days_late_q90": 36,
    "days_late_spread": sqrt((10**2 + 4**2 + 36**2) / 3 - 14**2),
    "days_late_weighted": (10 * 100 - 4 * 400 + 36 * 200) / 700,
    "late_share": 2 / 3,
    "late_share_7": 2 / 3,
    "late_share_30": 1 / 3,
    "late_share_within_90": 1,
    "days_late_recent": RECENT,
    "days_late_recent_censored": (sum(_AGES) * RECENT + 30) / (sum(_AGES) + 1),
    "days_late_last_1": 36,
    "days_late_last_2": 10,
    "days_late_last_3": -4,
    "days_late_trend": 20,
    "days_late_drift": 36 - 14,
    "days_since_payment": 8,
    "weekday_concentration": 1 / 3,
    "n_open": 1,
    "open_to_usual": (50 - 50) / 200,
    "n_overdue": 1,
    "overdue_to_usual": 50 / 200,
    "overdue_share": 1,
    "oldest_overdue_days": 30,
    "overdue_days_mean": 30,
    "n_issued": 5,
    "n_issued_30": 1,
    "n_issued_90": 3,
    "days_known": 160,
    "volume_growth": 4 * 700 / 1200,
    "amount_log": log(400),
    "amount_to_usual": 2,
    "terms_days": 40,
    "terms_against_usual": 40 - (30 + 30 + 30 + 4 + 40) / 5,
    "days_past_due": -30,
    "paid_fraction": 0,
    "days_since_issue": 10,
    "due_moved_days": 0,
    "months_history": 160 / (365.25 / 12),
    "days_late_weighted_capped": (10 * 100 - 4 * 400 + 36 * 200) / 700,
    "days_late_weighted_censored": (10 * 100 - 4 * 400 + 36 * 200 + 30 * 50) / 750,
    "late_amount_share": 300 / 700,
    "late_amount_share_7": 300 / 700,
    "late_amount_share_30": 200 / 700,
    "late_amount_share_censored": 350 / 750,
    "days_late_mean_censored": (42 + 30) / 4,
    "late_share_censored": 3 / 4,
    "late_share_30_censored": 1 / 3,  # 3 is not over 30 days late yet, and may never be
    # The book: 10, 4 early, 36, and 80 twice, of the other customer and of the dollars.
    "days_late_mean_shrunk": (42 + 8 * 202 / 5) / 11,
    "late_share_shrunk": (2 + 8 * 4 / 5) / 11,
    "late_share_30_shrunk": (1 + 8 * 3 / 5) / 11,
    "n_paid_365": 3,
    "days_late_median_365": 10,
    "days_late_range_365": 36 + 4,
    "days_late_q90_365": 36,
    "gap_to_usual": 10 / 4,  # gaps of 4 and 110 days
    "month_day_concentration": 1 / 3,
    "month_end_share": 1 / 3,  # 30 May
    "days_to_pay_recent": TO_PAY,
    "days_to_pay_against_terms": TO_PAY - 40,
    "siblings_paid_7": 0,
    "siblings_paid_14": 1,
    "siblings_same_due": 0,
    "part_payment_share": 0,
    "short_payment_share": 0,
    "credit_note_share": 50 / 1200,
    "closed_without_cash_share": 0,
    "overdue_amount_share": 1,
    "open_not_due_share": 0,
    "open_1_30_share": 1,
    "open_31_60_share": 0,
    "open_61_90_share": 0,
    "open_over_90_share": 0,
    "overdue_days_weighted": 30,
    "others_oldest_overdue_days": 30,
    "roll_rate_30_60": nan,  # 4 passed 30 days on day 145, too late to have rolled by now
    "exposure_log": log(1 + 400),
    "exposure_growth_3m": nan,
    "exposure_growth_12m": nan,
    "order_acceleration": 3 * 400 / 700,
    "dso_count_back": 9 + 31,  # nothing in June, all of May
    "dso_best_possible": 161 * 350 / 1150,
    "average_days_delinquent": 161 * 50 / 1150,
    "due_weekday": 1,
    "due_day_of_month": 9,
    "due_from_month_end": 22,
    "due_month": 7,
    "issue_weekday": 3,
}


def _row(bills: list[Bill], cash: list[Cash], *, day: int, place: int) -> pd.Series:
    facts = facts_of(bills, cash)
    return figures(facts, pairs_on(facts, day)).iloc[place]


def test_every_feature_is_in_the_table() -> None:
    """What habits say ahead is held against intervals in test_frame; test_beside_values has the rest."""
    assert set(EXPECTED) | set(OUTLOOK) == set(NAMES) - {feature.name for feature in BESIDE}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_ledger_by_hand(name: str) -> None:
    """Invoice 5 on the evening of day 160; the payment of 150, known on 152, is eight days old."""
    told = _row(BILLS, CASH, day=160, place=4)
    assert told["terms_days"] == 40
    assert told[name] == pytest.approx(EXPECTED[name], rel=1e-5, abs=1e-5, nan_ok=True)


@rows("""
    feature             | evening 129 | evening 130 | evening 131 | evening 151 | evening 152
    n_paid              | 2           | 2           | 2           | 2           | 3
    n_overdue           | 1           | 1           | 1           | 1           | 0
    n_open              | 1           | 1           | 1           | 2           | 1
    oldest_overdue_days | 15          | 16          | 17          | 37          | 22
    days_past_due       | -1          | 0           | 1           | 21          | 22
    paid_fraction       | 0.5         | 0.5         | 0.5         | 0.5         | 0.5
    days_since_payment  | 89          | 90          | 91          | 111         | 0
    n_paid_90           | 1           | 0           | 0           | 0           | 1
""")
def test_invoice_3_from_evening_to_evening(
    feature: str, before: str, due: str, after: str, hidden: str, known: str
) -> None:
    """Its own state is left out of what the customer owes; payments count from when they were known."""
    for day, expected in zip((129, 130, 131, 151, 152), (before, due, after, hidden, known), strict=True):
        assert _row(BILLS, CASH, day=day, place=2)[feature] == float(expected), day


def test_a_customer_without_history_has_missing_figures_not_zeros() -> None:
    told = _row([Bill(1, 0, 30, 12_300)], [], day=0, place=0)
    for name in ("days_late_mean", "late_share", "days_late_median", "days_since_payment", "overdue_share"):
        assert np.isnan(told[name]), name
    for name in ("n_paid", "n_open", "n_overdue", "oldest_overdue_days", "days_known", "terms_against_usual"):
        assert told[name] == 0, name
    assert told["amount_to_usual"] == pytest.approx(1)


def test_a_payment_taken_back_leaves_no_trace_in_means() -> None:
    cash = [Cash(1, 1, paid=40), Cash(1, 1, paid=40, cents=0, known=60, version=1)]
    bills = [Bill(1, 0, 30), Bill(2, 0, 90)]
    assert _row(bills, cash, day=59, place=1)["days_late_mean"] == 10
    told = _row(bills, cash, day=60, place=1)
    assert told["n_paid"] == told["n_paid_90"] == 0
    for name in (
        "days_late_mean",
        "days_late_recent",
        "days_since_payment",
        "days_late_mean_90",
        "late_share",
    ):
        assert np.isnan(told[name]), name
    assert told["n_overdue"] == 1
    assert told["days_late_recent_censored"] == 30


def test_an_invoice_that_changes_hands_takes_its_story_with_it() -> None:
    bills = [
        Bill(1, 0, 30),
        Bill(1, 0, 30, customer=2, known=50, version=1),
        Bill(2, 0, 90),
        Bill(3, 0, 90, customer=2),
    ]
    before, after = (figures(facts, pairs_on(facts, day)) for facts in [facts_of(bills)] for day in (49, 50))
    assert before["n_open"].tolist() == [1, 1, 0]
    assert after["n_open"].tolist() == [1, 0, 1]
    assert after["n_overdue"].tolist() == [0, 0, 1]
    assert after["n_issued"].tolist() == [2, 1, 2]


def test_an_invoice_corrected_away_and_back_is_gone_in_between() -> None:
    bills = [
        Bill(1, 0, 30),
        Bill(1, 0, 30, cents=0, known=40, version=1),
        Bill(1, 0, 30, known=50, version=2),
        Bill(2, 0, 90),
    ]
    facts = facts_of(bills)
    told = [figures(facts, pairs_on(facts, day)).iloc[-1] for day in (39, 40, 49, 50)]
    assert [row["n_issued"] for row in told] == [2, 1, 1, 2]
    assert [row["n_overdue"] for row in told] == [1, 0, 0, 1]


def test_the_last_payments_are_payment_days() -> None:
    """What is paid in one run counts once, whatever the number of invoices."""
    bills = [Bill(n, 0, 10) for n in range(1, 5)] + [Bill(9, 0, 99)]
    cash = [Cash(1, 1, paid=20), Cash(2, 2, paid=30), Cash(3, 3, paid=30), Cash(4, 4, paid=35)]
    told = _row(bills, cash, day=60, place=4)
    assert [told[f"days_late_last_{n}"] for n in (1, 2, 3)] == [25, 20, 10]
    assert told["days_late_trend"] == pytest.approx(7.5)


def test_what_rolls_is_told_once_its_thirty_days_are_over() -> None:
    """Invoice 1 passes 30 days past due on day 41 and 60 on day 71; invoice 2 passes 30 and is paid on 60."""
    bills = [Bill(1, 0, 10, 10_000), Bill(2, 0, 10, 30_000), Bill(3, 0, 400)]
    cash = [Cash(2, 2, paid=60, cents=30_000)]
    told = [_row(bills, cash, day=day, place=2)["roll_rate_30_60"] for day in (70, 71, 252, 253)]
    np.testing.assert_array_equal(told, [np.nan, 0.25, 0.25, np.nan])


def test_a_due_day_put_off_shows_as_such() -> None:
    bills = [Bill(1, 0, 30), Bill(1, 0, 75, known=20, version=1)]
    assert [_row(bills, [], day=day, place=0)["due_moved_days"] for day in (19, 20)] == [0, 45]


def test_one_huge_invoice_does_not_speak_for_all() -> None:
    """Nineteen of 100.00 paid on time, one of 100,000.00 paid 60 days late."""
    bills = [Bill(n, 0, 30) for n in range(1, 20)] + [Bill(20, 0, 30, 10_000_000), Bill(21, 0, 300)]
    cash = [Cash(n, n, paid=30) for n in range(1, 20)] + [Cash(20, 20, paid=90, cents=10_000_000)]
    told = _row(bills, cash, day=100, place=20)
    usual = exp((20 * log(10_000) + log(10_000_000)) / 21)
    assert told["days_late_weighted"] == pytest.approx(60 * 1000 / 1019, rel=1e-5)
    assert told["days_late_weighted_capped"] == pytest.approx(
        60 * 5 * usual / (5 * usual + 190_000), rel=1e-4
    )


def test_a_bank_fee_is_a_short_payment() -> None:
    bills = [Bill(1, 0, 30), Bill(2, 0, 30), Bill(3, 0, 90)]
    cash = [Cash(1, 1, paid=20, cents=9_950), Cash(2, 2, paid=20)]
    assert _row(bills, cash, day=20, place=2)["short_payment_share"] == 0.5


def test_others_due_the_same_day() -> None:
    bills = [
        Bill(1, 0, 30),
        Bill(2, 0, 30),
        Bill(3, 5, 30, known=9),
        Bill(4, 0, 31),
        Bill(5, 0, 30, customer=2),
    ]
    cash = [Cash(2, 2, paid=20)]
    told = [_row(bills, cash, day=day, place=0)["siblings_same_due"] for day in (8, 9, 20)]
    assert told == [1, 2, 1]


def test_a_supposed_invoice_is_in_no_stream() -> None:
    """All that is known of the customer counts for it, and nothing of it is left out twice."""
    facts = facts_of(BILLS, CASH)
    real = pairs_on(facts, 160).take(np.array([4]))
    told = figures(facts, replace(real, state=np.array([-1]))).iloc[0]
    assert told["siblings_same_due"] == 1
    assert told["open_not_due_share"] == pytest.approx(400 / 450)
    assert told["overdue_amount_share"] == pytest.approx(50 / 450)
    assert told["exposure_log"] == pytest.approx(log(1 + 400))
    assert told["due_moved_days"] == 0


def test_an_invoice_overdue_at_issue_does_not_know_that_it_was_paid_that_day() -> None:
    """Due before it was issued: paid or not on its issue day, the evening says the same of its account."""
    bills = [Bill(1, 0, 30, 20_000), Bill(2, 40, 35)]
    frames = []
    for cash in ([], [Cash(1, 2, paid=40)]):
        facts = facts_of(bills, cash)
        pairs = pairs_on(facts, 40)
        frames.append(figures(facts, replace(pairs, from_day=pairs.issued)).iloc[1])
    pd.testing.assert_series_equal(frames[0], frames[1])
