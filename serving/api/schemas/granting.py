"""Limits as they are asked for and granted."""

from pydantic import BaseModel, Field

from credit.limit.usecases import Wish
from serving.api.schemas.common import Currency, Note, Why
from serving.api.schemas.days import Day


class GrantAsked(BaseModel):
    """What a customer may owe; what the policy says of all that is left out."""

    cents: int | None = Field(default=None, ge=0, lt=10**15, description="What the policy says if left out.")
    currency: Currency = "EUR"
    until: Day | None = Field(default=None, description="Its last day.")
    temporary: bool = Field(default=False, description="Beside the standing limit, until its last day.")
    reason: Note = ""

    def wish(self) -> Wish:
        return Wish(self.cents, self.currency, self.until, self.temporary, self.reason)


class GrantAnswer(BaseModel):
    """A limit that was granted, or waits for a second person."""

    number: int = Field(description="Its number.")
    state: str = Field(description="granted, or asked while it waits for a second person.")
    customer: str = Field(description="The customer's code.")
    cents: int = Field(description="In cents.")
    currency: str = Field(description="ISO 4217 code.")
    why: str = Field(description="What the policy says, in the language of the house.")


class LimitReason(BaseModel):
    """Why."""

    reason: Why
