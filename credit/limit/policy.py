"""What a company chooses about limits."""

from collections.abc import Mapping
from dataclasses import dataclass

_GRADES = ("A", "B", "C", "D", "E", "F")


@dataclass(frozen=True, slots=True)
class Need:
    headroom: float
    usual_days_late: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """By grade; a worse grade never gets more. `experience` multiplies what a customer usually owes us, once
    it has bought for `experience_months`.
    """

    equity_share: Mapping[str, float]
    working_capital_share: Mapping[str, float]
    without_accounts_cents: Mapping[str, int]
    experience: Mapping[str, float]
    experience_months: int

    def __post_init__(self) -> None:
        for name in ("equity_share", "working_capital_share", "without_accounts_cents", "experience"):
            told = getattr(self, name)
            if tuple(sorted(told)) != _GRADES:
                raise ValueError(f"{name} needs one figure for each of the grades {', '.join(_GRADES)}.")
            values = [told[grade] for grade in _GRADES]
            if any(value < 0 for value in values) or values != sorted(values, reverse=True):
                raise ValueError(f"{name} must not grow from grade A to grade F, nor be below 0.")


@dataclass(frozen=True, slots=True)
class Appetite:
    """`loss_given_default`, `margin` and `cost_of_funds_a_year` are shares.

    The loss expected of a customer may reach `expected_loss_cents`, or `year_margin_share` of what its
    yearly sales earn where that is more. `default_days` pass from the due day until a default is one.
    """

    expected_loss_cents: int
    year_margin_share: float
    default_days: int
    loss_given_default: float
    margin: float
    cost_of_funds_a_year: float

    def __post_init__(self) -> None:
        for name in ("loss_given_default", "margin", "cost_of_funds_a_year"):
            if not 0 < getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name):g}; it lies between 0 and 1.")


@dataclass(frozen=True, slots=True)
class InDefault:
    """Of a customer in default by lateness alone: what it may owe, as a multiple of what it usually owes."""

    usual_share: float

    def __post_init__(self) -> None:
        if self.usual_share < 0:
            raise ValueError("usual_share is below 0: write 0 to sell nothing more on credit.")


@dataclass(frozen=True, slots=True)
class OwnRisk:
    required: bool
    own_risk_cents: int


@dataclass(frozen=True, slots=True)
class Group:
    book_share: float
    at_least_cents: int


@dataclass(frozen=True, slots=True)
class LimitPolicy:
    version: str
    step_cents: int
    second_person_above_cents: int
    valid_months: int
    oldest_score_days: int
    change_share: float
    change_days: int
    need: Need
    capacity: Capacity
    appetite: Appetite
    in_default: InDefault
    cover: OwnRisk
    group: Group

    def __post_init__(self) -> None:
        if self.step_cents <= 0:
            raise ValueError("step_cents must be above 0.")
