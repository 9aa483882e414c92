"""The rolling rehearsal: a model of the cut, forecasts of evenings after it from what was known then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecast import baselines
from forecast.assembling import by_currency
from forecast.backtest import ALL, OPEN, ForecastBacktest, Target
from forecast.baselines import A_YEAR, CUSTOMER_DELAY, DUE_DATES, LAST_YEAR
from forecast.future import future_cash
from forecast.known import Foreseen, Known, foreseen, known_on, open_cash_of, spread_known
from forecast.measuring import Spread
from forecast.open_cash import OpenCash
from forecast.periods import WEEK, By, periods
from forecast.policy import ForecastPolicy
from forecast.report import CurrencyForecast
from ledger.facts import CASH, Facts
from ledger.timeline import days_of, timeline
from scoring.lateness.artifact import LatenessModel

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ModelAt = Callable[[Facts, date], LatenessModel]

WEEKS = 8
# Half a year after the cut when nobody names one: a quarter of evenings and the weeks they look ahead.
_DAYS_JUDGED = 182


class PastTooShort(ValueError):
    """The ledger ends too soon after the cut to judge a forecast."""


def rehearse_cash(
    facts: Facts,
    model_at: ModelAt,
    *,
    cut: date | None,
    evenings: int,
    policy: ForecastPolicy,
    weeks: int = WEEKS,
) -> ForecastBacktest:
    """Forecasts on `evenings` days from the cut on, at least a week apart, whose `weeks` are over.

    How far invoices are paid together is measured once, at the cut. Raises PastTooShort.
    """
    cut = cut or facts.horizon - timedelta(days=_DAYS_JUDGED)
    asked = evenings_from(cut, facts.horizon, count=evenings, weeks=weeks)
    model = model_at(facts, cut)
    spread = spread_known(known_on(facts, model, as_of=cut), policy.dependence, seed=policy.seed)
    return judged(facts, model, asked, spread=spread, policy=policy, cut=cut, weeks=weeks)


def judged(
    facts: Facts,
    model: LatenessModel,
    evenings: Sequence[date],
    *,
    spread: Spread,
    policy: ForecastPolicy,
    cut: date,
    weeks: int,
) -> ForecastBacktest:
    """Forecasts by one model and one spread, beside what the whole ledger says came."""
    outcome = outcome_of(facts)
    told = [
        _evening(known_on(facts, model, as_of=evening), outcome, spread=spread, policy=policy, weeks=weeks)
        for evening in evenings
    ]
    return ForecastBacktest(
        cut=cut,
        evenings=tuple(evenings),
        horizon=facts.horizon,
        currency=outcome.currency,
        spread=spread,
        targets={name: stacked([one[name] for one in told]) for name in (OPEN, ALL)},
    )


def evenings_from(cut: date, horizon: date, *, count: int, weeks: int) -> list[date]:
    """Evenings evenly spread between the cut and the last one whose weeks are over. Raises PastTooShort."""
    room = (horizon - cut).days - weeks * WEEK
    if room < 0:
        raise PastTooShort(
            f"The ledger ends on {horizon}, less than {weeks} weeks after {cut}: what came of a forecast is "
            "not known yet. Name an earlier cut."
        )
    count = min(count, room // WEEK + 1)
    step = room // max(count - 1, 1) // WEEK * WEEK
    return [cut + timedelta(days=step * place) for place in range(count)]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """All that came in one currency, as the whole ledger tells: invoice, day and cents of each receipt."""

    currency: str
    invoice: Ints
    day: Ints
    cents: Ints
    states: pd.DataFrame

    def by_week(self, invoices: Ints | None, *, as_of: int, weeks: int) -> Floats:
        """Cash of these invoices, or of all, in each week after the evening."""
        rows = slice(None) if invoices is None else np.isin(self.invoice, invoices)
        told = baselines.by_week(self.day[rows], self.cents[rows], as_of=as_of, weeks=weeks)
        return told.astype(np.float64)

    def open_on(self, day: int) -> Ints:
        """Invoices of the currency open on an evening, as known then."""
        states = self.states
        held = (states["known_day"] <= day) & (states["until_day"] > day) & (states["open_cents"] > 0)
        held &= (states["amount_cents"] > 0) & (states["currency"].astype(str) == self.currency)
        return states.loc[held, "invoice_id"].to_numpy(np.int64)


def outcome_of(facts: Facts) -> Outcome:
    """What came in the currency with most invoices; what settles without cash is not cash."""
    currency = str(facts.invoices["currency"].astype(str).mode()[0])
    last = facts.allocations.sort_values(["allocation_id", "version"], kind="stable")
    last = last.drop_duplicates("allocation_id", keep="last")
    last = last.loc[last["paid_by"].isin(CASH) & (last["currency"].astype(str) == currency)]
    return Outcome(
        currency=currency,
        invoice=last["invoice_id"].to_numpy(np.int64),
        day=days_of(last["paid_on"]).astype(np.int64),
        cents=last["amount_cents"].to_numpy(np.int64),
        states=timeline(facts),
    )


def _evening(
    known: Known, outcome: Outcome, *, spread: Spread, policy: ForecastPolicy, weeks: int
) -> dict[str, Target]:
    days = weeks * WEEK
    cash = open_cash_of(known, days=days)
    cash = cash.take(cash.currency == outcome.currency)
    to_come = foreseen(known, policy.rhythm, days=days)
    (told,) = [
        one
        for one in by_currency(
            cash,
            periods(known.as_of, days=days, by=By.WEEK),
            spread=spread,
            policy=policy,
            future=to_come.cash,
        )
        if one.currency == outcome.currency
    ]
    return {
        OPEN: _target(
            told,
            came=outcome.by_week(cash.invoice_id, as_of=known.day, weeks=weeks),
            naive=_naive(known, cash, outcome, weeks=weeks),
        ),
        ALL: _target(
            told,
            came=outcome.by_week(None, as_of=known.day, weeks=weeks),
            naive=_naive_of_all(known, cash, to_come, outcome, weeks=weeks),
            with_future=True,
        ),
    }


def _target(
    told: CurrencyForecast, *, came: Floats, naive: dict[str, Floats], with_future: bool = False
) -> Target:
    expected = [one.expected_cents + (one.future_cents or 0 if with_future else 0) for one in told.periods]
    ends = [one.all_intervals if with_future else one.intervals for one in told.periods]
    return Target(
        came=came[None],
        told=np.array(expected, np.float64)[None],
        low=np.array([[one.low_cents for one in each] for each in ends], np.float64)[None],
        high=np.array([[one.high_cents for one in each] for each in ends], np.float64)[None],
        baselines={name: each[None] for name, each in naive.items()},
    )


def _naive(known: Known, cash: OpenCash, outcome: Outcome, *, weeks: int) -> dict[str, Floats]:
    """What the three baselines say of the invoices open on the evening, disputes and credits apart."""
    day, claimed = known.day, cash.claimed_cents
    delay = baselines.average_delays(known.states, cash.customer_id, as_of=day)
    due = baselines.on_due_day(cash.due, as_of=day)
    usual = baselines.on_usual_delay(cash.due, delay, as_of=day)
    before = outcome.open_on(day - A_YEAR)
    nothing = np.full(weeks, np.nan)
    return {
        DUE_DATES: baselines.by_week(due, claimed, as_of=day, weeks=weeks).astype(np.float64),
        CUSTOMER_DELAY: baselines.by_week(usual, claimed, as_of=day, weeks=weeks).astype(np.float64),
        LAST_YEAR: outcome.by_week(before, as_of=day - A_YEAR, weeks=weeks) if len(before) else nothing,
    }


def _naive_of_all(
    known: Known, cash: OpenCash, to_come: Foreseen, outcome: Outcome, *, weeks: int
) -> dict[str, Floats]:
    """The same of all cash: the baselines are given our invoices to come, paid when due or late as usual."""
    told = _naive(known, cash, outcome, weeks=weeks)
    delay = baselines.average_delays(known.states, to_come.rhythm.customer, as_of=known.day)
    ours = to_come.rhythm.currency == outcome.currency
    for name, wait in ((DUE_DATES, to_come.terms), (CUSTOMER_DELAY, to_come.terms + delay)):
        step = (np.arange(weeks * WEEK) >= wait[:, None]).astype(np.float64)
        cents = future_cash(to_come.rhythm, step, days=weeks * WEEK).cents[ours].sum(axis=0)
        told[name] = told[name] + cents.reshape(weeks, WEEK).sum(axis=1)
    if not np.isnan(told[LAST_YEAR]).any():
        told[LAST_YEAR] = outcome.by_week(None, as_of=known.day - A_YEAR, weeks=weeks)
    return told


def stacked(targets: Sequence[Target]) -> Target:
    """Several evenings or companies as one."""
    return Target(
        came=np.concatenate([one.came for one in targets]),
        told=np.concatenate([one.told for one in targets]),
        low=np.concatenate([one.low for one in targets]),
        high=np.concatenate([one.high for one in targets]),
        baselines={
            name: np.concatenate([one.baselines[name] for one in targets]) for name in targets[0].baselines
        },
    )
