"""Today's queue as it is told outside."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class LateInvoiceAnswer(BaseModel):
    """One late invoice of a queued customer."""

    model_config = ConfigDict(from_attributes=True)

    number: str = Field(description="The invoice's number.", examples=["F-2024-0042"])
    due_on: date = Field(description="The due date.", examples=["2024-04-30"])
    days_late: int = Field(description="Days since the due date.", examples=[10])
    open_cents: int = Field(description="What is left to pay, in cents.", examples=[120_000])
    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])


class EntryAnswer(BaseModel):
    """One contact to make, and what it is worth."""

    model_config = ConfigDict(from_attributes=True)

    rank: int = Field(description="1 is the most useful.", examples=[1])
    customer: str = Field(description="The customer's code.", examples=["C-0001"])
    value_cents: int = Field(
        description="Expected wait from today: a cent that stays late for a day counts one.",
        examples=[4_500_000],
    )
    why: str = Field(description="Why this customer, in words.", examples=["1 200 EUR, 10 days late."])
    invoices: list[LateInvoiceAnswer] = Field(description="What the contact is about.")
