"""Scores over HTTP: those stored of the whole book, and one of features that the caller holds."""

from typing import Annotated

from fastapi import Query, Response

from scoring.vectors import usecases
from serving.api.allowed import Own, Who
from serving.api.deps import GradeRules, Models, Read, Spoken, Today
from serving.api.problems import documented
from serving.api.routes.customers import AsOf
from serving.api.schemas.score import ScoreAnswer
from serving.api.schemas.scores import FeaturesAnswer, FeaturesQuestion, ScorePage
from serving.api.shaping import as_answer
from serving.rooms import Room

router = Room(prefix="/scores", tags=["scores"])

_Cursor = Annotated[int, Query(ge=0, le=2**53, description="What `next` said on the page before.")]
_Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]


@router.get("")
def list_scores(
    session: Read,
    who: Who,
    language: Spoken,
    today: Today,
    cursor: _Cursor = 0,
    limit: _Limit = 100,
    as_of: AsOf = None,
) -> ScorePage:
    """List the last score stored of each customer, in an order that stays."""
    own = Own(who, session, today).codes
    page = usecases.stored_scores(
        session, until=as_of or today, after=cursor, most=limit, codes=own, language=language
    )
    return ScorePage(scores=[ScoreAnswer.model_validate(one) for one in page.scores], next=page.after)


@router.post("", response_model=FeaturesAnswer, responses=documented(400))
def score(models: Models, grades: GradeRules, language: Spoken, asked: FeaturesQuestion) -> Response:
    """Score features that the caller holds, with the reasons; nothing is read or kept."""
    told = usecases.score_features(
        models,
        asked.features,
        model=asked.model,
        in_default=asked.in_default,
        grades=grades,
        language=asked.language or language,
    )
    return as_answer(FeaturesAnswer.model_validate(told))
