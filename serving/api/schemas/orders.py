"""An order asked about, and its answer, as they are told outside."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from serving.api.schemas.days import Day
from serving.api.schemas.decisions import OverridingAnswer

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
    on: Day | None = Field(
        default=None,
        description="The day of delivery. Today when left out, or the last day of a ledger long ended.",
    )


class LimitAnswer(BaseModel):
    """The limit in force."""

    kind: str = Field(description="What kind it is.")
    cents: int = Field(description="In cents.")
    currency: str = Field(description="ISO 4217 code.")
    from_on: Day = Field(description="Its first day.")
    until_on: Day | None = Field(description="Its last day; null for none.")
    binding: str = Field(description="The constraint that set it.")
    why: str = Field(description="Why, in words.")


class WayAnswer(BaseModel):
    """One way to let the order go; 0 cents for no amount."""

    means: str = Field(
        description="payment, deposit, prepayment, approval, temporary_limit, administrator or take_back."
    )
    cents: int = Field(description="In cents.")
    text: dict[str, str] = Field(description="The sentences, by language.")


class OrderAnswered(BaseModel):
    """Whether the order may leave, by which rule, and what would let it go."""

    outcome: Literal["release", "conditions", "hold"] = Field(description="release, conditions or hold.")
    rule: str = Field(description="The rule that decided.")
    policy: str = Field(description="The version of the policy.")
    customer: str = Field(description="The customer's code.")
    name: str = Field(description="The customer's name.")
    number: str = Field(description="The order's number.")
    decided_on: Day = Field(description="The day the answer is for.")
    decision: int = Field(description="The number under which the answer is kept.")
    version: int = Field(description="Counts the answers to this order, from 0.")
    again: bool = Field(description="Whether it is the answer given before to the same question.")
    order_cents: int = Field(description="The order, in cents.")
    currency: str = Field(description="ISO 4217 code.")
    owed_cents: int = Field(description="What the ledger says is owed, net of credits.")
    overdue_cents: int = Field(description="Past due and not disputed.")
    days_late: int = Field(description="Of the oldest invoice past due.")
    orders_cents: int = Field(description="Other open orders of the ledger.")
    held_cents: int = Field(description="Orders released lately that the ledger does not show yet.")
    before_cents: int = Field(description="Exposure without this order, open orders in it.")
    after_cents: int = Field(description="Exposure with this order.")
    limit: LimitAnswer | None = Field(description="The limit in force; null for none.")
    headroom_before_cents: int | None = Field(
        description="Limit less exposure without this order; null without a limit."
    )
    headroom_after_cents: int | None = Field(
        description="Limit less exposure with this order; null without a limit."
    )
    covered_cents: int = Field(description="What insurers cover of it.")
    uncovered_after_cents: int = Field(description="Exposure with this order, less cover.")
    grade: str = Field(description="The grade of the last score; empty without one.")
    insolvent: bool = Field(description="Whether a proceeding is open.")
    overruled: OverridingAnswer | None = Field(
        default=None, description="What a person decided in its place; null where nobody did."
    )
    ways: list[WayAnswer] = Field(description="Each of them lets the order go.")
    text: dict[str, dict[str, str]] = Field(description="The sentences, by language.")
