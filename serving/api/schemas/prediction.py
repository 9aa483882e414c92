"""When an invoice will be paid, as it is told outside."""

from pydantic import BaseModel, ConfigDict, Field

from serving.api.schemas.days import Day


class PredictionAnswer(BaseModel):
    """The probable payment dates of an open invoice."""

    model_config = ConfigDict(from_attributes=True)

    number: str = Field(description="The invoice's number.", examples=["F-2024-0042"])
    customer: str = Field(description="The customer's code.", examples=["C-0001"])
    as_of: Day = Field(description="The evening whose knowledge was used.", examples=["2024-05-10"])
    due_on: Day = Field(description="The due date.", examples=["2024-05-31"])
    open_cents: int = Field(description="What is left to pay, in cents.", examples=[120_000])
    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    p_late: float = Field(description="Probability of being paid after the due date.", examples=[0.31])
    p_late_30: float = Field(description="Probability of being more than 30 days late.", examples=[0.06])
    paid_within: dict[int, float] = Field(
        description="Probability of being paid within so many days of `as_of`.",
        examples=[{"7": 0.1, "14": 0.3, "30": 0.8, "60": 0.95, "90": 0.98}],
    )
    median_on: Day | None = Field(
        description="The day paid by with one chance in two.", examples=["2024-06-03"]
    )
    q10_on: Day | None = Field(description="The day paid by with one chance in ten.", examples=["2024-05-24"])
    q90_on: Day | None = Field(
        description="The day paid by with nine chances in ten; null beyond what the model can see.",
        examples=["2024-07-01"],
    )
    q80_on: Day | None = Field(
        default=None, description="The day paid by with eight chances in ten.", examples=["2024-06-14"]
    )
    p_never: float = Field(
        default=0.0,
        description="Probability of being neither paid nor ended a year after due.",
        examples=[0.01],
    )
    p_ended: float = Field(
        default=0.0,
        description="Probability of ending without cash: credit note, write-off.",
        examples=[0.02],
    )
    promised_on: Day | None = Field(
        default=None, description="The promised day that moved these dates, if any.", examples=["2024-06-05"]
    )
    p_kept: float | None = Field(
        default=None, description="The chance that the promise is kept.", examples=[0.7]
    )
    curve: list[float] = Field(
        default=[],
        description="Probability of being paid by each day, from the day after `as_of` on.",
        examples=[[0.01, 0.02, 0.05]],
    )
    model: str = Field(description="The model and version that answered.", examples=["lateness 3"])
