"""A customer's score and its reasons, and an invoice's payment dates, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import inf, log2

from scoring.vector import Vector


class Grade(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Confidence(StrEnum):
    """How far the answer may be off, in words."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


INSOLVENCY, IN_DEFAULT = "insolvency", "in default"

# Ten points double the odds of paying on: a reader can compare two scores without a table.
_POINTS_A_DOUBLING = 10.0
# Half a dozen grades share some ninety points: an interval of 15 stays within a grade or reaches the next,
# one of 30 spans two; beyond that the grade is little more than a guess. The expert prior alone spans 32.
_HIGH_WITHIN, _MEDIUM_WITHIN = 15.0, 30.0


@dataclass(frozen=True, slots=True)
class Reason:
    """A family of facts in words, and how far it moves the log-odds of default; positive is riskier."""

    family: str
    text: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the score would be with one thing otherwise: `feature` at `value` instead of `now`."""

    feature: str
    now: float
    value: float
    score: float
    pd_12m: float
    text: str


@dataclass(frozen=True, slots=True)
class NextPayment:
    """The chance that the next usual invoice is paid more than 30 days late, and the model that says so.

    `days_to_cash` are the days expected from its issue to its cash, or to a credit note in its place, one
    unpaid for a year counting as a year.
    """

    p_late_30: float
    model: str
    days_to_cash: float | None = None


@dataclass(frozen=True, slots=True)
class CustomerScore:
    """Answer of the 12-month default model; texts are in the reader's language.

    `customer` is None for a company that is none, `siren` "" where nobody said it. `pd_12m` lies between
    `low` and `high` as far as the model can tell; `pd_ttc` is through the cycle. `source` and `own_weight`
    say whose answer it is, `override` the fact that decides alone. `natural_person` is None where nobody
    said. `contributions` by family, the starting point among them, sum to the model's log-odds before
    calibration, and only those that matter are told as reasons; `vector` is all that was known in figures.
    """

    customer: str | None
    as_of: date
    score: float
    grade: Grade
    pd_12m: float
    low: float
    high: float
    pd_ttc: float
    confidence: Confidence
    tier: int
    source: str
    model: str
    siren: str = ""
    own_weight: float = 0.0
    override: str = ""
    natural_person: bool | None = None
    hindsight: bool = False
    adverse: tuple[Reason, ...] = ()
    favourable: tuple[Reason, ...] = ()
    contributions: Mapping[str, float] = field(default_factory=dict)
    counterfactual: Counterfactual | None = None
    next_payment: NextPayment | None = None
    override_text: str = ""
    source_text: str = ""
    knowledge: str = ""
    notes: tuple[str, ...] = ()
    vector: Vector | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class InvoicePrediction:
    """When an open invoice will be paid, given that it is open on the evening of `as_of`.

    `paid_within` gives the probability by number of days from `as_of`; a date is None when it is not reached
    within a year after the due day. Late means still owed after the due day. Past that year the invoice was
    paid, ended without cash (credit note, write-off), or will be neither: `p_never`. `curve` holds, from the
    day after `as_of` on, the probability of being paid by each day. `promised_on` is a promised day that
    moved the curve, with the chance `p_kept` that it is kept.
    """

    number: str
    customer: str
    as_of: date
    due_on: date
    open_cents: int
    currency: str
    p_late: float
    p_late_30: float
    paid_within: Mapping[int, float]
    median_on: date | None
    q10_on: date | None
    q90_on: date | None
    model: str
    q80_on: date | None = None
    p_never: float = 0.0
    p_ended: float = 0.0
    promised_on: date | None = None
    p_kept: float | None = None
    curve: tuple[float, ...] = ()


def score_of(pd_12m: float) -> float:
    """10 x log2 of the odds of no default, from 0 (one in two defaults) to 100 (one in a thousand)."""
    return min(max(points(pd_12m), 0.0), 100.0)


def confidence_of(low: float, high: float) -> Confidence:
    """By the points of score between the ends of the interval."""
    width = points(low) - points(high) if low < high else 0.0
    if width <= _HIGH_WITHIN:
        return Confidence.HIGH
    return Confidence.MEDIUM if width <= _MEDIUM_WITHIN else Confidence.LOW


def points(pd_12m: float) -> float:
    """10 x log2 of the odds of no default, whatever they are."""
    if pd_12m <= 0.0:
        return inf
    return -inf if pd_12m >= 1.0 else _POINTS_A_DOUBLING * log2((1.0 - pd_12m) / pd_12m)
