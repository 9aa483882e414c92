"""A customer's score and its reasons, and an invoice's payment dates, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Grade(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


# Provisional bands on the first version's score, 100 x (1 - P(more than 30 days late)); they give way to
# bands on the 12-month probability of default when that model takes its place.
GRADES_FROM: tuple[tuple[float, Grade], ...] = (
    (98.0, Grade.A),
    (95.0, Grade.B),
    (90.0, Grade.C),
    (80.0, Grade.D),
    (60.0, Grade.E),
    (0.0, Grade.F),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A family of facts in words, and how far it moves the log-odds of paying late; positive is riskier."""

    family: str
    text: str
    contribution: float


@dataclass(frozen=True, slots=True)
class CustomerScore:
    """100 x (1 - probability), where `probability` is of the next usual invoice being over 30 days late.

    The contributions of `reasons`, the starting point among them, sum to the log-odds of `probability`.
    """

    customer: str
    as_of: date
    score: float
    grade: Grade
    probability: float
    model: str
    reasons: tuple[Reason, ...]
    note: str


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


def score_of(probability: float) -> float:
    return 100.0 * (1.0 - probability)


def grade_of(score: float) -> Grade:
    return next(grade for low, grade in GRADES_FROM if score >= low)
