"""Companies over HTTP, customers or not."""

from typing import Annotated

from fastapi import Path

from scoring import usecases
from serving.api.deps import GradeRules, Models, Read, Spoken, Today
from serving.api.routes.customers import AsOf
from serving.api.schemas.score import ScoreAnswer
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/companies", tags=["companies"])

Siren = Annotated[
    str, Path(min_length=1, max_length=20, description="The company's SIREN.", examples=["732829320"])
]


@router.get("/{siren}/score")
def score(
    session: Read,
    models: Models,
    grades: GradeRules,
    language: Spoken,
    today: Today,
    siren: Siren,
    as_of: AsOf = None,
) -> ScoreAnswer:
    """Score any French company by its SIREN, from all that is known of it."""
    day = evening(session, asked=as_of, today=today).day
    scored = usecases.score_company(session, models, siren, as_of=day, grades=grades, language=language)
    return ScoreAnswer.model_validate(scored)
