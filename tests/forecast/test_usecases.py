"""The forecast of an evening: it adds up, looks at nothing later, and never adds currencies."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from forecast.backtest import ALL, OPEN
from forecast.expected import expected_cash_of
from forecast.known import known_on, open_cash_of
from forecast.periods import By
from forecast.rehearsal import PastTooShort, evenings_from, rehearse_cash
from forecast.report import CashForecast
from forecast.scenario import Scenario
from forecast.usecases import forecast_of
from ledger.facts import Facts
from tests.features.ledgers import Bill, facts_of, on
from tests.forecast.invented import POLICY
from tests.training.companies import HORIZON, company, company_facts, small_model

EVENING = 345


def _forecast(facts: Facts, by: By = By.WEEK, *, weeks: int = 8, **more: object) -> CashForecast:
    return forecast_of(
        facts,
        small_model(),
        as_of=on(EVENING),
        weeks=weeks,
        by=by,
        policy=POLICY,
        **more,  # type: ignore[arg-type]
    )


def test_totals_add_up_over_items_and_periods() -> None:
    """I29: by day, week or month, the same cents; open is disputed, credited, expected and later."""
    (days,), (weeks,), (months,) = (_forecast(company_facts(), by).currencies for by in By)
    assert days.expected_cents == weeks.expected_cents == months.expected_cents
    assert sum(period.expected_cents for period in days.periods) == days.expected_cents
    for one in (days, weeks, months):
        parts = one.disputed_cents + one.credited_cents + one.expected_cents + one.later_cents
        assert parts == one.open_cents
    cash = open_cash_of(known_on(company_facts(), small_model(), as_of=on(EVENING)), days=56)
    assert weeks.expected_cents == cash.cents_by()[:, -1].sum()
    assert weeks.open_cents == cash.open_cents.sum()


def test_what_became_known_later_changes_nothing() -> None:
    """I29: the forecast of a past evening is the same before and after the rest is known."""
    bills, cash = company()
    known = facts_of(
        [bill for bill in bills if bill.known_day <= EVENING],
        [one for one in cash if one.known_day <= EVENING],
        horizon=EVENING,
    )
    early, late = (_forecast(facts, with_future=True) for facts in (known, company_facts()))
    assert early == late


def test_a_model_that_learnt_later_is_said_to_have() -> None:
    """I32: the small model learnt on the last evening; of an evening before it knows what came."""
    model = small_model()
    learnt = date.fromisoformat(model.manifest.as_of)
    asked = {"weeks": 2, "by": By.WEEK, "policy": POLICY}
    then, before = (
        forecast_of(company_facts(), model, as_of=day, **asked)  # type: ignore[arg-type]
        for day in (learnt, learnt - timedelta(days=1))
    )
    assert (then.hindsight, before.hindsight) == (False, True)


def test_currencies_are_never_added() -> None:
    bills, cash = company()
    foreign = [Bill(900 + place, 320, 350, 70_000, customer=1, currency="USD") for place in range(4)]
    both = facts_of([*bills, *foreign], cash, horizon=HORIZON)
    euro, dollar = _forecast(both).currencies
    (alone,) = _forecast(company_facts()).currencies
    assert (euro.currency, dollar.currency) == ("EUR", "USD")
    assert euro.open_cents == alone.open_cents
    assert dollar.open_cents == 280_000
    assert all(one.number for period in dollar.periods for one in period.behind)


def test_each_week_says_what_is_behind_it() -> None:
    (told,) = _forecast(company_facts()).currencies
    first = told.periods[0]
    assert 1 <= len(first.behind) <= POLICY.largest_shown
    assert [one.expected_cents for one in first.behind] == sorted(
        (one.expected_cents for one in first.behind), reverse=True
    )
    assert all(0.0 <= one.chance <= 1.0 for one in first.behind)


def test_a_scenario_stands_beside_the_forecast() -> None:
    plain, asked = (
        _forecast(company_facts(), scenario=what).currencies[0] for what in (None, Scenario(3, 15))
    )
    assert plain.scenario is None
    assert asked.scenario is not None
    assert asked.periods == plain.periods
    assert len(asked.scenario.customers) == 3
    assert asked.scenario.expected_cents <= asked.expected_cents
    assert (
        asked.scenario.expected_cents + asked.scenario.later_cents == asked.expected_cents + asked.later_cents
    )


def test_invoices_to_come_stand_apart() -> None:
    """They change neither what is expected of open invoices nor its intervals."""
    plain, both = (_forecast(company_facts(), with_future=asked).currencies[0] for asked in (False, True))
    assert plain.future_cents is None
    assert (both.future_cents or 0) > 0
    assert [replace(one, future_cents=None, all_intervals=()) for one in both.periods] == list(plain.periods)
    last = both.periods[-1]
    assert last.all_intervals[1].high_cents > last.intervals[1].high_cents


def test_expected_cash_of_a_customer_is_that_of_its_invoices() -> None:
    cash = open_cash_of(known_on(company_facts(), small_model(), as_of=on(EVENING)), days=60)
    told = expected_cash_of(cash)
    assert told.cents.shape == (len(told.accounts), 60)
    customer, currency = told.accounts[0]
    rows = cash.customer == customer
    expected = (cash.claimed_cents[rows] * cash.paid_by[rows, -1].astype(np.float64)).sum()
    assert told.of(customer, currency).sum() == pytest.approx(expected)
    assert told.of("NOBODY", "EUR").sum() == 0.0


def test_nothing_open_forecasts_nothing() -> None:
    facts = facts_of([Bill(1, 10, 40)], [], horizon=HORIZON)
    told = forecast_of(facts, small_model(), as_of=on(5), weeks=2, by=By.DAY, policy=POLICY)
    assert told.currencies == ()
    assert told.spread.evenings == 0


def test_the_rehearsal_tells_both_targets() -> None:
    asked: list[date] = []

    def model_at(_facts: Facts, cut: date):  # type: ignore[no-untyped-def]
        asked.append(cut)
        return small_model()

    report = rehearse_cash(company_facts(), model_at, cut=on(331), evenings=3, policy=POLICY, weeks=4)
    assert asked == [on(331)]
    told = report.as_json()
    assert {"wape", "baseline_wape", "coverage_80", "weeks", "by_week_ahead", ALL} <= set(told)
    assert told["weeks"] == 12
    assert told["baseline_wape"] == told["wape_customer_delay"]
    assert report.targets[OPEN].came.sum() < report.targets[ALL].came.sum()
    last_year = report.targets[OPEN].baselines["last_year"]
    assert np.isnan(last_year).all(axis=1).tolist() == [True, True, False]  # before, nothing was open


def test_evenings_lie_between_the_cut_and_the_last_whose_weeks_are_over() -> None:
    asked = evenings_from(date(2024, 1, 1), date(2024, 6, 30), count=6, weeks=8)
    assert (asked[0], len(asked)) == (date(2024, 1, 1), 6)
    assert (date(2024, 6, 30) - asked[-1]).days >= 56
    assert len({(later - earlier).days for earlier, later in pairwise(asked)}) == 1
    with pytest.raises(PastTooShort, match="earlier cut"):
        evenings_from(date(2024, 6, 1), date(2024, 6, 30), count=6, weeks=8)
