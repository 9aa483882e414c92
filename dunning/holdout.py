"""The hold-out: customers drawn by chance whose reminder comes a few days later, to learn what reminders do.

The draw is a stable hash of customer and month, so that a dry run, a real run, and the check before sending
all draw alike. A formal notice or the end of the road is never moved, nor anything beyond the bounds of the
policy or the day of the next step.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from dunning.levels import Place, Stand
from dunning.notice import Form
from dunning.policy import DunningPolicy
from dunning.scenario import Scenario, Step, Way
from kernel.days import is_business_day

_PARTS = float(2**64)
_MOST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Which share of customers is held out in a month, and by how many days their reminders come later.

    `policy` is the mark of the policy that says so.
    """

    share: float = 0.0
    from_days: int = 3
    to_days: int = 5
    policy: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.share <= _MOST_SHARE:
            raise ValueError("holdout_share lies between 0 and 0.5; 0.05 is usual.")
        if not 1 <= self.from_days <= self.to_days:
            raise ValueError("the days of the hold-out start at 1 or more and end no sooner.")


NOBODY = HoldOut()


@dataclass(frozen=True, slots=True)
class Draw:
    """Whether a customer is held out in a month, and the days it waits if it is."""

    held: bool
    days: int


def draw(holdout: HoldOut, customer: str, first: date) -> Draw:
    """`first` is the day on which the step would come; its month decides, whatever the day of the run."""
    digest = sha256(f"{customer} {first:%Y-%m}".encode()).digest()
    chance = int.from_bytes(digest[:8], "big") / _PARTS
    spread = holdout.to_days - holdout.from_days + 1
    return Draw(chance < holdout.share, holdout.from_days + digest[8] % spread)


def postponed(
    found: Stand,
    scenario: Scenario,
    customer: str,
    policy: DunningPolicy,
    *,
    sooner: int,
    holdout: HoldOut,
    on: date,
) -> Stand:
    """A claim that is ready waits some days more where its customer is held out this month."""
    if holdout.share <= 0.0 or found.place is not Place.READY or found.step is None or found.from_on is None:
        return found
    first = _first_sendable(found.from_on, policy)
    drawn = draw(holdout, customer, first)
    later = _later(found, scenario, drawn.days, policy, sooner=sooner, first=first, holdout=holdout)
    if not drawn.held or later is None or on >= later:
        return found
    return Stand(found.claim, Place.WAITING, found.step, later)


def in_trial(
    found: Stand,
    scenario: Scenario,
    customer: str,
    policy: DunningPolicy,
    *,
    sooner: int,
    holdout: HoldOut,
    on: date,
) -> Draw | None:
    """The draw a ready claim takes part in on this day; None where no draw could have moved it."""
    if holdout.share <= 0.0 or found.step is None or found.from_on is None:
        return None
    first = _first_sendable(found.from_on, policy)
    drawn = draw(holdout, customer, first)
    later = _later(found, scenario, drawn.days, policy, sooner=sooner, first=first, holdout=holdout)
    return drawn if later is not None and on < later else None


def _later(
    found: Stand,
    scenario: Scenario,
    days: int,
    policy: DunningPolicy,
    *,
    sooner: int,
    first: date,
    holdout: HoldOut,
) -> date | None:
    step = found.step
    if step is None or not _may_wait(step):
        return None
    room = policy.later_at_most + sooner
    following = scenario.step(step.level + 1)
    if following is not None and not _may_wait(following):
        return None  # a legal step counts from this one, and must not come later through it
    if following is not None:
        room = min(room, following.days - step.days - 1)
    moved = min(days, room)
    return first + timedelta(days=moved) if moved >= holdout.from_days else None


def _may_wait(step: Step) -> bool:
    """Reminders only: no notice before the due date, no legal step, no end of the road."""
    return step.level > 0 and step.form is Form.REMINDER and step.way is not Way.ESCALATE


def _first_sendable(day: date, policy: DunningPolicy) -> date:
    while not is_business_day(day, country=policy.country) or policy.quiet_on(day):
        day += timedelta(days=1)
    return day
