"""An order asked about, and its answer, as they are told outside."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class OrderQuestion(BaseModel):
    """An order before it is delivered."""

    model_config = ConfigDict(extra="forbid")

    customer: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")] = Field(
        description="The customer's code.", examples=["C-0001"]
    )
    amount_cents: int = Field(
        gt=0, le=10**15, description="What is to be delivered, in cents.", examples=[125_000]
    )
    currency: str = Field(default="EUR", pattern="^[A-Z]{3}$", description="ISO 4217 code.")
    number: Text = Field(
        default="", description="The order's number. Without it no headroom is held.", examples=["SO-118"]
    )
    on: date | None = Field(
        default=None,
        description="The day of delivery. Today when left out, or the last day of a ledger long ended.",
    )


class LimitAnswer(BaseModel):
    """The limit in force."""

    kind: str
    cents: int
    currency: str
    from_on: date
    until_on: date | None
    binding: str
    why: str


class WayAnswer(BaseModel):
    """One way to let the order go; 0 cents for no amount."""

    means: str
    cents: int
    text: dict[str, str]


class OrderAnswered(BaseModel):
    """Whether the order may leave, by which rule, and what would let it go."""

    outcome: Literal["release", "conditions", "hold"]
    rule: str
    policy: str
    customer: str
    name: str
    number: str
    decided_on: date
    decision: int = Field(description="The number under which the answer is kept.")
    version: int
    again: bool = Field(description="Whether it is the answer given before to the same question.")
    order_cents: int
    currency: str
    owed_cents: int
    overdue_cents: int
    days_late: int
    orders_cents: int
    held_cents: int = Field(description="Orders released lately that the ledger does not show yet.")
    before_cents: int = Field(description="Exposure without this order, open orders in it.")
    after_cents: int
    limit: LimitAnswer | None
    headroom_before_cents: int | None
    headroom_after_cents: int | None
    covered_cents: int
    uncovered_after_cents: int
    grade: str
    insolvent: bool
    ways: list[WayAnswer]
    text: dict[str, dict[str, str]]
