"""What is known of a case when a route is chosen for it."""

from dataclasses import dataclass
from datetime import date

from dunning.claims import Kind


@dataclass(frozen=True, slots=True)
class Fee:
    """What a partner that takes the case asks, instead of the policy's prior."""

    partner: str
    fixed_cents: int
    success_bp: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The debtor's insolvency proceeding, with what the law says of declaring the claim in it."""

    opened_on: date | None
    declare_by: date | None
    relief_by: date | None
    declared: bool


@dataclass(frozen=True, slots=True)
class RecoveryCase:
    """What one customer owes late in one currency and nothing holds back, net of what it holds against us.

    `disputed_cents` is left out of `cents`. `oldest_days` is how late the oldest is, `prescribed_on` its last
    day in court. `pd_12m` is the chance of default within a year; None before the first score.
    """

    code: str
    name: str
    kind: Kind
    country: str
    currency: str
    cents: int
    interest_cents: int
    disputed_cents: int
    oldest_days: int
    pd_12m: float | None = None
    prescribed_on: date | None = None
    failed: Failed | None = None
    fee: Fee | None = None
