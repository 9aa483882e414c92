"""Disputes, promises, plans and blocks: as they are told outside, and as they are told to us."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ledger.relation.deciding import Named
from ledger.relation.disputes import OUTCOMES, REASONS
from serving.api.schemas.common import NO_ZERO, Cents, Code, Currency, Note, Why
from serving.api.schemas.days import Day


class PartAnswer(BaseModel):
    """An invoice of a case."""

    invoice: str = Field(description="Its number.")
    cents: int | None = Field(description="The part that is meant; null for all that is open of it.")


class CaseAnswer(BaseModel):
    """A case as it stands; each matter adds fields of its own, such as the days of a plan."""

    model_config = ConfigDict(extra="allow")

    case: int = Field(description="Its number.")
    matter: str = Field(description="dispute, promise, plan, block, write_off or hand_over.")
    customer: str = Field(description="The customer's code.")
    state: str = Field(description="Where it stands.", examples=["open"])
    stands: bool = Field(description="Whether it is not over.")
    opened_on: Day = Field(description="The day it happened.")
    known_on: Day = Field(description="The day we knew.")
    author: str = Field(description="Who wrote it down.")
    invoices: list[PartAnswer] = Field(description="Empty where it is about all the customer owes.")
    cents: int | None = Field(description="Null where it is not about an amount.")
    currency: str | None = Field(description="ISO 4217 code.")
    ended_on: Day | None = Field(description="The day it ended.")
    ended_by: str | None = Field(description="Who ended it.")
    unreadable: list[str] = Field(description="What of it this version cannot read.")


class HistoryAnswer(BaseModel):
    """An act as it was written down."""

    act_id: int = Field(description="The number of the act.")
    case: int = Field(description="The number of the case.")
    matter: str = Field(description="dispute, promise, plan or block.")
    act: str = Field(description="What was done.")
    happened_on: Day = Field(description="The day it happened.")
    known_on: Day = Field(description="The day it became known.")
    recorded_at: str = Field(description="RFC 3339.")
    author: str = Field(description="Who did it.")
    details: dict[str, Any] = Field(description="What the act adds.")


class CaseInvoice(BaseModel):
    """An invoice by its number, and a part of it where not all is meant."""

    number: Code = Field(description="As it is printed.", examples=["F-2"])
    cents: Cents | None = Field(default=None, description="The part that is meant; all when left out.")

    def named(self) -> Named:
        return Named(self.number, self.cents)


class Happened(BaseModel):
    """What every act says; its author is whoever holds the key."""

    note: Note = ""
    happened_on: Day | None = Field(default=None, description="The day it happened, when that was before.")


class DisputeAsked(Happened):
    """A customer objects."""

    customer: Code = Field(description="The customer's code.", examples=["C-0001"])
    reason: str = Field(pattern=f"^({'|'.join(REASONS)})$", description="What it objects to.")
    invoices: list[CaseInvoice] = Field(
        description="The invoices it is about.", min_length=1, max_length=1000
    )


class DisputeAmended(Happened):
    """Which invoices and amounts are in dispute from now on."""

    invoices: list[CaseInvoice] = Field(
        description="The invoices it is about.", min_length=1, max_length=1000
    )


class DisputeResolved(Happened):
    """How a dispute ended."""

    outcome: str = Field(pattern=f"^({'|'.join(OUTCOMES)})$", description="For whom it ended.")
    conceded: list[CaseInvoice] = Field(
        default=[], max_length=1000, description="For the customer: all of it when left out."
    )
    credit_note: Code | None = Field(default=None, description="When it is in the ledger already.")


class PromiseAsked(Happened):
    """A customer promises an amount by a day."""

    customer: Code = Field(description="The customer's code.", examples=["C-0001"])
    promised_on: Day = Field(description="The day by which it will be paid.")
    cents: Cents | None = Field(default=None, description="All that is open when left out.")
    currency: Currency | None = Field(default=None, description="ISO 4217 code.")
    invoices: list[Code] = Field(default=[], max_length=1000, description="All it owes when left out.")
    by: str = Field(default="", max_length=200, pattern=NO_ZERO, description="Who promised.")


class InstalmentAsked(BaseModel):
    """A day and what is paid by then."""

    day: Day = Field(description="The day.")
    cents: Cents = Field(description="In cents.")


class PlanAsked(Happened):
    """Invoices paid in instalments, which add up to what is open of them or to what is named."""

    customer: Code = Field(description="The customer's code.", examples=["C-0001"])
    invoices: list[CaseInvoice] = Field(
        description="The invoices it is about.", min_length=1, max_length=1000
    )
    instalments: list[InstalmentAsked] = Field(description="Days and amounts.", min_length=1, max_length=120)
    grace_days: int = Field(default=0, ge=0, le=365, description="Days after which a miss breaks the plan.")
    acceleration: bool = Field(default=False, description="Whether a miss makes all the rest due.")


class BlockAsked(BaseModel):
    """Nobody is reminded, of some invoices or of all."""

    customer: Code = Field(description="The customer's code.", examples=["C-0001"])
    reason: Why = Field(description="Why nobody should be reminded.")
    until: Day | None = Field(default=None, description="Its last day; until lifted when left out.")
    invoices: list[Code] = Field(default=[], max_length=1000, description="All it owes when left out.")
    happened_on: Day | None = Field(default=None, description="The day it happened, when that was before.")
