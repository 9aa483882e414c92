"""All that a dossier tells of one customer, as known on an evening."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dunning.actions import Action
from dunning.dossier.papers import Paper
from dunning.receivable.receivable import Receivable
from ledger.company.proceeding import Proceeding
from ledger.registers.catalogue import ContactRow, LegalEventRow
from ledger.relation.standing import Relation
from messaging.delivery import Attempt, Standing, State


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is left to pay of an invoice; `issued_on` is None where it is not known."""

    invoice_id: int
    number: str
    issued_on: date | None
    due_on: date
    amount_cents: int
    open_cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Credit:
    """What the customer holds against us: a credit note by its number, or money no invoice took."""

    number: str
    day: date
    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What settled a part of an open invoice; money unless `cash` is false."""

    number: str
    on: date
    cents: int
    currency: str
    cash: bool


@dataclass(frozen=True, slots=True)
class Net:
    currency: str
    gross_cents: int
    credit_cents: int

    @property
    def net_cents(self) -> int:
        return self.gross_cents - self.credit_cents


@dataclass(frozen=True, slots=True)
class Account:
    """A statement of account: never a sum across currencies.

    `penalties` are what letters claimed beside the invoices and is still open: no part of any balance here.
    """

    code: str
    name: str
    on: date
    items: tuple[OpenItem, ...]
    credits: tuple[Credit, ...]
    settled: tuple[Settled, ...] = ()
    penalties: tuple[Receivable, ...] = ()

    @property
    def currencies(self) -> list[str]:
        return sorted({one.currency for one in self.items} | {one.currency for one in self.credits})

    @property
    def nets(self) -> list[Net]:
        return [
            Net(
                currency,
                sum(one.open_cents for one in self.items if one.currency == currency),
                sum(one.cents for one in self.credits if one.currency == currency),
            )
            for currency in self.currencies
        ]


@dataclass(frozen=True, slots=True)
class Reminded:
    """A level passed on an invoice, as the ledger holds it."""

    number: str
    item: str
    level: int
    through: str
    way: str
    tone: str
    passed_on: date
    deadline_on: date | None
    action_id: int
    known_on: date
    author: str


@dataclass(frozen=True, slots=True)
class Proof:
    """An action, and the message that carried it with every step of its way out, as far as known."""

    action: Action
    message: Standing | None = None
    steps: tuple[Attempt, ...] = ()

    @property
    def state(self) -> State | None:
        """Where the message stood that evening; None without one."""
        if self.message is None:
            return None
        return self.steps[-1].state if self.steps else State.WAITING


@dataclass(frozen=True, slots=True)
class Clauses:
    """What the customer agreed to, as the customer master says; None where it says nothing."""

    gts_accepted_on: date | None = None
    retention_of_title: bool | None = None
    penalty_clause: bool | None = None
    acceleration: bool | None = None
    jurisdiction: bool | None = None

    @property
    def known(self) -> bool:
        return self != Clauses()


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """`documents` are the forms of electronic invoices by invoice, of which only the content was kept.

    `numbers` are those of the invoices that papers are about, paid ones too.
    """

    customer_id: int
    account: Account
    identity: Mapping[str, str]
    clauses: Clauses
    relation: Relation
    contacts: tuple[ContactRow, ...]
    reminders: tuple[Reminded, ...]
    proofs: tuple[Proof, ...]
    events: tuple[LegalEventRow, ...]
    proceeding: Proceeding | None
    documents: Mapping[int, str]
    papers: tuple[Paper, ...]
    numbers: Mapping[int, str]
    contents: Mapping[int, bytes]
