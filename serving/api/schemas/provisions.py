"""Provisions as they are told outside."""

from pydantic import BaseModel, ConfigDict, Field

from credit.provisions.expected import Line
from credit.provisions.usecases import Provisions
from serving.api.schemas.days import Day


class ProvisionLineAnswer(BaseModel):
    """An age of a segment in one currency."""

    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    segment: str = Field(description="By what customers are told apart; “all” without.", examples=["all"])
    bucket: str = Field(description="How long it has been due.", examples=["days_1_30"])
    items: int = Field(description="How many invoices.", examples=[31])
    open_cents: int = Field(description="What they owe, disputes left out.", examples=[4_250_000])
    rate: float = Field(description="The matrix's loss rate, the future counted in.", examples=[0.0123])
    rate_source: str = Field(
        description="What the rate rests on: “segment”, “currency” or “floor”.", examples=["segment"]
    )
    rate_invoices: int = Field(
        description="Invoices seen leaving this age in the policy's window.", examples=[1_204]
    )
    matrix_cents: int = Field(description="The provision by the matrix.", examples=[52_275])
    probability_cents: int | None = Field(
        description="What the model's chances change; null without a model.", examples=[-8_100]
    )
    security_cents: int | None = Field(
        description="What retention of title and insurance change.", examples=[-12_000]
    )
    model_cents: int | None = Field(
        description="The provision by the model: the three before it, added up.", examples=[32_175]
    )

    @classmethod
    def of(cls, line: Line) -> "ProvisionLineAnswer":
        told = {name: getattr(line, name) for name in line.__slots__ if name != "rate"}
        rate = line.rate
        return cls(**told, rate=rate.rate, rate_source=rate.source, rate_invoices=rate.invoices)


class SpecificAnswer(BaseModel):
    """What is provided for by itself."""

    model_config = ConfigDict(from_attributes=True)

    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    kind: str = Field(description="“insolvent” or “disputed”.", examples=["insolvent"])
    items: int = Field(description="How many invoices.", examples=[4])
    open_cents: int = Field(description="What is open of it.", examples=[1_000_000])
    rate: float = Field(description="The policy's rate.", examples=[0.9])
    cents: int = Field(description="The provision.", examples=[900_000])


class ProvisionTotalAnswer(BaseModel):
    """All of one currency, specific provisions among them."""

    model_config = ConfigDict(from_attributes=True)

    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    open_cents: int = Field(description="What is open.", examples=[25_000_000])
    matrix_cents: int = Field(description="The provision by the matrix.", examples=[1_250_000])
    model_cents: int | None = Field(
        description="The provision by the model; null without one.", examples=[1_100_000]
    )


class LookedBackAnswer(BaseModel):
    """A year ago in one currency: what the matrix of then would have provided, and what was lost since."""

    model_config = ConfigDict(from_attributes=True)

    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    provided_on: Day = Field(description="The evening a year ago.", examples=["2024-06-30"])
    open_cents: int = Field(description="What was open then.", examples=[20_000_000])
    provided_cents: int = Field(description="The provision then.", examples=[900_000])
    lost_cents: int = Field(description="Written off of it since.", examples=[310_000])
    still_open_cents: int = Field(description="Not paid to this day.", examples=[450_000])


class ProvisionsAnswer(BaseModel):
    """Expected credit losses by matrix and by model."""

    as_of: Day = Field(description="The evening whose knowledge was used.", examples=["2025-06-30"])
    policy: str = Field(description="Version and mark of the policy.", examples=["2026-11 0a1b2c3d4e5f"])
    factor: float = Field(description="By what the future multiplies the rates.", examples=[1.0])
    model: str | None = Field(description="The lateness model; null without one.", examples=["lateness 3"])
    hindsight: bool = Field(description="Whether that model learnt from facts known later.", examples=[False])
    lines: list[ProvisionLineAnswer] = Field(description="By currency, segment and age.")
    specific: list[SpecificAnswer] = Field(description="What stands apart.")
    totals: list[ProvisionTotalAnswer] = Field(description="By currency.")
    looked_back: list[LookedBackAnswer] = Field(
        description="By currency; empty where nothing was open a year ago or the ledger ended since."
    )

    @classmethod
    def of(cls, told: Provisions) -> "ProvisionsAnswer":
        return cls(
            as_of=told.as_of,
            policy=told.policy,
            factor=told.factor,
            model=told.model or None,
            hindsight=told.hindsight,
            lines=[ProvisionLineAnswer.of(line) for line in told.provided.lines],
            specific=[SpecificAnswer.model_validate(one) for one in told.provided.specific],
            totals=[ProvisionTotalAnswer.model_validate(one) for one in told.provided.totals],
            looked_back=[LookedBackAnswer.model_validate(one) for one in told.looked_back],
        )
