"""Cover and its deadlines as they are told outside."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field


class DeadlineAnswer(BaseModel):
    """Something the insurer must be told."""

    kind: str = Field(description="overdue, claim, insolvency or ending.", examples=["overdue"])
    customer: str
    name: str
    policy_number: str
    last_on: date | None = Field(description="Its last day; null where the contract's figure is not known.")
    invoices: list[str]
    cents: int = Field(description="The covered part of the invoices, or the cover that ends.")
    disputed_cents: int = Field(description="Of it, in dispute: outside cover until that is settled.")
    currency: str
    missed: bool
    text: dict[str, dict[str, str]]


class OwedAnswer(BaseModel):
    """What a customer owes in one currency, and what of it is covered."""

    customer: str
    name: str
    currency: str
    gross_cents: int
    credits_cents: int
    net_cents: int
    covered_cents: int
    uncovered_cents: int
    insured_loss_cents: int = Field(description="What the insurer would pay: the quota shares the loss.")


class InForceAnswer(BaseModel):
    """What a delivery of that day falls under."""

    policy_number: str
    kind: str
    cents: int
    currency: str
    quota_bp: int = Field(description="The insured share of a loss, in hundredths of a per cent.")
    from_on: date
    until_on: date | None


class CoverAnswer(BaseModel):
    """What insures a customer on an evening, and how it came to be."""

    customer: str
    name: str
    as_of: date
    in_force: list[InForceAnswer]
    owed: list[OwedAnswer]
    history: list[dict[str, Any]]
