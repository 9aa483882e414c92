"""A limit, what the policy says of it, and its history, as they are told outside."""

from pydantic import BaseModel, Field

from serving.api.schemas.days import Day
from serving.api.schemas.orders import LimitAnswer


class BoundAnswer(BaseModel):
    """What one constraint allows."""

    constraint: str = Field(description="need, capacity, appetite, cover, group or override.")
    cents: int | None = Field(description="In cents; null where it cannot be computed or does not apply.")
    basis: str = Field(description="What it was computed from.")


class ProposalAnswer(BaseModel):
    """What the policy says a customer may owe, and what would raise it."""

    cents: int = Field(description="In cents.")
    binding: str = Field(description="The constraint that binds.")
    next_binding: str | None = Field(description="The one that would bind next; null for none.")
    next_cents: int | None = Field(description="How far the limit could rise until then, in cents.")
    pd_over_terms: float | None = Field(description="Chance of default while a sale stays unpaid.")
    break_even: float = Field(description="The chance of default at which a sale earns nothing.")
    policy: str = Field(description="The version of the policy.")
    should_change: bool = Field(description="Whether the limit in force should give way.")
    bounds: list[BoundAnswer] = Field(description="Every constraint.")
    why: str = Field(description="The sentence, in the language of the house.")


class LimitStanding(BaseModel):
    """Where a customer stands beside its limit."""

    customer: str = Field(description="The customer's code.")
    as_of: Day = Field(description="The evening whose knowledge is used.")
    currency: str = Field(description="ISO 4217 code.")
    exposure_cents: int = Field(description="Owed and ordered, in cents.")
    in_force: LimitAnswer | None = Field(description="The limit in force; null for none.")
    proposed: ProposalAnswer = Field(description="What the policy says.")


class LimitVersionAnswer(LimitAnswer):
    """A limit as it stood from a day on."""

    number: int = Field(description="The limit's number.")
    version: int = Field(description="0 as first written down.")
    known_on: Day = Field(description="From which day it was known.")
    state: str = Field(description="asked, granted, refused or withdrawn.")
    policy: str = Field(description="The version of the policy, and the mark of its figures.")
    asked_by: str = Field(description="Who asked.")
    approved_by: str = Field(description="Who agreed; empty while nobody has.")


class LimitHistory(BaseModel):
    """Every limit a customer had, as each stood."""

    customer: str = Field(description="The customer's code.")
    limits: list[LimitVersionAnswer] = Field(description="The oldest first.")
