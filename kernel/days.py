"""Business days by country, and due dates from payment terms."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

_SATURDAY = 5


class MonthEnd(StrEnum):
    """How "end of month" combines with a number of days: French contracts use both readings."""

    NONE = "none"
    DAYS_THEN_END = "days_then_end"
    END_THEN_DAYS = "end_then_days"


@dataclass(frozen=True, slots=True)
class Terms:
    """Payment terms agreed with a customer: days from the invoice date, and the reading of month end."""

    days: int
    month_end: MonthEnd = MonthEnd.NONE

    def due_on(self, issued_on: date) -> date:
        match self.month_end:
            case MonthEnd.NONE:
                return issued_on + timedelta(days=self.days)
            case MonthEnd.DAYS_THEN_END:
                return end_of_month(issued_on + timedelta(days=self.days))
            case MonthEnd.END_THEN_DAYS:
                return end_of_month(issued_on) + timedelta(days=self.days)


def end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@lru_cache(maxsize=512)
def holidays_of(country: str, year: int) -> frozenset[date]:
    """Legal holidays of a country (ISO 3166 code) in a year. Raises ValueError for an unknown country."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError as error:
        raise ValueError(f"No holiday calendar is known for the country “{country}”.") from error


def is_business_day(day: date, *, country: str = "FR") -> bool:
    return day.weekday() < _SATURDAY and day not in holidays_of(country, day.year)


def next_business_day(day: date, *, country: str = "FR") -> date:
    """The day itself when it is a business day, else the first one after."""
    while not is_business_day(day, country=country):
        day += timedelta(days=1)
    return day


def business_days(start: date, end: date, *, country: str = "FR") -> int:
    """How many business days lie in [start, end)."""
    return sum(is_business_day(start + timedelta(days=n), country=country) for n in range((end - start).days))
