"""An application for credit: who asks, for what, and all that was known of the company when we decided."""

from dataclasses import dataclass, field
from datetime import date

from credit.law.payment_terms import Sold
from credit.limit.limit import Question
from credit.standing import Standing
from kernel.days import MonthEnd
from ledger.met import Met


@dataclass(frozen=True, slots=True)
class Request:
    """How much is asked for, on what terms; `periodic` for one invoice a period, `sold` what we sell."""

    cents: int
    currency: str
    days: int
    month_end: MonthEnd = MonthEnd.NONE
    sold: Sold = Sold.GENERAL
    periodic: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What another supplier says; None where it does not."""

    who: str
    since: date | None = None
    highest_cents: int | None = None
    usual_days_late: int | None = None
    incidents: int = 0


@dataclass(frozen=True, slots=True)
class ExternalScore:
    """A score somebody else gave: `value` as it is written, on the scale of that name, on that day.

    `scale_on` is the day from which the scale is what it is, None for the one in force on `dated_on`.
    """

    by: str
    scale: str
    value: str
    dated_on: date
    scale_on: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks about a company, and tells of it. `natural_person` is None where nobody said."""

    request: Request
    siren: str = ""
    name: str = ""
    natural_person: bool | None = None
    told: Met = field(default_factory=Met)
    references: tuple[Reference, ...] = ()
    external: ExternalScore | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """Of default within twelve months, with the interval it lies in."""

    pd_12m: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Something not known, and the model's answer if it were good, and if it were bad."""

    name: str
    good: Chance
    bad: Chance


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason of the model; `contribution` in log-odds, positive is riskier."""

    family: str
    text: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Company:
    """Who asks, as far as it was known.

    `proceeding_since` is the day of the proceeding that is open, `customers` our codes of the company,
    `accounts_on` the day the last usable accounts closed.
    """

    siren: str
    name: str
    natural_person: bool | None
    proceeding_since: date | None
    proceeding_stage: str
    struck_off_on: date | None
    equity_cents: int | None
    accounts_on: date | None
    founded_on: date | None
    customers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """All that a decision reads, the policy aside. `standing` carries the model's score."""

    on: date
    request: Request
    company: Company
    standing: Standing
    question: Question
    references: tuple[Reference, ...] = ()
    external: ExternalScore | None = None
    pieces: tuple[Piece, ...] = ()
    adverse: tuple[Cause, ...] = ()
    favourable: tuple[Cause, ...] = ()
    notes: tuple[str, ...] = ()
