"""What a company believes a contact does, what it costs, and who makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dunning.holdout import HoldOut
from dunning.notice import Form
from dunning.scenario import Way
from kernel.policy import marked


class Stage(StrEnum):
    """How far along the road a step is, which decides what it can do."""

    EARLY = "early"  # levels 0 to 2
    LATE = "late"  # level 3 and later
    FORMAL = "formal"  # the formal notice
    END = "end"  # the end of the road


_EARLY = 2
_HORIZON = (30, 365)


def stage_of(way: Way, form: str, level: int) -> Stage:
    """Of a step by its way, form and level; a call that no step asks for has no form."""
    if way is Way.ESCALATE:
        return Stage.END
    if form == Form.FORMAL_NOTICE:
        return Stage.FORMAL
    return Stage.EARLY if level <= _EARLY else Stage.LATE


@dataclass(frozen=True, slots=True)
class Effect:
    """By which part a contact raises the chance of being paid, each day of the first week, then to day 30."""

    way: Way
    stage: Stage
    within_7: float
    within_30: float

    def __post_init__(self) -> None:
        if self.within_7 < 0.0 or self.within_30 < 0.0:
            raise ValueError(f"the effect of {self.way} at stage {self.stage} is below 0.")


@dataclass(frozen=True, slots=True)
class Collector:
    """Who looks after which customers: every condition named must be met; blank ones are met by all.

    `letters` is a range of first letters of the customer's name, A-F. Customers nobody's conditions name are
    shared out by `share`. `calls` and `others` are how much a day allows, 0 for no bound.
    """

    name: str
    owners: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    letters: str = ""
    share: int = 0
    calls: int = 0
    others: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a collector needs a name.")
        first, mark, last = self.letters.partition("-")
        if self.letters and not (mark and len(first) == len(last) == 1 and first.upper() <= last.upper()):
            raise ValueError(f"the letters of {self.name} are “{self.letters}”. Write a range, as A-F.")
        if self.share < 0 or self.calls < 0 or self.others < 0:
            raise ValueError(f"share, calls and others of {self.name} are 0 or more.")

    @property
    def conditional(self) -> bool:
        return bool(self.owners or self.grades or self.letters)


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers disputes of these reasons, and within how many days."""

    owner: str
    reasons: tuple[str, ...]
    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"{self.owner} needs at least a day to answer a dispute.")


@dataclass(frozen=True, slots=True)
class QueuePolicy:
    """See policy/queue.toml for what each figure means. Costs are in cents of the currency of factor 1."""

    version: str
    horizon_days: int
    funding_rate: float
    loss_given_default: float
    pd_unknown: float
    pd_at_most: float
    fatigue: float
    fatigue_days: int
    retry_days: int
    desk_cents: int
    holdout_share: float
    holdout_from_days: int
    holdout_to_days: int
    evidence_at_least: int
    usual_route: str
    usual_route_days: int
    cost_cents: Mapping[Way, int]
    factors: Mapping[str, float]
    effects: tuple[Effect, ...]
    routes: tuple[Route, ...]
    collectors: tuple[Collector, ...] = ()

    def __post_init__(self) -> None:
        self.holdout  # noqa: B018 - raises where it cannot be
        for name in ("funding_rate", "loss_given_default", "pd_unknown", "pd_at_most", "fatigue"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} lies between 0 and 1.")
        if not _HORIZON[0] <= self.horizon_days <= _HORIZON[1]:
            raise ValueError("horizon_days lies between 30 and 365; 90 is usual.")
        if any(cents < 0 for cents in self.cost_cents.values()) or self.desk_cents < 0:
            raise ValueError("costs are 0 or more.")
        if any(factor <= 0.0 for factor in self.factors.values()):
            raise ValueError("a factor of a currency is above 0; leave out a currency that has none.")
        if min(self.fatigue_days, self.retry_days, self.evidence_at_least, self.usual_route_days) < 1:
            raise ValueError(
                "fatigue_days, retry_days, evidence_at_least and usual_route_days are 1 or more."
            )
        names = [one.name for one in self.collectors]
        if len(set(names)) < len(names):
            raise ValueError("two collectors have the same name.")

    @property
    def holdout(self) -> HoldOut:
        return HoldOut(self.holdout_share, self.holdout_from_days, self.holdout_to_days, marked(self))

    def effect(self, way: Way, stage: Stage) -> Effect:
        """What is believed of a way at a stage; nothing where the file is silent."""
        found = (one for one in self.effects if one.way is way and one.stage is stage)
        return next(found, Effect(way, stage, 0.0, 0.0))

    def route(self, reason: str) -> Route:
        found = (one for one in self.routes if reason in one.reasons)
        return next(found, Route(self.usual_route, (), self.usual_route_days))
