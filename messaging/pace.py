"""How many e-mails leave a minute: one after the other, at even distances. Pure: it waits for nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many a minute, 0 for as many as there are.

    A place is taken by whoever sends, and says from when the next one may be taken.
    """

    per_minute: int

    @property
    def gap(self) -> timedelta:
        return _MINUTE / self.per_minute if self.per_minute else timedelta(0)

    def wait(self, free_at: datetime | None, *, at: datetime) -> timedelta:
        """How long until the next place is free. One far beyond a place came from a clock that was wrong."""
        ahead = timedelta(0) if free_at is None or not self.per_minute else free_at - at
        return ahead if timedelta(0) < ahead <= self.gap + _MINUTE else timedelta(0)

    def taken(self, *, at: datetime) -> datetime:
        """From when on the next place is free, once one is taken."""
        return at + self.gap

    def given_back(self, free_at: datetime) -> datetime:
        """The same, where nothing left in the place taken."""
        return free_at - self.gap
