"""Where a customer stands on an evening: all that a credit decision may look at, gathered before any runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scored:
    """The score a decision reads: default within twelve months; `override` is the fact that decides alone.

    `days_to_cash` are the days expected from issue to cash of its next usual invoice, None without a model.
    """

    pd_12m: float
    low: float
    high: float
    grade: str
    tier: int
    override: str
    model: str
    as_of: date
    days_to_cash: float | None = None
    p_late_30: float | None = None


@dataclass(frozen=True, slots=True)
class Accounts:
    """The last yearly accounts known that evening, in cents; None where the form leaves it blank."""

    closed_on: date
    equity_cents: int | None
    working_capital_cents: int | None
    total_assets_cents: int | None
    sales_cents: int | None
    purchases_cents: int | None


@dataclass(frozen=True, slots=True)
class Granted:
    """A limit in force; `until_on` is its last day."""

    kind: str
    cents: int
    currency: str
    from_on: date
    until_on: date | None
    binding: str
    why: str


@dataclass(frozen=True, slots=True)
class Covered:
    """What an insurer covers on that evening: `cents` of exposure, of whose loss it bears `quota_bp`."""

    policy_number: str
    kind: str
    cents: int
    currency: str
    quota_bp: int
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer in one currency. Amounts are cents of `currency`.

    `owed_cents` is the ledger's balance, net of credits; `exposure_cents` adds open orders and never falls
    below 0. `sales_by_month` are invoices less credit notes of the last twelve whole months, oldest first.
    `group` is the code of the customer at the head of its group, its own where it stands alone.
    """

    customer_id: int
    code: str
    name: str
    as_of: date
    currency: str
    owed_cents: int
    overdue_cents: int
    disputed_cents: int
    orders_cents: int
    days_late: int  # of the oldest item past due and not disputed; 0 for none
    sales_by_month: tuple[int, ...]
    terms_days: int
    first_invoice_on: date | None
    siren: str = ""
    group: str = ""
    country: str = ""
    naf: str = ""
    natural_person: bool | None = None
    retention_of_title: bool | None = None
    payment_means: str = ""
    insolvent_since: date | None = None
    scored: Scored | None = None
    accounts: Accounts | None = None
    limit: Granted | None = None
    covers: tuple[Covered, ...] = ()

    @property
    def exposure_cents(self) -> int:
        return max(self.owed_cents, 0) + self.orders_cents

    @property
    def sales_cents(self) -> int:
        """Of the last twelve whole months."""
        return sum(self.sales_by_month)

    @property
    def covered_cents(self) -> int:
        """What insurers agreed to, in this currency; the quota does not raise it, it shares a loss."""
        return sum(one.cents for one in self.covers if one.currency == self.currency)


def exposure_by_group(standings: tuple[Standing, ...]) -> Mapping[tuple[str, str], int]:
    """Cents owed and ordered by head of group and currency."""
    found: dict[tuple[str, str], int] = {}
    for one in standings:
        key = (one.group or one.code, one.currency)
        found[key] = found.get(key, 0) + one.exposure_cents
    return found
