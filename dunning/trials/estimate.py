"""What reminders do, estimated from those that chance delayed: shares paid, their difference, its interval.

The hold-out delays by a few days only: what it shows within a week is the effect of coming sooner, and less
than that of coming at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import log, sqrt

from dunning.queue_policy import Effect, QueuePolicy, Stage
from dunning.scenario import Way

_Z = 1.96  # of a 95 % interval
_MOST_EFFECT = 3.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A customer of one trial: which share of its items was paid within 7 and 30 days.

    None while the days have not passed.
    """

    way: Way
    stage: Stage
    held: bool
    propensity: float
    within_7: float | None
    within_30: float | None


@dataclass(frozen=True, slots=True)
class Arm:
    """Customers, and the share paid with each weighted by how unlikely its draw was."""

    customers: int
    effective: float
    share: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Sent on its day less sent later; the interval holds 95 % of the time."""

    sent: Arm
    held: Arm
    low: float
    high: float

    @property
    def estimate(self) -> float:
        return self.sent.share - self.held.share


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one way and stage. `enough` says that it takes the place of the prior."""

    way: Way
    stage: Stage
    within_7: Difference
    within_30: Difference
    enough: bool


def evidence_of(units: Iterable[Unit], *, at_least: int) -> list[Evidence]:
    """By way and stage, in their order; only of those in which anybody took part."""
    grouped: defaultdict[tuple[Way, Stage], list[Unit]] = defaultdict(list)
    for one in units:
        grouped[one.way, one.stage].append(one)
    found = []
    for (way, stage), among in sorted(grouped.items()):
        week = difference([(one.held, one.propensity, one.within_7) for one in among])
        month = difference([(one.held, one.propensity, one.within_30) for one in among])
        enough = min(week.sent.customers, week.held.customers) >= at_least
        found.append(Evidence(way, stage, week, month, enough))
    return found


def difference(units: Iterable[tuple[bool, float, float | None]]) -> Difference:
    """Held out or not, propensity, share paid. One success and one failure are added to each arm
    (Agresti and Caffo 2000), so that few customers give a wide interval and never an empty one.
    """
    arms: Mapping[bool, list[tuple[float, float]]] = {True: [], False: []}
    for held, propensity, paid in units:
        if paid is not None:
            arms[held].append((1.0 / propensity, paid))
    sent, held_out = _arm(arms[False]), _arm(arms[True])
    low_p, high_p = _added(sent), _added(held_out)
    middle = low_p[0] - high_p[0]
    half = _Z * sqrt(low_p[1] + high_p[1])
    return Difference(sent, held_out, max(middle - half, -1.0), min(middle + half, 1.0))


def effects_in_force(policy: QueuePolicy, known: Iterable[Evidence]) -> QueuePolicy:
    """The policy with the effects within a week as estimated, where there is enough evidence.

    What comes after the first week stays the prior: a delay of a few days cannot show it.
    """
    estimated = {(one.way, one.stage): one for one in known if one.enough}
    if not estimated:
        return policy
    kept = [one for one in policy.effects if (one.way, one.stage) not in estimated]
    learnt = [
        Effect(way, stage, hazard_raised(one.within_7), policy.effect(way, stage).within_30)
        for (way, stage), one in sorted(estimated.items())
    ]
    return replace(policy, effects=(*kept, *learnt))


def hazard_raised(week: Difference) -> float:
    """By which part the hazard of a week is higher in the arm sent on its day; never below 0."""
    sent, held = _added(week.sent)[0], _added(week.held)[0]
    return min(max(log(1.0 - sent) / log(1.0 - held) - 1.0, 0.0), _MOST_EFFECT)


def _arm(units: list[tuple[float, float]]) -> Arm:
    weight = sum(one for one, _ in units)
    squares = sum(one * one for one, _ in units)
    if weight <= 0.0:
        return Arm(0, 0.0, 0.0)
    return Arm(len(units), weight * weight / squares, sum(one * paid for one, paid in units) / weight)


def _added(arm: Arm) -> tuple[float, float]:
    """The share with one success and one failure more, and its variance."""
    count = arm.effective + 2.0
    share = (arm.share * arm.effective + 1.0) / count
    return share, share * (1.0 - share) / count
