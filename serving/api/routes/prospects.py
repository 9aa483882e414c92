"""Prospects over HTTP."""

from typing import Any

from credit.acceptance import usecases
from credit.acceptance.telling import as_json
from ledger.registers.usecases import Act
from serving import clock
from serving.api.allowed import Own, Who
from serving.api.deps import AcceptanceRules, Models, Spoken, Today, Write
from serving.api.problems import documented
from serving.api.schemas.prospect import ProspectAnswered, ProspectQuestion
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/prospects", tags=["prospects"])

_AUTHOR = "api"


@router.post("/score", response_model=ProspectAnswered, responses=documented(400))
def score(
    session: Write,
    who: Who,
    models: Models,
    policies: AcceptanceRules,
    language: Spoken,
    today: Today,
    asked: ProspectQuestion,
) -> dict[str, Any]:
    """Say whether a company may buy on account, how much, on what terms, and why."""
    Own(who, session, today).check_company(asked.siren, on=asked.on)
    act = Act(_AUTHOR, evening(session, asked=asked.on, today=today).day, clock.now())
    decided = usecases.answer_prospect(
        session, models, act, asked.asked(), policies=policies, language=language
    )
    return as_json(decided)
