"""What an alert may look at, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from credit.standing import Covered, Granted


class Kind(StrEnum):
    """What an alert is about."""

    LIMIT = "limit"
    OVER_COVER = "over_cover"
    COVER_ENDING = "cover_ending"
    GRADE = "grade"
    HABIT = "habit"
    DIRECT_DEBIT = "direct_debit"
    PROMISE = "promise"
    LEGAL_EVENT = "legal_event"
    CONCENTRATION = "concentration"
    LIMIT_EXPIRING = "limit_expiring"
    CROSSING = "crossing"


# What happened stays worth reading when it is no news any more: only a person puts such an alert away.
HAPPENED = frozenset({Kind.GRADE, Kind.DIRECT_DEBIT, Kind.PROMISE, Kind.LEGAL_EVENT})


class Action(StrEnum):
    """What an alert recommends."""

    WATCH = "watch"
    CALL = "call"
    ASK_DEPOSIT = "ask_deposit"
    STOP_DELIVERIES = "stop_deliveries"
    LOWER_LIMIT = "lower_limit"
    REVIEW_LIMIT = "review_limit"
    ASK_COVER = "ask_cover"
    RENEW_COVER = "renew_cover"
    CHANGE_MEANS = "change_means"
    DECLARE_CLAIM = "declare_claim"
    SPREAD_RISK = "spread_risk"


@dataclass(frozen=True, slots=True)
class Habit:
    """A change point in how late a customer pays: medians in days late, counts in invoices.

    `since` is the day of the first payment after the change; `z` how far the ranks of the payments before and
    after lie apart, in standard deviations.
    """

    since: date
    before: float
    after: float
    invoices_before: int
    invoices_after: int
    payments: int
    z: float


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, known from a day on; `name` tells one from another."""

    name: str
    known_on: date
    happened_on: date
    cents: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """What an open account will do: cents by day from tomorrow on, as far as policy looks.

    `paid` is the cash expected on what is open, `new` what will be delivered beyond the open orders, less the
    cash expected on all of that.
    """

    paid: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """All that an alert may look at: one customer in one currency on the day we act. Amounts are cents.

    `since` opens the time of which events are still news. `insured` says that an insurer ever covered it;
    `covered_cents` is what of the exposure falls under a cover, by the day each delivery was made.
    """

    customer_id: int
    currency: str
    on: date
    since: date
    exposure_cents: int
    owed_cents: int
    orders_cents: int
    book_cents: int
    limit: Granted | None = None
    insured: bool = False
    cover_cents: int = 0
    covered_cents: int = 0
    covers: tuple[Covered, ...] = ()
    cuts: tuple[Fact, ...] = ()
    grade: str = ""
    grade_before: str = ""
    habit: Habit | None = None
    debits: tuple[Fact, ...] = ()
    promises: tuple[Fact, ...] = ()
    events: tuple[Fact, ...] = ()
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What an alert says of a customer today, whether or not it was said before.

    `raised` says that it holds; `cleared` that it is over, so that it may be said again. Between the two,
    neither is true and what was said stays said. With a higher `rank` than when it was said, it may be said
    again too. A `quiet` one counts as said and is not told.
    """

    kind: Kind
    subject: str
    raised: bool
    cleared: bool
    action: Action
    threshold: int | None = None
    rank: int = 0
    quiet: bool = False
    details: Mapping[str, int | float | str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject}"
