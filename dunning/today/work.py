"""The pieces of a day's queue: what kind of work an entry is, about which invoices, and what it is worth."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dunning.actions import Action
from dunning.claims import Contact, Debtor
from dunning.contacts.contact import Spoken
from dunning.deciding import Decision
from dunning.listing import Sum
from dunning.queue_policy import Stage
from dunning.scenario import Way
from dunning.today.worth import Worth
from kernel.money import Money


class Work(StrEnum):
    """What a person is to do. The order is that in which one customer's several tasks are told."""

    ANSWERED = "answered"  # a mail from the customer, which a person reads first
    CALL_BACK = "call_back"  # it was agreed to call on this day
    BROKEN_PROMISE = "broken_promise"
    TASK = "call_task"  # the scenario asks for a call
    ESCALATION = "escalation"  # the end of the road: agency, court, or write-off
    STUCK = "stuck_message"
    UNREACHABLE = "unreachable"
    APPROVAL = "approval"
    CALL = "call"  # nothing asks for it but what it is worth

    @property
    def is_contact(self) -> bool:
        """Whether it reaches the customer, and counts for the interval."""
        return self in (Work.CALL_BACK, Work.BROKEN_PROMISE, Work.TASK, Work.CALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A promise as it stands on the day, by the last one made."""

    case: int
    state: str
    promised_on: date
    cents: int
    currency: str
    received_cents: int
    made_on: date


@dataclass(frozen=True, slots=True)
class Objected:
    """A dispute that stands: to whom it was routed, and until when it must be answered."""

    case: int
    reason: str
    cents: int
    currency: str
    opened_on: date
    owner: str
    deadline_on: date


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a customer on the day beyond what it owes.

    `actions` are those not over. `contacts` counts those of the last days, for fatigue. `owned` says that our
    engine sends the reminders; where none does, a reminder that is due is a call.
    """

    actions: tuple[Action, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    promise: Word | None = None
    disputes: tuple[Objected, ...] = ()
    planned: tuple[date, int, str] | None = None
    contacts: int = 0
    owned: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """What to do about a customer, before anybody knows what it is worth."""

    debtor: Debtor
    decision: Decision
    known: Known
    work: Work
    also: tuple[Work, ...]
    way: Way
    stage: Stage
    level: int
    action: int | None
    to: Contact | None


@dataclass(frozen=True, slots=True)
class LateInvoice:
    """An invoice past its due day, the days still to wait, the chance of its coming within a week.

    `saved_days` are those that the contact is expected to save.
    """

    number: str
    due_on: date
    days_late: int
    open: Money
    level: int = 0
    expected_days: float = 0.0
    soon: float = 0.0
    saved_days: float = 0.0

    @property
    def open_cents(self) -> int:
        return self.open.cents

    @property
    def currency(self) -> str:
        return self.open.currency


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer worth a place: `worth` is of its currency that counts most, whose `factor` ranks it.

    Without a factor it comes after all that have one.
    """

    chosen: Chosen
    currency: str
    worth: Worth
    factor: float | None
    sums: tuple[Sum, ...]
    invoices: tuple[LateInvoice, ...]
    collector: str = ""

    @property
    def code(self) -> str:
        return self.chosen.debtor.code

    @property
    def points(self) -> float:
        return self.worth.cents * (self.factor or 0.0)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that passed between us and a customer: a reminder, or the outcome of a contact."""

    on: date
    what: str
    way: str = ""
    level: int | None = None
    author: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """An entry as it is told: `why` in the reader's language, `script` in the customer's."""

    rank: int
    candidate: Candidate
    why: str
    script: str
    exchanges: tuple[Exchange, ...] = ()

    @property
    def customer(self) -> str:
        return self.candidate.code

    @property
    def value_cents(self) -> int:
        return self.candidate.worth.cents

    @property
    def invoices(self) -> tuple[LateInvoice, ...]:
        return self.candidate.invoices
