"""Tell what has been kept for long enough, and drop it."""

from dataclasses import dataclass
from datetime import date

from privacy.policy import RetentionPolicy
from privacy.retention.repository import count, drop
from privacy.retention.rules import RULES
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows of one kind from before the first day that is kept."""

    name: str
    first_kept: date
    rows: int


def overdue(session: ReadSession, policy: RetentionPolicy, *, on: date) -> list[Dropped]:
    """What `purge` would drop."""
    days = [(rule, rule.first_kept(policy, on)) for rule in RULES]
    return [Dropped(rule.name, day, count(session, rule, day)) for rule, day in days]


def purge(session: WriteSession, policy: RetentionPolicy, *, on: date) -> list[Dropped]:
    """Drop it. Done again, it finds nothing."""
    days = [(rule, rule.first_kept(policy, on)) for rule in RULES]
    return [Dropped(rule.name, day, drop(session, rule, day)) for rule, day in days]
