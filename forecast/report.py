"""A forecast as it is told: by currency and period, with what is behind each."""

from dataclasses import dataclass
from datetime import date

from forecast.cash_in import Interval
from forecast.measuring import Spread
from forecast.periods import By


@dataclass(frozen=True, slots=True)
class Behind:
    """An invoice behind a period: what it adds to it, and the chance that it is paid in it."""

    customer: str
    number: str
    due_on: date
    expected_cents: int
    chance: float


@dataclass(frozen=True, slots=True)
class PeriodCash:
    """Cash expected from the first to the last day, both in.

    `future_cents` are of invoices not yet issued, None when not asked for; they are no part of
    `expected_cents` nor of `intervals`, but `all_intervals` hold both.
    """

    first_on: date
    last_on: date
    expected_cents: int
    intervals: tuple[Interval, ...]
    behind: tuple[Behind, ...]
    future_cents: int | None = None
    all_intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioCash:
    """The same periods if the named customers paid later; `later_cents` fall after the last day, or never."""

    customers: tuple[str, ...]
    days: int
    periods: tuple[PeriodCash, ...]
    expected_cents: int
    later_cents: int


@dataclass(frozen=True, slots=True)
class CurrencyForecast:
    """What is open in one currency: disputed, settled by credits, expected, later or never; they add up."""

    currency: str
    open_cents: int
    disputed_cents: int
    credited_cents: int
    expected_cents: int
    later_cents: int
    intervals: tuple[Interval, ...]
    periods: tuple[PeriodCash, ...]
    future_cents: int | None
    scenario: ScenarioCash | None


@dataclass(frozen=True, slots=True)
class CashForecast:
    """Cash to come in the days after the evening of `as_of`, each currency on its own.

    `hindsight` says that the model learnt from facts known later than that evening.
    """

    as_of: date
    last_on: date
    by: By
    model: str
    hindsight: bool
    spread: Spread
    currencies: tuple[CurrencyForecast, ...]
