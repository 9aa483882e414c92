"""An order somebody asks about, and the answer."""

from dataclasses import dataclass
from enum import StrEnum

from credit.standing import Granted


class Outcome(StrEnum):
    RELEASE = "release"
    CONDITIONS = "conditions"
    HOLD = "hold"


class Rule(StrEnum):
    """What decided."""

    INSOLVENT = "insolvent"
    HANDED_OVER = "handed_over"
    OVERDUE = "overdue"
    NO_CREDIT = "no_credit"
    NO_LIMIT = "no_limit"
    GRADE = "grade"
    ABOVE_LIMIT = "above_limit"
    ABOVE_COVER = "above_cover"
    WITHIN_LIMIT = "within_limit"
    WITHIN_TOLERANCE = "within_tolerance"
    SMALL = "small"


class Means(StrEnum):
    """What lets an order go."""

    PAYMENT = "payment"  # of what is overdue
    DEPOSIT = "deposit"
    PREPAYMENT = "prepayment"
    APPROVAL = "approval"
    TEMPORARY_LIMIT = "temporary_limit"
    ADMINISTRATOR = "administrator"  # of the proceeding, who alone may go on with a contract
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Order:
    """`listed_cents` are open in the ledger under its number, so that it is not counted twice.

    `held_cents` are other orders released lately that the ledger does not show yet; `handed_over` says that
    a third party collects from this customer.
    """

    number: str
    cents: int
    currency: str
    listed_cents: int = 0
    held_cents: int = 0
    handed_over: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way to let the order go; `cents` of what is to be paid, or the limit to grant; 0 for no amount."""

    means: Means
    cents: int = 0


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """Amounts are cents of `currency`. `before_cents` is the exposure without this order, all others in it.

    `limit` is None without one in force; `headroom_before_cents` and `headroom_after_cents` are then None.
    Each of `ways` suffices, on conditions to let the order leave, on hold to have it asked about again.
    """

    outcome: Outcome
    rule: Rule
    policy: str
    number: str
    order_cents: int
    currency: str
    owed_cents: int
    overdue_cents: int
    days_late: int
    orders_cents: int
    held_cents: int
    before_cents: int
    after_cents: int
    limit: Granted | None
    headroom_before_cents: int | None
    headroom_after_cents: int | None
    covered_cents: int
    uncovered_after_cents: int
    grade: str
    insolvent: bool
    ways: tuple[Way, ...] = ()
