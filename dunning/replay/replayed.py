"""What a replay of past days tells; see docs/collection.md for what each figure counts."""

from dataclasses import dataclass
from datetime import date

from dunning.notice import Form
from dunning.scenario import Way

# An invoice paid within these days of a reminder was most likely on its way to be paid.
SOON_DAYS = 3
# More contacts than these within the days is nearly one a week: customers complain, or stop reading.
CROWD_DAYS, CROWD_ABOVE = 30, 3
# A replay starts with whatever was late before: its load is that of a start, not of a usual day.
START_DAYS = 30
# Customers by their contacts: none, 1, 2, 3, and so many or more.
LAST_OF_SPREAD = 4


@dataclass(frozen=True, slots=True)
class StepTotal:
    """How often a level was reached by a way, and by how many customers."""

    level: int
    way: Way
    form: Form
    steps: int
    customers: int


@dataclass(frozen=True, slots=True)
class Peak:
    """The fullest day; None where there is nothing."""

    on: date | None
    steps: int


@dataclass(frozen=True, slots=True)
class WayLoad:
    """Of one way; `mean` is per day on which messages may leave."""

    way: Way
    steps: int
    mean: float
    busiest: Peak


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    steps: int


@dataclass(frozen=True, slots=True)
class Load:
    """Steps a day. `usual` is the fullest day after the first weeks, which catch up what was late before."""

    days: int
    mean: float
    busiest: Peak
    usual: Peak
    ways: tuple[WayLoad, ...]
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class HeldBy:
    """What kept late customers from being reminded, of all or of a part; how many, and of which invoices."""

    matter: str
    customers: int
    invoices: int


@dataclass(frozen=True, slots=True)
class Crowded:
    """A customer contacted too often: the most contacts in any such days, from the first of them."""

    code: str
    contacts: int
    from_on: date


@dataclass(frozen=True, slots=True)
class Delays:
    """Steps that the interval between contacts made wait, and by how long; some then had no more cause."""

    steps: int
    mean_days: float
    most_days: int
    most_code: str
    fell_away: int


@dataclass(frozen=True, slots=True)
class Unreached:
    """Customers for whom nobody could be reached by a step."""

    level: int
    way: Way
    customers: int


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What one wants to know before a scenario is adopted.

    `reminded` counts invoices in reminders; of them `paid_soon` were settled within days after, and
    `paid_before` were settled already, which was not known yet. `fallback` counts steps that reached another
    role than their first. Of `notices`, `notices_paid` were settled in full within their deadline.
    """

    reminded: int
    paid_soon: int
    paid_before: int
    crowded: tuple[Crowded, ...]
    delays: Delays
    several_levels: int
    approvals: int
    approvals_busiest: Peak
    unreachable: tuple[Unreached, ...]
    fallback: int
    notices: int
    notices_paid: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """What one way of reminding came to; a blank `scenario` is the rules as they stand.

    `contacts` are all steps but escalations, which reach nobody; `spread` counts late customers by them.
    """

    scenario: str
    late: int
    reached: int
    contacts: int
    steps: tuple[StepTotal, ...]
    spread: tuple[int, ...]
    most: int
    most_codes: tuple[str, ...]
    load: Load
    held: tuple[HeldBy, ...]
    conflicts: Conflicts


@dataclass(frozen=True, slots=True)
class Replay:
    """The days replayed, by the scenario tried, if any, and by the rules as they stand.

    `paid_until` is the evening up to which payments are known. `scored_on` are the evenings on which scores
    were written down; before the first, no rule on scores is met. Of `unknown_at_start` customers no address
    was known on the first day: until one is, they have that of now.
    """

    first: date
    last: date
    paid_until: date
    late_at_start: int
    unknown_at_start: int
    scored_on: tuple[date, ...]
    present: Replayed
    tried: Replayed | None = None
