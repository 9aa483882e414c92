"""The cash to come, as it is told outside."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from forecast.periods import By
from serving.api.schemas.days import Day

Cents = Annotated[int, Field(description="Whole cents.", examples=[1_250_000])]


class IntervalAnswer(BaseModel):
    """Between which amounts cash lies in so many of a hundred cases."""

    model_config = ConfigDict(from_attributes=True)

    share: int = Field(description="50, 80 or 95.", examples=[80])
    low_cents: Cents
    high_cents: Cents


class BehindAnswer(BaseModel):
    """One of the invoices that add most to a period."""

    model_config = ConfigDict(from_attributes=True)

    customer: str = Field(description="The customer's code.", examples=["C-0001"])
    number: str = Field(description="The invoice's number.", examples=["F-2024-0042"])
    due_on: Day = Field(description="The due date.", examples=["2024-05-31"])
    expected_cents: int = Field(description="What it adds to the period.", examples=[84_000])
    chance: float = Field(description="The chance that it is paid in the period.", examples=[0.7])


class PeriodAnswer(BaseModel):
    """Cash from the first to the last day, both in."""

    model_config = ConfigDict(from_attributes=True)

    first_on: Day = Field(description="The first day.", examples=["2024-05-11"])
    last_on: Day = Field(description="The last day.", examples=["2024-05-17"])
    expected_cents: int = Field(description="Of invoices open on the evening.", examples=[1_250_000])
    intervals: list[IntervalAnswer] = Field(description="Between which cash lies in so many of 100 cases.")
    behind: list[BehindAnswer] = Field(description="The invoices that add most, the largest first.")
    future_cents: int | None = Field(
        description="Of invoices not yet issued, on top; null when not asked for.", examples=[90_000]
    )
    all_intervals: list[IntervalAnswer] = Field(description="Of both together; empty when not asked for.")


class ScenarioAnswer(BaseModel):
    """The same periods if the named customers paid later."""

    model_config = ConfigDict(from_attributes=True)

    customers: list[str] = Field(description="Who pays later, the largest first.", examples=[["C-0001"]])
    days: int = Field(description="By how many days.", examples=[15])
    periods: list[PeriodAnswer] = Field(description="One after the other.")
    expected_cents: Cents
    later_cents: Cents


class CurrencyAnswer(BaseModel):
    """One currency; open is the sum of disputed, credited, expected and later."""

    model_config = ConfigDict(from_attributes=True)

    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    open_cents: int = Field(description="All that is open on the evening.", examples=[9_000_000])
    disputed_cents: int = Field(description="In dispute: in no period.", examples=[100_000])
    credited_cents: int = Field(
        description="What customers' credits will settle, oldest invoice first: in no period.",
        examples=[50_000],
    )
    expected_cents: int = Field(description="Expected in the periods.", examples=[8_500_000])
    later_cents: int = Field(description="After the last day, or never.", examples=[350_000])
    intervals: list[IntervalAnswer] = Field(description="Of all periods together.")
    periods: list[PeriodAnswer] = Field(description="One after the other.")
    future_cents: int | None = Field(description="Of invoices not yet issued, on top.", examples=[700_000])
    scenario: ScenarioAnswer | None = Field(description="The same if some paid later, when asked for.")


class TogetherAnswer(BaseModel):
    """How far invoices are paid together, as shares of the chance in a payment date."""

    model_config = ConfigDict(from_attributes=True)

    customer: float = Field(description="Shared by a customer's invoices.", examples=[0.3])
    book: float = Field(description="Shared by all invoices.", examples=[0.03])


class SpreadAnswer(BaseModel):
    """What the intervals rest on."""

    model_config = ConfigDict(from_attributes=True)

    together: TogetherAnswer = Field(description="How far invoices are paid together.")
    width: float = Field(description="By how much intervals are stretched.", examples=[1.05])
    evenings: int = Field(description="Past evenings it was measured on; 0 for none.", examples=[10])


class ForecastAnswer(BaseModel):
    """Cash to come, each currency on its own."""

    model_config = ConfigDict(from_attributes=True)

    as_of: Day = Field(description="The evening whose knowledge was used.", examples=["2024-05-10"])
    last_on: Day = Field(description="The last day told.", examples=["2024-08-09"])
    by: By = Field(description="day, week or month.")
    model: str = Field(description="The model in service.", examples=["lateness 3"])
    hindsight: bool = Field(
        description="Whether that model learnt from facts known later than that evening.", examples=[False]
    )
    spread: SpreadAnswer = Field(description="What the intervals rest on.")
    currencies: list[CurrencyAnswer] = Field(description="Each on its own.")
