"""A customer's score as it is told outside."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class ReasonAnswer(BaseModel):
    """One of the facts that made the score what it is."""

    model_config = ConfigDict(from_attributes=True)

    family: str = Field(description="What the reason is about.", examples=["payment history"])
    text: str = Field(description="The reason in words.", examples=["Usually pays 12 days late."])
    contribution: float = Field(
        description="By how much it moves the log-odds of `probability`; positive is riskier.",
        examples=[0.42],
    )


class ScoreAnswer(BaseModel):
    """A customer's score on an evening, with its reasons."""

    model_config = ConfigDict(from_attributes=True)

    customer: str = Field(description="The customer's code.", examples=["C-0001"])
    as_of: date = Field(description="The evening whose knowledge was used.", examples=["2024-05-10"])
    score: float = Field(description="From 0 (worst) to 100 (best).", examples=[71.0])
    grade: str = Field(description="The score as a letter; A is best.", examples=["B"])
    probability: float = Field(
        description="That the next usual invoice is paid more than 30 days late.", examples=[0.18]
    )
    model: str = Field(description="The model and version that answered.", examples=["lateness 3"])
    reasons: list[ReasonAnswer] = Field(
        description="Strongest first, the starting point last; together they make the probability."
    )
    note: str = Field(description="What the reader should know of this answer, or nothing.", examples=[""])
