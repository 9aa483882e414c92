"""The reports of the ledger over HTTP: aged balance, days of sales, causes of lateness."""

from typing import Annotated

from fastapi import Query

from ledger.reports import usecases
from ledger.reports.groups import By
from ledger.reports.usecases import Question
from serving.api.deps import Read, Spoken, Today
from serving.api.routes.customers import AsOf
from serving.api.schemas.reports import AgedBalanceAnswer, CauseAnswer, SalesDaysAnswer
from serving.opening import evening
from serving.rooms import Room

router = Room(tags=["reports"])

Cut = Annotated[By | None, Query(description="A row for each of these; all together when left out.")]
Days = Annotated[int, Query(ge=1, le=3_650, description="Over how many days sales are taken.")]
Months = Annotated[int, Query(ge=1, le=120, description="How many months, when told by month.")]


@router.get("/ageing")
def ageing(session: Read, today: Today, as_of: AsOf = None, by: Cut = None) -> list[AgedBalanceAnswer]:
    """Show the aged balance, the largest debt first: what is open by days late, disputed apart."""
    day = evening(session, asked=as_of, today=today).day
    return [
        AgedBalanceAnswer.model_validate(one) for one in usecases.ageing(session, Question(day, None, by))
    ]


@router.get("/dso")
def dso(
    session: Read,
    today: Today,
    as_of: AsOf = None,
    by: Cut = None,
    days: Days = 365,
    months: Months = 12,
) -> list[SalesDaysAnswer]:
    """Show days of sales outstanding, cash collected and delays; by month, as each month's end knew it."""
    day = evening(session, asked=as_of, today=today).day
    found = usecases.dso(session, Question(day, None, by), days=days, months=months)
    return [SalesDaysAnswer.of(one) for one in found]


@router.get("/causes")
def causes(
    session: Read, today: Today, language: Spoken, as_of: AsOf = None, by: Cut = None
) -> list[CauseAnswer]:
    """Rank why money is late, each overdue cent under one cause, with what to do about it."""
    day = evening(session, asked=as_of, today=today).day
    found = usecases.causes(session, Question(day, None, by))
    return [CauseAnswer.of(one, language) for one in found]
