"""Today's queue as it is told outside, and what came of a contact as it is told to us."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dunning.contacts.contact import Outcome
from dunning.outcomes.outcome import Came
from dunning.today.work import QueueEntry
from ledger.relation.deciding import Named
from serving.api.schemas.common import NO_ZERO, Why
from serving.api.schemas.days import Day


class LateInvoiceAnswer(BaseModel):
    """One late invoice of a queued customer."""

    model_config = ConfigDict(from_attributes=True)

    number: str = Field(description="The invoice's number.", examples=["F-2024-0042"])
    due_on: Day = Field(description="The due date.", examples=["2024-04-30"])
    days_late: int = Field(description="Days since the due date.", examples=[10])
    open_cents: int = Field(description="What may be claimed of it, in cents.", examples=[120_000])
    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    level: int = Field(description="The last level of reminding it passed; 0 for none.", examples=[2])
    expected_days: float = Field(description="Days still to wait as things go.", examples=[24.5])
    saved_days: float = Field(description="Days the contact is expected to save.", examples=[3.1])


class ContactAnswer(BaseModel):
    """Whom to speak or write to."""

    model_config = ConfigDict(from_attributes=True)

    role: str = Field(description="What the person is.", examples=["accounts_payable"])
    name: str = Field(description="Blank where nobody said.")
    email: str = Field(description="Blank where nobody said.")
    phone: str = Field(description="Blank where nobody said.")


class SumAnswer(BaseModel):
    """Of one currency: what is late and may be claimed, what the customer holds against it, what is left."""

    model_config = ConfigDict(from_attributes=True)

    currency: str = Field(description="ISO 4217 code.")
    gross_cents: int = Field(description="Late and claimable, in cents.")
    credits_cents: int = Field(description="Credit notes and money not allocated, in cents.")
    net_cents: int = Field(description="What is left, in cents.")


class WorthAnswer(BaseModel):
    """What the contact is expected to be worth, in cents of the entry's currency."""

    model_config = ConfigDict(from_attributes=True)

    saved_cent_days: float = Field(description="Cents times the days they come sooner.")
    waiting_cents: float = Field(description="What funding them for these days would cost.")
    loss_cents: float = Field(description="Expected losses avoided by being open for less long.")
    cost_cents: float = Field(description="What the contact costs.")


class ExchangeAnswer(BaseModel):
    """A reminder, or the outcome of a contact."""

    model_config = ConfigDict(from_attributes=True)

    on: Day = Field(description="The day it happened.")
    what: str = Field(description="sent, done, skipped, or an outcome such as no-answer.")
    way: str = Field(description="email, call, letter …")
    level: int | None = Field(description="The level of a reminder.")
    author: str = Field(description="Who wrote the outcome down; blank for a reminder.")
    note: str = Field(description="What its author wrote.")


class PromiseAnswer(BaseModel):
    """The last promise, as it stands."""

    model_config = ConfigDict(from_attributes=True)

    case: int = Field(description="Its number.")
    state: str = Field(description="pending, kept, partly_kept or broken.")
    promised_on: Day = Field(description="The day by which it was promised.")
    cents: int = Field(description="How much was promised.")
    currency: str = Field(description="ISO 4217 code.")
    received_cents: int = Field(description="What came in for it up to the promised day.")


class ObjectedAnswer(BaseModel):
    """A dispute that stands, and who must answer it by when."""

    model_config = ConfigDict(from_attributes=True)

    case: int = Field(description="Its number.")
    reason: str = Field(description="What the customer objects to.", examples=["price"])
    cents: int = Field(description="How much is in dispute.")
    currency: str = Field(description="ISO 4217 code.")
    opened_on: Day = Field(description="The day it was opened.")
    owner: str = Field(description="Who must answer it.", examples=["sales"])
    deadline_on: Day = Field(description="The last day for an answer.")


class InstalmentAnswer(BaseModel):
    """The next instalment of a plan that lives."""

    day: Day = Field(description="The day it is due.")
    open_cents: int = Field(description="What is left of it, in cents.")
    currency: str = Field(description="ISO 4217 code.")


class EntryAnswer(BaseModel):
    """One piece of a collector's day, and what it is worth."""

    rank: int = Field(description="1 is the most useful.", examples=[1])
    customer: str = Field(description="The customer's code.", examples=["C-0001"])
    name: str = Field(description="The customer's name.")
    kind: str = Field(description="What is to be done.", examples=["call_task"])
    also: list[str] = Field(description="What else waits about the same customer.")
    way: str = Field(description="By which the customer is reached.", examples=["call"])
    level: int = Field(description="The level of reminding it is about.")
    action: int | None = Field(description="The number of the task or message behind it.")
    collector: str = Field(description="Whose it is; blank for nobody's in particular.")
    value_cents: int = Field(
        description="Expected value of acting today, in cents of `currency`: waiting and losses saved, less "
        "the cost.",
        examples=[4_500],
    )
    currency: str = Field(description="ISO 4217 code of the value.")
    ranked: bool = Field(description="False where the policy has no factor for the currency: it comes last.")
    worth: WorthAnswer = Field(description="What makes the value.")
    to: ContactAnswer | None = Field(description="Null where nobody is known.")
    why: str = Field(description="Why this customer, in words.", examples=["1,200 EUR overdue …"])
    script: str = Field(description="What to say, in the customer's language.")
    sums: list[SumAnswer] = Field(description="What it is about, by currency.")
    invoices: list[LateInvoiceAnswer] = Field(description="What the contact is about.")
    exchanges: list[ExchangeAnswer] = Field(description="The last reminders and outcomes, the last first.")
    promise: PromiseAnswer | None = Field(description="The last promise.")
    disputes: list[ObjectedAnswer] = Field(description="Disputes that stand.")
    instalment: InstalmentAnswer | None = Field(description="The next instalment of a plan.")
    contacted_on: Day | None = Field(description="The last day the customer was reached.")
    contacts_lately: int = Field(description="How often, in the days that count for fatigue.")


