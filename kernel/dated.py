"""Values that change on known days, with their source, and refuse to guess beyond them."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


class NotInForce(LookupError):
    """A dated value was asked for a day that its source does not cover."""


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value by the day it takes effect, valid until `until` (excluded), as `source` says.

    `until` is the first day for which the source says nothing; None when the text sets no end.
    """

    values: Mapping[date, T]
    source: str
    until: date | None = None

    def on(self, day: date) -> T:
        """The value in force that day. Raises NotInForce before the first and from `until` on."""
        starts = sorted(self.values)
        place = bisect_right(starts, day)
        if place == 0:
            raise NotInForce(f"{self.source} gives no value before {starts[0]}; {day} was asked.")
        if self.until is not None and day >= self.until:
            raise NotInForce(
                f"{self.source} is known up to {self.until} only; {day} was asked. "
                "Add the new value with its source."
            )
        return self.values[starts[place - 1]]
