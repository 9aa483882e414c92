"""The cash forecast over HTTP."""

from typing import Annotated

from fastapi import Query

from forecast import usecases
from forecast.periods import By
from forecast.scenario import scenario_from
from serving.api.deps import ForecastRules, Models, Read, Today
from serving.api.schemas.days import Day
from serving.api.schemas.forecast import ForecastAnswer
from serving.opening import evening
from serving.rooms import Room

router = Room(tags=["forecast"])

# What forecast/scenario.py takes, so that the description promises no more than is kept.
_SCENARIO = "^largest=[1-9][0-9]{0,2},days=([1-9][0-9]?|[12][0-9]{2}|3[0-5][0-9]|36[0-5])$"

AsOf = Annotated[
    Day | None,
    Query(
        description="The evening whose knowledge is used. Today when left out, or the last day of a ledger "
        "that ended long ago.",
        examples=["2024-05-10"],
    ),
]
Weeks = Annotated[int, Query(ge=1, le=26, description="How many weeks ahead.", examples=[13])]
Periods = Annotated[By, Query(description="How long a period is.")]
What = Annotated[
    str | None,
    Query(
        description="So many of the largest customers of each currency pay so many days later.",
        examples=["largest=10,days=15"],
        pattern=_SCENARIO,
    ),
]
Future = Annotated[bool, Query(description="Also invoices not yet issued, shown apart.")]


@router.get("/forecast")
def forecast(
    session: Read,
    models: Models,
    policy: ForecastRules,
    today: Today,
    as_of: AsOf = None,
    weeks: Weeks = 13,
    by: Periods = By.WEEK,
    scenario: What = None,
    with_future: Future = False,
) -> ForecastAnswer:
    """Tell the cash to come, by period and currency, with intervals and what is behind each period."""
    told = usecases.forecast_cash(
        session,
        models,
        as_of=evening(session, asked=as_of, today=today).day,
        weeks=weeks,
        by=by,
        policy=policy,
        scenario=None if scenario is None else scenario_from(scenario),
        with_future=with_future,
    )
    return ForecastAnswer.model_validate(told)
