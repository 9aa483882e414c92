"""Where one claim stands in its scenario on a day: pure level logic, and nothing else.

The level that time allows and the level that the workflow demands are two things. Time allows every level
whose day has come; the workflow demands the one after the last passed. A level is reached when both agree,
so that missed days are caught up one level at a time, and none is skipped.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dunning.claims import Claim, Held
from dunning.scenario import Scenario, Step


class Place(StrEnum):
    SETTLED = "settled"  # nothing is open
    HELD = "held"
    PENDING = "pending"  # its next level is on its way
    STUCK = "stuck"  # only a person may go on
    EARLY = "early"  # not late yet
    WAITING = "waiting"  # late, and its next level has a day to come
    READY = "ready"
    OVER = "over"  # every level passed


@dataclass(frozen=True, slots=True)
class Stand:
    """A claim's place, with the step it is ready or waits for, and from which day."""

    claim: Claim
    place: Place
    step: Step | None = None
    from_on: date | None = None

    @property
    def level(self) -> int:
        return 0 if self.step is None else self.step.level


def stand(claim: Claim, scenario: Scenario, *, sooner: int, on: date) -> Stand:
    """Where a claim stands on a day; `sooner` days move every level alike, never to the due day or before."""
    if claim.open_cents <= 0:
        return Stand(claim, Place.SETTLED)
    if claim.pending is not None:
        return Stand(claim, Place.STUCK if claim.pending.stuck else Place.PENDING)
    if on <= claim.due_on:
        return _before_due(claim, scenario, on)
    if claim.claimable_cents <= 0:
        return Stand(claim, Place.HELD)
    step = next_step(claim, scenario)
    if step is None:
        return Stand(claim, Place.OVER)
    first = earliest(claim, scenario, step, sooner=sooner)
    return Stand(claim, Place.READY if first <= on else Place.WAITING, step, first)


def next_step(claim: Claim, scenario: Scenario) -> Step | None:
    """The step after the last level passed; None after the last of the scenario."""
    last = claim.last
    return scenario.step(1 if last is None else last.level + 1)


def earliest(claim: Claim, scenario: Scenario, step: Step, *, sooner: int) -> date:
    """The first day on which a level may be reached.

    Not before the due date and the step's days; not before the last level and the days between both; later
    than the day printed in it; and where a dispute ended in our favour, the days between both after that,
    or those after the due date before the first level.
    """
    shift = min(sooner, scenario_room(scenario))
    days = [claim.due_on + timedelta(days=max(step.days - shift, 1))]
    before = scenario.step(step.level - 1)
    gap = timedelta(days=step.days - (before.days if before is not None and before.level > 0 else 0))
    last = claim.last
    if last is not None and last.level > 0:
        days.append(last.on + gap)
    if last is not None and last.deadline_on is not None:
        days.append(last.deadline_on + timedelta(days=1))
    if claim.resumed_on is not None:
        days.append(claim.resumed_on + gap)
    return max(days)


def scenario_room(scenario: Scenario) -> int:
    """How many days sooner the first reminder may come and still be after the due date."""
    first = scenario.step(1)
    return 0 if first is None else first.days - 1


def held_by(claim: Claim) -> Held | None:
    """The gravest thing that holds a claim: the one without an end, else the one that ends last."""
    return max(claim.held, key=lambda one: (one.until is None, one.until or date.min), default=None)


def _before_due(claim: Claim, scenario: Scenario, on: date) -> Stand:
    step = scenario.step(0)
    if step is None or claim.completed or claim.claimable_cents <= 0:
        return Stand(claim, Place.EARLY)
    first = claim.due_on + timedelta(days=step.days)
    return Stand(claim, Place.READY if first <= on else Place.EARLY, step, first)
