"""Half-open periods of days: the first day is in, the end day is out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start`, included, to `end`, excluded. Raises ValueError when end precedes start."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"A period cannot end on {self.end}, before its start on {self.start}.")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(self.days))

    def overlap(self, other: "Period") -> "Period | None":
        """The days both have, or None when they share none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def split(self, on: date) -> "tuple[Period, Period]":
        """Two periods that meet on `on`; raises ValueError when it lies outside."""
        if not self.start <= on <= self.end:
            raise ValueError(f"{on} lies outside {self.start} to {self.end}.")
        return Period(self.start, on), Period(on, self.end)

    def months(self) -> "Iterator[Period]":
        """The period cut at each first of a month."""
        start = self.start
        while start < self.end:
            following = first_of_next_month(start)
            yield Period(start, min(following, self.end))
            start = following


def first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_ended(by: date, count: int) -> tuple[Period, ...]:
    """The last whole months whose last day is not after `by`, the oldest first."""
    end = first_of_next_month(by) if first_of_next_month(by) == by + timedelta(days=1) else by.replace(day=1)
    starts = [_months_before(end, back) for back in range(count, -1, -1)]
    return tuple(Period(start, stop) for start, stop in pairwise(starts))


def _months_before(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
