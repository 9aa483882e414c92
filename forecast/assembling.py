"""From open invoices and their chances to the forecast of each currency."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from features.pairs import day_of
from forecast.cash_in import Draws, draws, expected_by_day, intervals
from forecast.future import FutureCash
from forecast.measuring import Spread
from forecast.open_cash import OpenCash
from forecast.periods import Period
from forecast.policy import ForecastPolicy
from forecast.report import Behind, CurrencyForecast, PeriodCash, ScenarioCash
from forecast.scenario import Scenario, delayed, largest_customers

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def by_currency(
    cash: OpenCash,
    spans: Sequence[Period],
    *,
    spread: Spread,
    policy: ForecastPolicy,
    future: FutureCash | None = None,
    scenario: Scenario | None = None,
) -> tuple[CurrencyForecast, ...]:
    """Each currency on its own, the one with most invoices first; amounts of two are never added."""
    codes, counts = np.unique(cash.currency, return_counts=True)
    if future is not None:
        missing = np.setdiff1d(future.currency, codes)
        codes, counts = np.r_[codes, missing], np.r_[counts, np.zeros(len(missing), np.int64)]
    order = np.lexsort((codes, -counts))
    return tuple(
        _forecast(
            str(codes[place]),
            cash.take(cash.currency == codes[place]),
            spans,
            spread=spread,
            policy=policy,
            future=None if future is None else future.of(str(codes[place])),
            scenario=scenario,
        )
        for place in order
    )


def _forecast(
    currency: str,
    cash: OpenCash,
    spans: Sequence[Period],
    *,
    spread: Spread,
    policy: ForecastPolicy,
    future: FutureCash | None,
    scenario: Scenario | None,
) -> CurrencyForecast:
    drawn = draws(cash, spread.together, count=policy.draws, seed=policy.seed)
    told = _periods(cash, spans, drawn, spread=spread, policy=policy)
    expected = sum(period.expected_cents for period in told)
    if future is not None:
        told = _with_future(told, spans, drawn, future, spread=spread, policy=policy)
    return CurrencyForecast(
        currency=currency,
        open_cents=int(cash.open_cents.sum()),
        disputed_cents=int(cash.disputed_cents.sum()),
        credited_cents=int(cash.credited_cents.sum()),
        expected_cents=expected,
        later_cents=int(cash.claimed_cents.sum()) - expected,
        intervals=intervals(expected, drawn.of(0, cash.days - 1), width=spread.width),
        periods=told,
        future_cents=None if future is None else sum(period.future_cents or 0 for period in told),
        scenario=None if scenario is None else _scenario(cash, spans, scenario, spread=spread, policy=policy),
    )


def _periods(
    cash: OpenCash, spans: Sequence[Period], drawn: Draws, *, spread: Spread, policy: ForecastPolicy
) -> tuple[PeriodCash, ...]:
    by_day = expected_by_day(cash.cents_by())
    chance = np.diff(cash.paid_by, axis=1, prepend=np.float32(0.0))
    told = []
    for span in spans:
        cents = by_day[:, span.first : span.last + 1].sum(axis=1)
        expected = int(cents.sum())
        told.append(
            PeriodCash(
                first_on=span.first_on,
                last_on=span.last_on,
                expected_cents=expected,
                intervals=intervals(expected, drawn.of(span.first, span.last), width=spread.width),
                behind=_behind(
                    cash, cents, chance[:, span.first : span.last + 1].sum(axis=1), most=policy.largest_shown
                ),
            )
        )
    return tuple(told)


def _behind(cash: OpenCash, cents: Ints, chance: NDArray[np.float32], *, most: int) -> tuple[Behind, ...]:
    order = np.argsort(-cents, kind="stable")[:most]
    return tuple(
        Behind(
            customer=str(cash.customer[row]),
            number=str(cash.number[row]),
            due_on=day_of(int(cash.due[row])),
            expected_cents=int(cents[row]),
            chance=float(chance[row]),
        )
        for row in order
        if cents[row] > 0
    )


def _with_future(
    told: Sequence[PeriodCash],
    spans: Sequence[Period],
    drawn: Draws,
    future: FutureCash,
    *,
    spread: Spread,
    policy: ForecastPolicy,
) -> tuple[PeriodCash, ...]:
    coming = future_draws(
        future,
        spans,
        count=policy.draws,
        seed=policy.seed,
        turnover_error=policy.rhythm.turnover_error,
    )
    cents_by = np.rint(np.cumsum(future.cents, axis=1)).astype(np.int64)
    by_day = expected_by_day(cents_by).sum(axis=0)
    out = []
    for place, (period, span) in enumerate(zip(told, spans, strict=True)):
        expected = int(by_day[span.first : span.last + 1].sum())
        both = drawn.of(span.first, span.last) + coming[:, place]
        out.append(
            replace(
                period,
                future_cents=expected,
                all_intervals=intervals(period.expected_cents + expected, both, width=spread.width),
            )
        )
    return tuple(out)


def future_draws(
    future: FutureCash, spans: Sequence[Period], *, count: int, seed: int, turnover_error: float
) -> Floats:
    """Cash of invoices to come, draws by periods: each by chance, and the turnover as a whole."""
    generator = np.random.default_rng([seed, 1])
    turnover = generator.standard_normal((count, 1))
    alone = generator.standard_normal((count, len(spans)))
    mean = np.array([future.cents[:, span.first : span.last + 1].sum() for span in spans])
    variance = np.array([future.variance[:, span.first : span.last + 1].sum() for span in spans])
    return np.maximum(mean * (1.0 + turnover_error * turnover) + np.sqrt(variance) * alone, 0.0)


def _scenario(
    cash: OpenCash, spans: Sequence[Period], scenario: Scenario, *, spread: Spread, policy: ForecastPolicy
) -> ScenarioCash:
    customers = largest_customers(cash, scenario.largest)
    moved = delayed(cash, customers, days=scenario.days)
    drawn = draws(moved, spread.together, count=policy.draws, seed=policy.seed)
    told = _periods(moved, spans, drawn, spread=spread, policy=policy)
    expected = sum(period.expected_cents for period in told)
    return ScenarioCash(
        customers=customers,
        days=scenario.days,
        periods=told,
        expected_cents=expected,
        later_cents=int(moved.claimed_cents.sum()) - expected,
    )
