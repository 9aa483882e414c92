"""Customers over HTTP."""

from typing import Annotated

from fastapi import Path, Query, Response

from scoring import usecases
from scoring.vectors import usecases as vectors
from serving.api.deps import GradeRules, Models, OpenHouse, Spoken, Today
from serving.api.schemas.days import Day
from serving.api.schemas.score import ScoreAnswer
from serving.api.shaping import as_answer
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/customers", tags=["customers"])

# Codes come from accounting programs, and some write a slash in them: hence `:path`.
Code = Annotated[
    str, Path(min_length=1, max_length=200, description="The customer's code.", examples=["C-0001"])
]
AsOf = Annotated[
    Day | None,
    Query(
        description="The evening whose knowledge is used. Today when left out, "
        "or the last day of a ledger that ended long ago.",
        examples=["2024-05-10"],
    ),
]

Stored = Annotated[
    bool,
    Query(
        description="The last score stored up to that evening, as it was given then: its reasons in words, "
        "without a counterfactual. Nothing is read again, so the answer comes in milliseconds."
    ),
]


@router.get("/{code:path}/score", response_model=ScoreAnswer)
def score(
    house: OpenHouse,
    models: Models,
    grades: GradeRules,
    language: Spoken,
    today: Today,
    code: Code,
    as_of: AsOf = None,
    stored: Stored = False,
) -> Response:
    """Score a customer, with the reasons; or tell the last score that was stored."""
    # Opened here: from other threads, which FastAPI would do it in, it takes as long as a stored score.
    with house.database.read() as session:
        if stored:
            told = vectors.stored_score(session, code, until=as_of or today, language=language)
        else:
            day = evening(session, asked=as_of, today=today).day
            told = usecases.score_customer(session, models, code, as_of=day, grades=grades, language=language)
    return as_answer(ScoreAnswer.model_validate(told))
