"""What a company chooses about interest and indemnity."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

_BASES = (360, 365, 366)


class ClaimedFrom(StrEnum):
    NEVER = "never"
    FORMAL_NOTICE = "formal_notice"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class PenaltyPolicy:
    """`contractual_bp` is a yearly rate in hundredths of a per cent, 0 for the law's own."""

    version: str
    claimed_from: ClaimedFrom
    contractual_bp: int
    day_base: int
    least_interest_cents: int
    indemnity: bool

    def __post_init__(self) -> None:
        if self.day_base not in _BASES:
            raise ValueError(f"day_base is {self.day_base}: a year of interest has 365 days, or 360 or 366.")
        if self.contractual_bp < 0 or self.least_interest_cents < 0:
            raise ValueError("contractual_bp and least_interest_cents are 0 or more.")

    @property
    def contractual(self) -> Fraction | None:
        return Fraction(self.contractual_bp, 10_000) if self.contractual_bp else None
