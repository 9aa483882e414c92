"""The days of an invented world, numbered from its first: runs, due dates, months and seasons as tables."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from kernel.days import end_of_month, is_business_day
from simulation.laws import Laws, Run, Season

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Truth looks this far on either side of the due date; 45 days end of month are at most 75 after the issue.
EARLIEST = -75
LATEST = 365

# Beyond the last due date's year: the next run of a monthly calendar, and the business day after it.
_MARGIN = 45
_MONTHS_A_YEAR = 12
_AUGUST = 8
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Almanac:
    """Tables by day number. Due dates and run days are day numbers themselves."""

    start: date
    horizon: int  # the last day of the world
    last_run: Ints  # [run, day]: the last run day not after the day, -1 before the first
    next_run: Ints  # [run, day]: the first run day not before the day
    due: Ints  # [term, day of issue]
    month: Ints  # [day]: months since the first
    season: Floats  # [day]: later by so many days when due then
    orders: Floats  # [day to the horizon]: relative weight of orders, zero when nobody works

    def day(self, number: int) -> date:
        return self.start + timedelta(days=number)


def almanac(laws: Laws, *, start: date, months: int) -> Almanac:
    """Tables from `start` to a year after the last possible due date; the world lasts `months` from it."""
    horizon = (_add_months(start, months) - start).days - 1
    days = [start + timedelta(days=n) for n in range(horizon - EARLIEST + LATEST + _MARGIN + 1)]
    business = np.array([is_business_day(day) for day in days])
    runs = [_run_days(run, days, business) for run in laws.runs]
    return Almanac(
        start=start,
        horizon=horizon,
        last_run=np.stack([_last(run) for run in runs]),
        next_run=np.stack([_next(run) for run in runs]),
        due=np.array([[(term.terms.due_on(day) - start).days for day in days] for term in laws.terms]),
        month=np.array([_months_between(start, day) for day in days]),
        season=np.array([_season(laws.seasons, day) for day in days]),
        orders=np.array([_orders(laws, day) for day in days[: horizon + 1]]) * business[: horizon + 1],
    )


def _add_months(day: date, months: int) -> date:
    """The same day of a later month. Raises ValueError when that month has no such day."""
    total = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    return day.replace(year=total // _MONTHS_A_YEAR, month=total % _MONTHS_A_YEAR + 1)


def _months_between(start: date, day: date) -> int:
    return (day.year - start.year) * _MONTHS_A_YEAR + day.month - start.month


def _run_days(run: Run, days: list[date], business: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which days are run days, each nominal day moved to the next business day."""
    nominal = np.array([_is_nominal(run, day) for day in days])
    following = _next(business)
    runs = np.zeros(len(days), dtype=bool)
    moved = following[nominal]
    runs[moved[moved < len(days)]] = True
    return runs


def _is_nominal(run: Run, day: date) -> bool:
    if day.weekday() in run.weekdays or day.day in run.month_days:
        return True
    last = max(run.month_days, default=0)
    return last > day.day and day == end_of_month(day)


def _last(marked: npt.NDArray[np.bool_]) -> Ints:
    return np.asarray(np.maximum.accumulate(np.where(marked, np.arange(len(marked)), -1)), dtype=np.int64)


def _next(marked: npt.NDArray[np.bool_]) -> Ints:
    places = np.where(marked, np.arange(len(marked)), len(marked))
    return np.asarray(np.minimum.accumulate(places[::-1])[::-1], dtype=np.int64)


def _season(seasons: tuple[Season, ...], day: date) -> float:
    return sum(s.shift for s in seasons if s.first <= (day.month, day.day) <= s.last)


def _orders(laws: Laws, day: date) -> float:
    if day.month == _AUGUST:
        return laws.sizes.august
    return laws.sizes.december if day.month == _DECEMBER else 1.0
