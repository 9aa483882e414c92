"""What can be asked of the forecast: load facts, look at an evening, tell the cash to come."""

from collections.abc import Callable
from datetime import date, timedelta

from forecast.assembling import by_currency
from forecast.backtest import ForecastBacktest
from forecast.expected import ExpectedCash, expected_cash_of
from forecast.known import foreseen, known_on, open_cash_of, spread_known
from forecast.outlook import Outlook
from forecast.periods import WEEK, By, periods
from forecast.policy import ForecastPolicy
from forecast.rehearsal import rehearse_cash
from forecast.report import CashForecast
from forecast.scenario import Scenario
from kernel.policy import marked
from ledger.facts import Facts
from ledger.usecases import last_change, load_facts
from scoring.lateness.artifact import LATENESS, LatenessModel
from scoring.usecases import Champions
from store.memory import remembered
from store.session import ReadSession


def forecast_cash(
    session: ReadSession,
    registry: Champions,
    *,
    as_of: date,
    weeks: int,
    by: By,
    policy: ForecastPolicy,
    scenario: Scenario | None = None,
    with_future: bool = False,
) -> CashForecast:
    """Cash to come in the weeks after the evening of `as_of`. Raises EmptyLedger or NoChampion."""
    model = registry.champion(LATENESS)
    outlook = remembered(
        session,
        ("outlook", as_of, weeks, marked(policy), model.label, with_future),
        lambda: last_change(session),
        lambda: outlook_of(
            load_facts(session), model, as_of=as_of, weeks=weeks, policy=policy, with_future=with_future
        ),
    )
    return told_of(outlook, by=by, policy=policy, scenario=scenario)


def forecast_of(
    facts: Facts,
    model: LatenessModel,
    *,
    as_of: date,
    weeks: int,
    by: By,
    policy: ForecastPolicy,
    scenario: Scenario | None = None,
    with_future: bool = False,
) -> CashForecast:
    """The same of facts at hand; of those known after the evening none is looked at."""
    outlook = outlook_of(facts, model, as_of=as_of, weeks=weeks, policy=policy, with_future=with_future)
    return told_of(outlook, by=by, policy=policy, scenario=scenario)


def cash_outlook(
    session: ReadSession, model: LatenessModel, *, as_of: date, weeks: int, policy: ForecastPolicy
) -> Outlook:
    """What a forecast with invoices not yet issued is told from. Raises EmptyLedger."""
    return outlook_of(load_facts(session), model, as_of=as_of, weeks=weeks, policy=policy, with_future=True)


def outlook_of(
    facts: Facts,
    model: LatenessModel,
    *,
    as_of: date,
    weeks: int,
    policy: ForecastPolicy,
    with_future: bool,
) -> Outlook:
    """All that takes time in a forecast: the curves of what is open, of the past, and of what will follow."""
    days = weeks * WEEK
    known = known_on(facts, model, as_of=as_of)
    return Outlook(
        as_of=as_of,
        days=days,
        model=model.label,
        hindsight=date.fromisoformat(model.manifest.as_of) > as_of,
        spread=spread_known(known, policy.dependence, seed=policy.seed),
        cash=open_cash_of(known, days=days),
        future=foreseen(known, policy.rhythm, days=days).cash if with_future else None,
    )


def told_of(
    outlook: Outlook, *, by: By, policy: ForecastPolicy, scenario: Scenario | None = None
) -> CashForecast:
    """The forecast of an outlook, cut into periods."""
    return CashForecast(
        as_of=outlook.as_of,
        last_on=outlook.as_of + timedelta(days=outlook.days),
        by=by,
        model=outlook.model,
        hindsight=outlook.hindsight,
        spread=outlook.spread,
        currencies=by_currency(
            outlook.cash,
            periods(outlook.as_of, days=outlook.days, by=by),
            spread=outlook.spread,
            policy=policy,
            future=outlook.future,
            scenario=scenario,
        ),
    )


def expected_cash(session: ReadSession, registry: Champions, *, as_of: date, days: int) -> ExpectedCash:
    """Cash each customer is expected to pay on each of the `days` ahead. Raises EmptyLedger or NoChampion.

    Its cost is that of the curves of what is open: no draw is made. Whoever has the facts and the model
    at hand calls `forecast.expected.expected_cash_of`.
    """
    known = known_on(load_facts(session), registry.champion(LATENESS), as_of=as_of)
    return expected_cash_of(open_cash_of(known, days=days))


def backtest_forecast(
    session: ReadSession,
    model_at: Callable[[Facts, date], LatenessModel],
    *,
    cut: date | None,
    evenings: int,
    policy: ForecastPolicy,
) -> ForecastBacktest:
    """Forecasts of past evenings beside what came; `model_at` makes the model from facts known at the cut.

    Raises EmptyLedger, PastTooShort, and what `model_at` raises.
    """
    return rehearse_cash(load_facts(session), model_at, cut=cut, evenings=evenings, policy=policy)
