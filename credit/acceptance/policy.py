"""What a company chooses about accepting prospects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from credit.limit.policy import LimitPolicy
from scoring.grades import GradePolicy

_GRADES = ("A", "B", "C", "D", "E", "F")
_WHOLE_BP = 10_000


class Outcome(StrEnum):
    """From the mildest to the gravest."""

    ACCEPT = "accept"
    CONDITIONS = "accept with conditions"
    REFER = "refer"
    REFUSE = "refuse"

    @property
    def gravity(self) -> int:
        return list(Outcome).index(self)


class Means(StrEnum):
    """What makes a sale on account bearable, or takes its place."""

    DEPOSIT = "deposit"
    PREPAYMENT = "prepayment"
    DIRECT_DEBIT = "direct_debit"
    SHORTER_TERMS = "shorter_terms"
    RETENTION_OF_TITLE = "retention_of_title"
    GUARANTEE = "guarantee"
    INSURANCE = "insurance"


class Combine(StrEnum):
    AVERAGE = "average"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class GradeRule:
    """What a grade gets: the outcome, the longest terms, and its conditions."""

    outcome: Outcome
    most_days: int
    conditions: tuple[Means, ...]
    deposit_bp: int

    def __post_init__(self) -> None:
        if not 0 <= self.deposit_bp <= _WHOLE_BP:
            raise ValueError(f"deposit_bp is {self.deposit_bp}; it lies between 0 and {_WHOLE_BP}.")
        if self.outcome is Outcome.CONDITIONS and not self.conditions:
            raise ValueError("“accept with conditions” needs conditions.")


@dataclass(frozen=True, slots=True)
class Thresholds:
    negative_equity: Outcome
    unknown_is_person: bool
    uncertain_points: float
    uncertain_above_cents: int
    no_accounts_above_cents: int
    accounts_old_months: int
    young_years: float
    young_above_cents: int
    most_deposit_bp: int

    def __post_init__(self) -> None:
        if self.negative_equity.gravity < Outcome.REFER.gravity:
            raise ValueError(
                "negative_equity must be “refer” or “refuse”: who owes more than it owns "
                "is never accepted without a person."
            )


@dataclass(frozen=True, slots=True)
class References:
    """Log-odds by what suppliers say; `most` bounds their sum either way."""

    known_years: float
    late_days: int
    good: float
    late: float
    incident: float
    most: float

    def __post_init__(self) -> None:
        if not self.good <= 0.0 <= self.late <= self.incident or self.most < 0.0:
            raise ValueError(
                "references: good lowers the risk, late raises it, an incident no less than late."
            )


@dataclass(frozen=True, slots=True)
class External:
    combine: Combine
    weight: float
    most_months: int

    def __post_init__(self) -> None:
        if not 0.0 <= self.weight <= 1.0:
            raise ValueError(f"weight is {self.weight:g}; it lies between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Step:
    """Values up to this one, the lowest step that holds it counting."""

    up_to: float
    pd: float


@dataclass(frozen=True, slots=True)
class Scale:
    """An external scale from a day on: letters, or steps of a number."""

    name: str
    since: date
    letters: Mapping[str, float]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.letters and not self.steps:
            raise ValueError(f"The scale “{self.name}” maps nothing. Give it letters or steps.")
        chances = [*self.letters.values(), *(one.pd for one in self.steps)]
        if any(not 0.0 < one < 1.0 for one in chances):
            raise ValueError(f"The scale “{self.name}”: a probability lies between 0 and 1, ends excluded.")


@dataclass(frozen=True, slots=True)
class Profile:
    """A made-up piece of knowledge that stands for a good or a bad one."""

    statement: Mapping[str, int]
    age_years: int
    naf: str
    legal_form: str
    event: str
    reference_days_late: int
    reference_incidents: int


@dataclass(frozen=True, slots=True)
class Profiles:
    good: Profile
    bad: Profile


@dataclass(frozen=True, slots=True)
class AcceptancePolicy:
    version: str
    grades: Mapping[str, GradeRule]
    thresholds: Thresholds
    references: References
    external: External
    scales: tuple[Scale, ...]
    missing: Profiles

    def __post_init__(self) -> None:
        if tuple(sorted(self.grades)) != _GRADES:
            raise ValueError(f"grades needs one table for each of {', '.join(_GRADES)}.")
        ordered = [self.grades[grade] for grade in _GRADES]
        gravity = [one.outcome.gravity for one in ordered]
        days = [one.most_days for one in ordered]
        if gravity != sorted(gravity) or days != sorted(days, reverse=True):
            raise ValueError("A worse grade never gets a milder outcome or longer terms.")


@dataclass(frozen=True, slots=True)
class Policies:
    """What an application is answered by."""

    acceptance: AcceptancePolicy
    limits: LimitPolicy
    grades: GradePolicy
