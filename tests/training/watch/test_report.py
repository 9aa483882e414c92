"""What the watch advises, and that it never looks past its evening."""

from dataclasses import replace

import pytest

from ledger.as_known import as_known
from ledger.facts import Facts
from tests.features.ledgers import facts_of, on
from tests.tables import rows
from tests.training.companies import HORIZON, company, company_facts, small_model
from training.watch.health import fed, month_of
from training.watch.lateness import watched
from training.watch.policy import POLICY
from training.watch.report import Advice, Finding, Kind, WatchReport, advice_of, report_of

# Fourteen customers and months of twenty invoices: what the policy calls too few elsewhere.
SMALL = replace(POLICY, fewest_customers=5, fewest_outcomes=10)


def _report(facts: Facts, day: int) -> WatchReport:
    seen = watched(small_model(), facts, as_of=on(day), policy=SMALL)
    months = sorted({*seen.reference, *seen.months})
    health = fed(as_known(facts, on(day)), as_of=on(day), months=months, reference=seen.reference)
    return report_of(seen, health, policy=SMALL)


@rows("""
    findings                  | advice
                              | nothing
    drift                     | nothing
    drift score_drift         | retrain
    many_drift                | retrain
    calibration               | retrain
    skill                     | retrain
    age                       | retrain
    calibration silence       | mend_data
    few                       | mend_data
    missing age               | mend_data
""")
def test_data_are_mended_before_a_model_is_trained_again(findings: str, advice: str) -> None:
    told = [Finding(Kind(kind), "x", 650, 1.0, 0.5) for kind in findings.split()]
    assert advice_of(told).value == advice


def test_what_comes_later_changes_nothing() -> None:
    """The watch of an evening says the same on that evening's facts and on all of them."""
    facts = company_facts()
    assert _report(facts, 395).as_json() == _report(as_known(facts, on(395)), 395).as_json()


def test_whole_months_after_the_models_evening_are_watched() -> None:
    told = _report(company_facts(), 400)
    learnt = month_of(told.learnt_until)
    assert told.reference[-1] == learnt - 1  # the model's evening does not end its month
    assert told.months == tuple(range(learnt, month_of(on(400))))
    assert {one.month for one in told.performances} == set(told.months)
    assert all(one.answered <= one.rows for one in told.performances)


def test_a_ledger_that_stops_being_fed_is_mended_first() -> None:
    bills, cash = company()
    facts = facts_of([one for one in bills if one.issued < 360], cash, horizon=HORIZON)
    told = _report(facts, 420)
    assert told.advice is Advice.MEND_DATA
    assert {one.kind for one in told.findings} & {Kind.SILENCE, Kind.FEW}


@pytest.mark.parametrize("day", [330, 332])
def test_right_after_training_there_is_nothing_to_watch(day: int) -> None:
    told = _report(company_facts(), day)
    assert told.performances == ()
    assert told.shifts == ()
