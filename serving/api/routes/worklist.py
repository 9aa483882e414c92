"""Today's queue over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from dunning import usecases
from serving.api.deps import Models, Read, Spoken, Today
from serving.api.schemas.worklist import EntryAnswer
from serving.opening import evening

router = APIRouter(tags=["queue"])

On = Annotated[
    date | None,
    Query(
        description="The day we act. Today when left out, or the last day of a ledger that ended long ago.",
        examples=["2024-05-10"],
    ),
]
Capacity = Annotated[
    int, Query(ge=1, le=1_000, description="How many contacts the day allows.", examples=[20])
]


@router.get("/queue")
def queue(
    session: Read, models: Models, language: Spoken, today: Today, on: On = None, capacity: Capacity = 20
) -> list[EntryAnswer]:
    """List the day's most useful contacts, the most useful first."""
    day = evening(session, asked=on, today=today).day
    entries = usecases.todays_queue(session, models, on=day, capacity=capacity, language=language)
    return [EntryAnswer.model_validate(entry) for entry in entries]
