"""Credit insurance over HTTP."""

from typing import Any

from credit.cover import usecases
from credit.cover.telling import deadline_as_json, history_as_json
from serving.api.deps import CoverRules, Read, Today
from serving.api.routes.customers import AsOf, Code
from serving.api.schemas.covers import CoverAnswer, DeadlineAnswer
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/covers", tags=["covers"])


@router.get("/calendar", response_model=list[DeadlineAnswer])
def calendar(session: Read, policy: CoverRules, today: Today, as_of: AsOf = None) -> list[dict[str, Any]]:
    """What the insurer must be told, by which day, and what happens if it is not."""
    day = evening(session, asked=as_of, today=today).day
    return [deadline_as_json(one) for one in usecases.calendar_on(session, on=day, policy=policy)]


@router.get("/customers/{code:path}", response_model=CoverAnswer)
def cover(session: Read, today: Today, code: Code, as_of: AsOf = None) -> dict[str, Any]:
    """What of a customer's debt is covered."""
    day = evening(session, asked=as_of, today=today).day
    return history_as_json(usecases.cover_of(session, code, as_of=day))
