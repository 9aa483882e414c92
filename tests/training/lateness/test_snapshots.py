"""Invoices open on past evenings: what a snapshot may know, and how it is judged afterwards."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from features.pairs import day_number
from ledger.timeline import NEVER
from tests.features.besides import SIREN, beside_of
from tests.features.ledgers import FIRST, Bill, Cash, facts_of, on
from tests.tables import rows
from tests.training.companies import HORIZON, SMALL, company, company_facts, silent
from training.lateness.backtest import NothingToPredict
from training.lateness.naive_open import naive_open
from training.lateness.open_backtest import rehearse_open
from training.lateness.snapshots import (
    Forecast,
    Outcomes,
    cash_by_evening,
    joined,
    of_forecast,
    outcomes_of,
    snapshot_of,
)

EVENING = 200


def _outcomes(*invoices: tuple[int, int, int | None], horizon: int = 300) -> Outcomes:
    """Each invoice: its evening, its open cents, the day it was paid."""
    evening, cents, paid = zip(*invoices, strict=True)
    return Outcomes(
        evening=np.array(evening, np.int64),
        customer=np.arange(len(invoices)),
        due=np.array(evening, np.int64),
        open_cents=np.array(cents, np.int64),
        paid=np.array([NEVER if day is None else day for day in paid], np.int64),
        horizon=horizon,
    )


@rows("""
    issued | due | paid | opening | asked
    150    | 180 |      | no      | yes
    150    | 180 | 201  | no      | yes
    150    | 180 | 200  | no      | no
    201    | 230 |      | no      | no
    150    | 180 |      | yes     | no
