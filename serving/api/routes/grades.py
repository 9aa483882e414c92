"""Grades over HTTP."""

from typing import Annotated

from fastapi import Query

from scoring.grading import usecases
from serving.api.deps import GradeRules, Read, Today
from serving.api.routes.customers import AsOf
from serving.api.schemas.days import Day
from serving.api.schemas.grades import GradesAnswer, MigrationAnswer
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/grades", tags=["grades"])

From = Annotated[
    Day | None,
    Query(alias="from", description="A month before at least when left out.", examples=["2024-12-31"]),
]
To = Annotated[Day | None, Query(alias="to", description="Today when left out.", examples=["2025-06-30"])]


@router.get("")
def grades(session: Read, rules: GradeRules, today: Today, as_of: AsOf = None) -> GradesAnswer:
    """Show each grade: customers, exposure, expected defaults, and those seen a year after."""
    day = evening(session, asked=as_of, today=today).day
    return GradesAnswer.of(usecases.grade_report(session, as_of=day, grades=rules))


@router.get("/migration")
def migration(
    session: Read, rules: GradeRules, today: Today, from_on: From = None, to_on: To = None
) -> MigrationAnswer:
    """Show how customers moved between grades from one stored evening to another."""
    day = evening(session, asked=to_on, today=today).day
    told = usecases.grade_migration(session, from_on=from_on, to_on=day, grades=rules)
    return MigrationAnswer.of(told)
