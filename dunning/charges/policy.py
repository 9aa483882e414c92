"""What a company chooses about interest and indemnity."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from dunning.law.interest import DayBase
from dunning.law.rates import check_contractual
from kernel.dated import NotInForce


class ClaimedFrom(StrEnum):
    NEVER = "never"
    FORMAL_NOTICE = "formal_notice"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class PenaltyPolicy:
    """`contractual_bp` is a yearly rate in hundredths of a per cent, 0 for the law's own.

    It is held against the floor of the day it was `agreed_on`; one below it is refused.
    """

    version: str
    claimed_from: ClaimedFrom
    interest: bool
    indemnity: bool
    contractual_bp: int
    day_base: DayBase
    least_interest_cents: int
    agreed_on: date | None = None

    def __post_init__(self) -> None:
        if self.contractual_bp < 0 or self.least_interest_cents < 0:
            raise ValueError("contractual_bp and least_interest_cents are 0 or more.")
        if self.contractual is None:
            return
        if self.agreed_on is None:
            raise ValueError(
                "agreed_on is missing: write the day the rate was agreed, or last renewed; "
                "it may not lie below the floor of that day."
            )
        try:
            check_contractual(self.contractual, agreed_on=self.agreed_on)
        except NotInForce as error:
            raise ValueError(f"the floor of {self.agreed_on} cannot be told: {error}") from error

    @property
    def contractual(self) -> Fraction | None:
        return Fraction(self.contractual_bp, 10_000) if self.contractual_bp else None
