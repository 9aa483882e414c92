"""Whether the house is open."""

from typing import Literal

from pydantic import BaseModel, Field


class Health(BaseModel):
    status: Literal["ok"] = Field(description="The house is open and its database answers.")
    version: str = Field(description="Which Encours this is.", examples=["0.1.0"])
