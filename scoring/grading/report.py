"""Grades as they stand: who holds them, what they owe, what was expected, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.grades import GradePolicy
from scoring.grading.cohort import Cohort, Held
from scoring.grading.migration import Amounts, added
from scoring.score import Grade


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade on an evening: `expected` is the mean chance of default of its customers.

    It is None where nobody holds the grade. `in_default` of them are so already, whom `expected` leaves out.
    """

    grade: Grade
    below: float | None
    customers: int
    in_default: int
    cents: Amounts
    expected: float | None


@dataclass(frozen=True, slots=True)
class GradeReport:
    """All grades of the last stored evening, and the cohort whose year is over, where there is one.

    `crowded` names grades that hold too many customers. `too_early` says from which day on a cohort can be
    judged; it is None when one is.
    """

    as_of: date
    scored_on: date
    model: str
    policy: str
    lines: tuple[GradeLine, ...]
    cohort: Cohort | None
    crowded: tuple[Grade, ...]
    too_early: date | None


def grade_lines(
    held: Sequence[Held], *, owed: Mapping[int, Amounts], grades: GradePolicy
) -> tuple[GradeLine, ...]:
    """One line a grade, the best first; `owed` is by customer, then currency."""
    return tuple(_line(grade, [one for one in held if one.grade is grade], owed, grades) for grade in Grade)


def crowded(lines: Sequence[GradeLine], *, share: float) -> tuple[Grade, ...]:
    """Grades that hold more than a share of the customers."""
    whole = sum(line.customers for line in lines)
    return tuple(line.grade for line in lines if line.customers > share * whole)


def _line(grade: Grade, own: Sequence[Held], owed: Mapping[int, Amounts], grades: GradePolicy) -> GradeLine:
    open_ended = [one.pd_12m for one in own if not one.certain]
    return GradeLine(
        grade=grade,
        below=grades.below.get(grade),
        customers=len(own),
        in_default=len(own) - len(open_ended),
        cents=added([owed.get(one.customer_id, {}) for one in own]),
        expected=sum(open_ended) / len(open_ended) if open_ended else None,
    )
