"""The figures of `policy/alerts.toml`: from when on to worry, and what to recommend."""

from dataclasses import dataclass

from credit.alerts.base import Action

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class LimitStep:
    """A share of the limit, in per cent, and what to do when exposure reaches it."""

    percent: int
    action: Action

    def __post_init__(self) -> None:
        if self.percent <= 0:
            raise ValueError("percent must be above 0.")


@dataclass(frozen=True, slots=True)
class LimitRule:
    steps: tuple[LimitStep, ...]
    hysteresis: int
    expiring_days: int

    def __post_init__(self) -> None:
        shares = [step.percent for step in self.steps]
        if shares != sorted(set(shares)):
            raise ValueError("steps must be in rising order, each percent once.")
        if shares and not 0 <= self.hysteresis < min(shares):
            raise ValueError("hysteresis must be 0 or more, and below the lowest step.")
        if self.expiring_days < 0:
            raise ValueError("expiring_days must be 0 or more.")


@dataclass(frozen=True, slots=True)
class CoverRule:
    ending_days: int


@dataclass(frozen=True, slots=True)
class GradeRule:
    steps: int


@dataclass(frozen=True, slots=True)
class HabitRule:
    """When payments count as later than before: `z` in standard deviations, `min_days` in days late."""

    payments: int
    hanging_payments: int
    before: int
    after: int
    min_days: int
    z: float
    z_cleared: float
    fresh_days: int
    apart_days: int

    def __post_init__(self) -> None:
        if not 0 < self.z_cleared <= self.z:
            raise ValueError("z_cleared must lie above 0 and up to z.")
        if self.before < 1 or self.after < 1 or self.before + self.after > self.payments:
            raise ValueError("before and after must be 1 or more, together at most payments.")
        if self.hanging_payments < self.payments:
            raise ValueError("hanging_payments must be payments or more.")


@dataclass(frozen=True, slots=True)
class CrossingRule:
    horizon_days: int
    months: int
    payments: int
    delays: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.horizon_days < 1 or self.months < 1 or self.payments < 1:
            raise ValueError("horizon_days, months and payments must be 1 or more.")
        if not self.delays or list(self.delays) != sorted(self.delays):
            raise ValueError("delays must be days late in rising order, at least one.")


@dataclass(frozen=True, slots=True)
class ConcentrationRule:
    percent: int
    hysteresis: int

    def __post_init__(self) -> None:
        if not 0 <= self.hysteresis < self.percent <= _WHOLE:
            raise ValueError("hysteresis must be 0 or more and below percent, which is at most 100.")


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    version: str
    news_days: int
    quiet_debit_days: int
    legal_families: tuple[str, ...]
    limit: LimitRule
    cover: CoverRule
    grade: GradeRule
    habit: HabitRule
    crossing: CrossingRule
    concentration: ConcentrationRule
