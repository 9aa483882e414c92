"""What dunning sees of a customer on a day: what it owes, what was done about it, what holds it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dunning.heard import NOTHING, Heard
from kernel.language import Language


class Kind(StrEnum):
    COMPANY = "company"
    PUBLIC = "public"
    PERSON = "person"


class Through(StrEnum):
    """How a level was passed: by a send of which we are certain, a task done, or a skip somebody signed."""

    SENT = "sent"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Completion:
    """A level passed; `deadline_on` is the day that was printed until which we would wait."""

    level: int
    on: date
    through: Through
    deadline_on: date | None = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A level on its way under an action: asked for approval, queued, being sent, or a `task` not yet done.

    `stuck` until a person settles it: it may have arrived, or it was given up; `refused` is the address that
    would not take it, until the customer has another one.
    """

    level: int
    action_id: int
    since: date
    stuck: bool = False
    task: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Something that forbids to chase, in the words of `why`; `until` is its last day where one is known."""

    matter: str
    why: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """An invoice, or an instalment of a plan, in cents: `claimable` is what no hold forbids of what is open.

    `item` never changes: `i:12` for an invoice, `p:45:2` for the second instalment of plan 45.
    `resumed_on` is the day on which the last dispute about it ended in our favour.
    """

    item: str
    invoice_id: int
    number: str
    currency: str
    issued_on: date | None
    due_on: date
    amount_cents: int
    open_cents: int
    claimable_cents: int
    held: tuple[Held, ...] = ()
    completed: tuple[Completion, ...] = ()
    pending: Pending | None = None
    resumed_on: date | None = None
    exemption: "Exemption | None" = None

    @property
    def last(self) -> Completion | None:
        """The highest level passed."""
        return max(self.completed, key=lambda one: (one.level, one.on), default=None)

    def days_late(self, on: date) -> int:
        return max((on - self.due_on).days, 0)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person by role, and how they are reached; `bounced` once an address was refused for good."""

    role: str
    name: str = ""
    email: str = ""
    phone: str = ""
    language: Language | None = None
    bounced: bool = False


@dataclass(frozen=True, slots=True)
class Exemption:
    """A scenario somebody chose for a customer or an invoice, until its last day, and why."""

    scenario: str
    why: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """What the last kept score said; blank before the first."""

    grade: str = ""
    pd_12m: float | None = None
    p_late_30: float | None = None
    days_to_cash: float | None = None


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer as dunning sees it; `credits` are open credit notes and unallocated money by currency.

    `contacted_on` is the last day on which something reached it, or is on its way; across all channels.
    `unreadable` says why nothing can be told of it: then nothing is decided either, and a person looks.
    """

    customer_id: int
    code: str
    name: str
    claims: tuple[Claim, ...]
    kind: Kind = Kind.COMPANY
    country: str = "FR"
    language: Language = Language.FRENCH
    address: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    credits: Mapping[str, int] = field(default_factory=dict)
    risk: Risk = Risk()
    payment_means: str = ""
    contacted_on: date | None = None
    exemption: Exemption | None = None
    owner: str = ""
    unreadable: str = ""
    heard: Heard = NOTHING


@dataclass(frozen=True, slots=True)
class Outline:
    """A customer before what holds it back is known.

    `late_cents` are, by currency, what is past due less all credits: what may be claimed is never more.
    """

    customer_id: int
    code: str
    late_cents: Mapping[str, int]
    pd_12m: float | None
