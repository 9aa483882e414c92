"""The registered models."""

from math import isfinite
from typing import Any

from pydantic import BaseModel, Field

from serving.shelf import Model


class ModelAnswer(BaseModel):
    """A version of a model."""

    name: str = Field(description="What it predicts.", examples=["lateness"])
    version: int = Field(description="Its version.")
    champion: bool = Field(description="Whether it is in service.")
    as_of: str = Field(description="The evening whose knowledge it learnt from.")
    complete: bool = Field(description="Whether its validation report has no empty section.")
    decided: dict[str, str] = Field(description="Why it was put in service or not, by language.")
    metrics: dict[str, float | None] = Field(description="Null where a figure could not be told.")
    parameters: dict[str, str] = Field(description="What the model was made with.")


class ActOnModel(BaseModel):
    """A move of a champion."""

    name: str = Field(description="By which it is known.")
    deed: str = Field(description="promote, roll back or decline.")
    who: str = Field(description="Who did it.")
    at: str = Field(description="RFC 3339.")
    why: str = Field(description="The reason.")
    before: int | None = Field(description="The version before; null without one.")
    after: int = Field(description="The version after.")


class ModelList(BaseModel):
    """All versions, the newest first, and who put what in service."""

    items: list[ModelAnswer] = Field(description="Its parts.")
    acts: list[ActOnModel] = Field(description="The latest first.")


class ModelCard(BaseModel):
    """What a model is for and how far it may be trusted, in Markdown."""

    name: str = Field(description="By which it is known.")
    version: int = Field(description="Its version.")
    card: str = Field(description="The model's card, as text.")
    validation: str = Field(description="Its validation report.")


def model_answer(one: Model) -> ModelAnswer:
    told: dict[str, Any] = {name: value if isfinite(value) else None for name, value in one.figures.items()}
    return ModelAnswer(
        name=one.name,
        version=one.number,
        champion=one.champion,
        as_of=one.as_of,
        complete=one.complete,
        decided=dict(one.decided),
        metrics=told,
        parameters=dict(one.parameters),
    )