""")
def test_what_is_open_on_an_evening(issued: str, due: str, paid: str, opening: str, asked: str) -> None:
    bill = Bill(1, int(issued), int(due), opening=opening == "yes")
    other = Bill(2, 100, 130)
    cash = [Cash(1, 1, int(paid))] if paid else []
    snapshot = snapshot_of(facts_of([bill, other], cash, horizon=260), as_of=on(EVENING))
    assert (1 in snapshot.invoice_id) == (asked == "yes")


def test_a_snapshot_knows_nothing_later() -> None:
    bills, cash = company()
    later = [replace(item, paid=HORIZON, known=HORIZON) for item in cash if item.known_day > EVENING]
    known = [item for item in cash if item.known_day <= EVENING]
    there = snapshot_of(company_facts(), as_of=on(EVENING))
    altered = snapshot_of(facts_of(bills, [*known, *later], horizon=HORIZON), as_of=on(EVENING))
    assert there.facts.horizon == on(EVENING)
    assert there.states.equals(altered.states)
    for name, forecast in naive_open(there, country="FR").items():
        for days, told in forecast.within.items():
            assert np.array_equal(told, naive_open(altered, country="FR")[name].within[days])


def test_a_snapshot_holds_what_stood_beside_the_ledger_by_its_evening() -> None:
    """The model learnt with it, so it must be asked with it."""
    known = {"kind": "company", "siren": SIREN}
    beside = beside_of(profiles=[{"known": EVENING, **known}, {"known": EVENING + 1, **known}])
    snapshot = snapshot_of(replace(company_facts(), beside=beside), as_of=on(EVENING))
    assert len(snapshot.streams.beside.profiles) == 1
    assert snapshot.streams.codes


def test_outcomes_come_from_all_facts_in_the_order_asked() -> None:
    facts = facts_of([Bill(1, 0, 30), Bill(2, 0, 30), Bill(3, 0, 30)], [Cash(1, 2, 60), Cash(2, 3, 20)])
    snapshots = [snapshot_of(facts, as_of=on(day)) for day in (10, 40)]
    told = outcomes_of(facts, snapshots)
    assert (told.evening - FIRST).tolist() == [10, 10, 10, 40, 40]
    assert told.paid.tolist() == [NEVER, FIRST + 60, FIRST + 20, NEVER, FIRST + 60]
    assert told.horizon == day_number(facts.horizon)


def test_open_at_the_horizon_is_an_answer_only_if_the_days_are_over() -> None:
    outcome = _outcomes((280, 100, None), (290, 100, None), (290, 100, 295))
    assert outcome.answered(20).tolist() == [True, False, True]
    assert outcome.within(7).tolist() == [False, False, True]


def test_figures_by_hand() -> None:
    outcome = _outcomes((100, 1_000, 103), (100, 3_000, None), (200, 2_000, 207), (200, 2_000, 208))
    told = of_forecast(Forecast({7: np.array([0.5, 0.5, 1.0, 0.0])}), outcome)
    # expected cash 2,000 and 2,000, came 1,000 and 2,000
    assert told["cash_error_7"] == pytest.approx(1_000 / 3_000)
    assert told["cash_bias_7"] == pytest.approx(1_000 / 3_000)
    assert told["brier_7"] == pytest.approx(0.125)
    assert told["expected_over_observed_7"] == pytest.approx(1.0)
    assert told["auc_7"] == pytest.approx(roc_auc_score([1, 0, 1, 0], [0.5, 0.5, 1.0, 0.0]))


def test_errors_of_two_evenings_do_not_cancel() -> None:
    outcome = _outcomes((100, 1_000, 103), (200, 1_000, None))
    expected, came = cash_by_evening(np.array([0.0, 1.0]), outcome, days=7)
    assert (expected - came).tolist() == [-1_000, 1_000]


def test_a_method_that_knows_a_day_ranks_by_it() -> None:
    outcome = _outcomes((100, 100, 103), (100, 100, 109))
    certain = Forecast({7: np.array([1.0, 1.0])}, ranking=np.array([-2.0, -3.0]))
    assert of_forecast(certain, outcome)["auc_7"] == 1.0


def test_joined_forecasts_keep_their_order() -> None:
    both = joined([Forecast({7: np.array([0.1])}), Forecast({7: np.array([0.2, 0.3])})])
    assert both.within[7].tolist() == [0.1, 0.2, 0.3]
    assert both.ranking is None


def test_roll_rates_count_what_paid_in_each_bucket() -> None:
    """Everybody pays 20 days after due: within 7 days when 14 late, never so soon when not yet due."""
    bills = [Bill(n, 2 * n, 2 * n + 30) for n in range(1, 120)]
    cash = [Cash(bill.id, bill.id, bill.due + 20) for bill in bills if bill.due + 20 <= EVENING]
    snapshot = snapshot_of(facts_of(bills, cash, horizon=EVENING), as_of=on(EVENING))
    rate = naive_open(snapshot, country="FR")["roll_rate"].within[7]
    past_due = snapshot.pairs.as_of - snapshot.pairs.due
    assert rate[past_due >= 14].min() > 0.7
    assert rate[past_due < 0].max() < 0.2


def test_the_rolling_rehearsal_judges_model_and_baselines_alike() -> None:
    evenings = (on(240), on(330))
    report = rehearse_open(
        company_facts(), evenings=evenings, recipe=SMALL, progress=silent, country="FR"
    ).as_json()
    assert report["evenings"] == [evening.isoformat() for evening in evenings]
    baselines = report["baselines"]
    assert isinstance(baselines, dict)
    assert set(baselines) == {"due_date", "customer_mean", "roll_rate"}
    assert all(figures["n"] == report["n"] for figures in baselines.values())
    auc, rolled = report["auc_30"], baselines["roll_rate"]["auc_30"]
    assert isinstance(auc, float)
    assert auc > rolled > 0.5


def test_evenings_without_an_answer_are_refused() -> None:
    with pytest.raises(NothingToPredict, match="Choose an earlier evening"):
        rehearse_open(company_facts(), evenings=[on(HORIZON - 5)], recipe=SMALL, progress=silent)
    with pytest.raises(NothingToPredict, match="Choose another evening"):
        rehearse_open(company_facts(), evenings=[on(-5)], recipe=SMALL, progress=silent)
