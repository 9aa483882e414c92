"""Answers made ready where they are made."""

from fastapi import Response
from pydantic import BaseModel


def as_answer(told: BaseModel) -> Response:
    """A value of a schema as it leaves: FastAPI would send it to another thread, to be checked once more."""
    return Response(told.model_dump_json(), media_type="application/json")
