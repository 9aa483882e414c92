"""Cover and its deadlines as they are told outside."""

from typing import Any

from pydantic import BaseModel, Field

from serving.api.schemas.days import Day


class DeadlineAnswer(BaseModel):
    """Something the insurer must be told."""

    kind: str = Field(description="overdue, claim, insolvency or ending.", examples=["overdue"])
    customer: str = Field(description="The customer's code.")
    name: str = Field(description="The customer's name.")
    policy_number: str = Field(description="The number of the contract.")
    last_on: Day | None = Field(description="Its last day; null where the contract's figure is not known.")
    invoices: list[str] = Field(description="Numbers of the invoices.")
    cents: int = Field(description="The covered part of the invoices, or the cover that ends.")
    disputed_cents: int = Field(description="Of it, in dispute: outside cover until that is settled.")
    currency: str = Field(description="ISO 4217 code.")
    missed: bool = Field(description="Whether its day has passed.")
    text: dict[str, dict[str, str]] = Field(description="The sentences, by language.")


class OwedAnswer(BaseModel):
    """What a customer owes in one currency, and what of it is covered."""

    customer: str = Field(description="The customer's code.")
    name: str = Field(description="The customer's name.")
    currency: str = Field(description="ISO 4217 code.")
    gross_cents: int = Field(description="Open invoices.")
    credits_cents: int = Field(description="Credit notes and money not applied.")
    net_cents: int = Field(description="Gross less credits.")
    covered_cents: int = Field(description="What insurers cover of it.")
    uncovered_cents: int = Field(description="Net less what is covered.")
    insured_loss_cents: int = Field(description="What the insurer would pay: the quota shares the loss.")


class InForceAnswer(BaseModel):
    """What a delivery of that day falls under."""

    policy_number: str = Field(description="The number of the contract.")
    kind: str = Field(description="What kind it is.")
    cents: int = Field(description="In cents.")
    currency: str = Field(description="ISO 4217 code.")
    quota_bp: int = Field(description="The insured share of a loss, in hundredths of a per cent.")
    from_on: Day = Field(description="Its first day.")
    until_on: Day | None = Field(description="Its last day; null for none.")


class CoverAnswer(BaseModel):
    """What insures a customer on an evening, and how it came to be."""

    customer: str = Field(description="The customer's code.")
    name: str = Field(description="The customer's name.")
    as_of: Day = Field(description="The evening whose knowledge is used.")
    in_force: list[InForceAnswer] = Field(description="What a delivery of that day falls under.")
    owed: list[OwedAnswer] = Field(description="What is owed, by currency.")
    history: list[dict[str, Any]] = Field(description="What insurers said, in the order in which it holds.")
