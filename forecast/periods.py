"""The days ahead, cut into days, weeks or months."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = 7


class By(StrEnum):
    """How long a period of the forecast is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Days `first` to `last` after the evening, both in, the next day being 0; and their dates."""

    first: int
    last: int
    first_on: date
    last_on: date


def periods(as_of: date, *, days: int, by: By) -> tuple[Period, ...]:
    """Every day after `as_of` once. Weeks are of seven days from the next one; months those of the calendar.

    The first and the last month hold only the days foreseen.
    """
    ends = [last for last in range(days) if last == days - 1 or _ends(as_of, last, by)]
    begins = [0, *(last + 1 for last in ends[:-1])]
    return tuple(
        Period(first, last, as_of + timedelta(days=first + 1), as_of + timedelta(days=last + 1))
        for first, last in zip(begins, ends, strict=True)
    )


def _ends(as_of: date, place: int, by: By) -> bool:
    if by is By.DAY:
        return True
    if by is By.WEEK:
        return place % WEEK == WEEK - 1
    return (as_of + timedelta(days=place + 2)).day == 1
