"""Invoices over HTTP."""

from typing import Annotated

from fastapi import Path

from scoring import usecases
from serving.api.deps import Models, Read, Today
from serving.api.routes.customers import AsOf
from serving.api.schemas.prediction import PredictionAnswer
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/invoices", tags=["invoices"])

Number = Annotated[
    str, Path(min_length=1, max_length=200, description="The invoice's number.", examples=["INV/2024/0042"])
]


@router.get("/{number:path}/prediction")
def prediction(
    session: Read, models: Models, today: Today, number: Number, as_of: AsOf = None
) -> PredictionAnswer:
    """Tell when an open invoice will probably be paid."""
    day = evening(session, asked=as_of, today=today).day
    return PredictionAnswer.model_validate(usecases.predict_invoice(session, models, number, as_of=day))