def entry_answer(one: QueueEntry) -> EntryAnswer:
    at, chosen = one.candidate, one.candidate.chosen
    known, debtor = chosen.known, chosen.debtor
    planned = known.planned
    return EntryAnswer(
        rank=one.rank,
        customer=one.customer,
        name=debtor.name,
        kind=chosen.work.value,
        also=[work.value for work in chosen.also],
        way=chosen.way.value,
        level=chosen.level,
        action=chosen.action,
        collector=at.collector,
        value_cents=one.value_cents,
        currency=at.currency,
        ranked=at.factor is not None,
        worth=WorthAnswer.model_validate(at.worth),
        to=None if chosen.to is None else ContactAnswer.model_validate(chosen.to),
        why=one.why,
        script=one.script,
        sums=[SumAnswer.model_validate(sum_) for sum_ in at.sums],
        invoices=[LateInvoiceAnswer.model_validate(line) for line in one.invoices],
        exchanges=[ExchangeAnswer.model_validate(past) for past in one.exchanges],
        promise=None if known.promise is None else PromiseAnswer.model_validate(known.promise),
        disputes=[ObjectedAnswer.model_validate(dispute) for dispute in known.disputes],
        instalment=None
        if planned is None
        else InstalmentAnswer(day=planned[0], open_cents=planned[1], currency=planned[2]),
        contacted_on=debtor.contacted_on,
        contacts_lately=known.contacts,
    )


class NamedInvoice(BaseModel):
    """An invoice by its number, and a part of it where not all is meant."""

    number: str = Field(min_length=1, max_length=200, description="As it is printed.")
    cents: int | None = Field(
        default=None, gt=0, lt=10**15, description="The part that is meant; all of it when left out."
    )


class OutcomeAsked(BaseModel):
    """What came of a contact; each outcome has fields of its own."""

    outcome: str = Field(
        pattern=f"^({'|'.join(Outcome)})$", description="What came of it.", examples=["promise"]
    )
    author: str = Field(min_length=1, max_length=200, description="Who spoke to the customer.")
    note: str = Field(default="", max_length=2000, description="What whoever reads it later should know.")
    promised_on: Day | None = Field(default=None, description="Of a promise: its day.")
    cents: int | None = Field(
        default=None, gt=0, lt=10**15, description="Of a promise: how much; all that is open when left out."
    )
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$", description="Of a promise.")
    reason: str = Field(default="", max_length=100, description="Of a dispute.", examples=["price"])
    invoices: list[NamedInvoice] = Field(
        default=[], max_length=1000, description="Of a dispute; of a promise where not all is meant."
    )
    call_back_on: Day | None = Field(default=None, description="Of call-back: the day that was agreed.")
    contact: str = Field(
        default="", max_length=320, description="Of wrong-contact: the address, number or name."
    )

    def came(self) -> Came:
        return Came(
            outcome=Outcome(self.outcome),
            note=self.note,
            promised_on=self.promised_on,
            cents=self.cents,
            currency=self.currency,
            reason=self.reason,
            invoices=tuple(Named(one.number, one.cents) for one in self.invoices),
            call_back_on=self.call_back_on,
            contact=self.contact,
        )


class OutcomeAnswer(BaseModel):
    """An outcome as written down."""

    id: int = Field(description="Its number.")
    customer: str = Field(description="The customer's code.")
    outcome: str = Field(description="What came of the contact.")
    on: Day = Field(description="The day of the contact.")
    author: str = Field(description="Who wrote it down.")
    note: str = Field(description="What its author wrote.")
    action: int | None = Field(description="The call task it finished.")
    undoes: int | None = Field(description="The outcome it takes back.")
    details: dict[str, Any] = Field(description="What the outcome adds, such as a dispute's owner.")
    case: dict[str, Any] | None = Field(description="The promise or dispute as it stands in the ledger.")


class TakeAsked(BaseModel):
    """Who takes the next entry."""

    collector: str = Field(
        default="", max_length=200, pattern=NO_ZERO, description="Whoever holds the key when left out."
    )


class TakenEntry(BaseModel):
    """The entry that is the collector's now."""

    entry: EntryAnswer | None = Field(description="Null when nothing waits.")


class HandAsked(BaseModel):
    """To whom a customer is handed over."""

    collector: str = Field(max_length=200, pattern=NO_ZERO, description="Blank gives it back to the policy.")
    why: Why


class HandAnswer(BaseModel):
    """Whose the customer is now."""

    customer: str = Field(description="The customer's code.")
    collector: str = Field(description="Whose it is.")
    from_on: Day = Field(description="The first day of it.")
