"""What a company believes of each route, as `policy/recovery.toml` tells it: costs, chances, durations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_WHOLE_BP = 10_000


class Route(StrEnum):
    """Where a case may go, in the order in which routes that bring the same are shown."""

    AGENCY = "agency"
    UNCONTESTED = "uncontested"
    SMALL_CLAIM = "small_claim"
    ORDER = "order_for_payment"
    PROCEEDING = "proceeding"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Band:
    """The share recovered, in hundredths of a per cent, where the oldest is at most so many days late."""

    until_days: int
    bp: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What we believe of a route before our own cases tell; amounts in cents by currency.

    `cost_cents` is spent whatever comes, `fee_bp` of what comes. A currency not named is not compared.
    """

    cost_cents: Mapping[str, int]
    fee_bp: int
    days: int
    success: tuple[Band, ...]
    older_bp: int

    def __post_init__(self) -> None:
        if self.days < 0 or any(cents < 0 for cents in self.cost_cents.values()):
            raise ValueError("days and cost_cents are 0 or more.")
        shares = (self.fee_bp, self.older_bp, *(one.bp for one in self.success))
        if any(not 0 <= one <= _WHOLE_BP for one in shares):
            raise ValueError("shares are in hundredths of a per cent, from 0 to 10000 (100 %).")
        ends = [one.until_days for one in self.success]
        if ends != sorted(set(ends)):
            raise ValueError("success goes from young to old: each until_days above the one before.")

    def success_bp(self, days_late: int) -> int:
        return next((one.bp for one in self.success if days_late <= one.until_days), self.older_bp)


@dataclass(frozen=True, slots=True)
class RecoveryPolicy:
    """`uncontested_decree_on` is the day from which L126-1 CPCE can be used, None until its decree is out.

    `confirmed` names rules of law nobody verified here and that a person looked up.
    """

    version: str
    discount_bp: int
    unknown_pd_bp: int
    transport: bool
    confirmed: tuple[str, ...]
    routes: Mapping[Route, Prior]
    uncontested_decree_on: date | None = None

    def __post_init__(self) -> None:
        if self.discount_bp < 0 or not 0 <= self.unknown_pd_bp <= _WHOLE_BP:
            raise ValueError("discount_bp is 0 or more, unknown_pd_bp from 0 to 10000 (100 %).")
        missing = [one.value for one in Route if one not in self.routes]
        if missing:
            raise ValueError(f"every route needs its table; [routes.{missing[0]}] is missing.")
        if unknown := [one for one in self.confirmed if one not in _UNVERIFIED]:
            raise ValueError(f"confirmed names “{unknown[0]}”; known are {', '.join(_UNVERIFIED)}.")


# Rules that stay off until a person confirms them.
_UNVERIFIED = ("retention",)
