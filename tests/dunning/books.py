"""A company on a real database: what happens to its ledger, and the reminders that follow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dunning.actions import Action, Standing
from dunning.acts import usecases as acts
from dunning.claims import Debtor
from dunning.deciding import Decision
from dunning.gathering.repository import debtors
from dunning.press import PlainPress
from dunning.reminders.usecases import DunOrder, Ran, Rules, dun, preview, still_wanted
from dunning.repository import DunningReader
from ledger.imports.changes import (
    AllocationVersion,
    Changes,
    InvoiceVersion,
    NewAllocation,
    NewCustomer,
    NewInvoice,
    NewPayment,
    PaymentVersion,
)
from ledger.imports.repository import ImportRepository, Run
from ledger.registers.catalogue import (
    CONTACTS,
    DOCUMENTS,
    LEGAL_EVENTS,
    PROFILES,
    REMINDERS,
    ContactRow,
    CustomerProfileRow,
    InvoiceDocumentRow,
    LegalEventRow,
)
from ledger.registers.register import NewVersion
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from messaging.delivery import Answer, Outcome, State
from messaging.message import Channel, Message
from messaging.usecases import Delivered, deliver, story
from store.base import Base
from store.session import Database
from tests.dunning.samples import DUE, PLAIN, POLICY, SCENARIOS, day
from tests.messaging.samples import POLICY as PATIENCE

RULES = Rules(POLICY, {**SCENARIOS, "plain": PLAIN})
PRESS = PlainPress("credit@house.example")
_NOTHING = {"read": 0, "accepted": 0, "unchanged": 0, "rejected": 0, "corrected": 0, "settings": {}}


@dataclass
class Postman:
    """A way out that answers as told, and remembers what left; accepts where nothing was told."""

    answers: list[Outcome] = field(default_factory=list)
    got: list[Message] = field(default_factory=list)
    before: Callable[[Message], None] = lambda _message: None

    def send(self, message: Message, *, at: datetime) -> Answer:
        self.before(message)
        answer = self.answers.pop(0) if self.answers else Outcome.ACCEPTED
        if answer in (Outcome.ACCEPTED, Outcome.UNCERTAIN):
            self.got.append(message)
        return Answer(answer, answer.value)


@dataclass
class House:
    """Customer n has the code C-n. Every act takes a second of its day."""

    database: Database
    rules: Rules = RULES
    post: Postman = field(default_factory=Postman)
    engine: str = "encours"
    ticks: int = 0

    @classmethod
    def owed(
        cls, database: Database, *, customers: int = 1, cents: int = 50_000, rules: Rules = RULES
    ) -> "House":
        """Each customer owes one invoice of its own number, due on the samples' day."""
        house = cls(database, rules)
        for number in range(1, customers + 1):
            house.customer(number, on=day(-60))
            house.invoice(number, number, cents, due=DUE, on=day(-30))
        return house

    def at(self, on: date) -> datetime:
        self.ticks += 1
        return datetime.combine(on, time(7), UTC) + timedelta(seconds=self.ticks)

    def act(self, on: date, author: str = "Ana") -> Act:
        return Act(author, on, self.at(on))

    # What the ledger learns.

    def customer(self, number: int, *, on: date, email: str | None = "", **profile: Any) -> None:
        """With an address and one contact, unless the e-mail is None."""
        self._save(Changes(customers=[NewCustomer(number, f"C-{number}", f"Client {number}", on)]), on)
        self.profile(number, on=on, **profile)
        if email is not None:
            self.contact(number, email or f"c{number}@example.com", on=on)

    def profile(self, number: int, *, on: date, **profile: Any) -> None:
        """Who the customer is; what is not said is not known, but for an address."""
        blank = dict.fromkeys(CustomerProfileRow._fields)
        told = {"customer_id": number, "street": "1 rue X", "city": "Paris", "country": "FR"}
        row = CustomerProfileRow(**{**blank, **told, **profile})
        self._register(PROFILES, f"profile {number}", row, on)

    def contact(self, customer: int, email: str, *, on: date, role: str = "accounts_payable") -> None:
        """The person of a role, in place of whoever had it."""
        row = ContactRow(customer, role, "Zoé", email, "+33100000000", "fr", removed=not email)
        self._register(CONTACTS, f"contact {customer} {role}", row, on)

    def invoice(self, number: int, customer: int, cents: int, *, due: date, on: date, **more: Any) -> None:
        issued = more.pop("issued", due - timedelta(days=30))
        told = (number, f"number {number}", f"F-{number}", customer, more.pop("kind", "invoice"))
        new = NewInvoice(*told, issued, due, cents, more.pop("currency", "EUR"), on, **more)
        self._save(Changes(invoices=[new]), on)

    def correct(self, number: int, customer: int, cents: int, *, due: date, on: date) -> None:
        with self.database.read() as session:
            version = 1 + len([1 for one in _versions(session, number)])
        values = (customer, "invoice", due - timedelta(days=30), due, cents, "EUR", on)
        self._save(Changes(invoice_versions=[InvoiceVersion(number, version, *values)]), on)

    def replace(
        self, number: int, customer: int, *, by: int, of: int, cents: int, due: date, on: date
    ) -> None:
        """The accounts tell the invoice too, under another number and customer: its document moves there."""
        blank = (*("einvoice", None, None, None, None, None, None, None, None, None, None), [], [])
        self._register(DOCUMENTS, f"document {number}", InvoiceDocumentRow(number, *blank), on)
        self.invoice(by, of, cents, due=due, on=on)
        self._register(DOCUMENTS, f"document {number}", InvoiceDocumentRow(by, *blank), on)
        self.correct(number, customer, 0, due=due, on=on)

    def pay(self, number: int, customer: int, cents: int, *, on: date, invoice: int = 0, **more: Any) -> None:
        """Payment `number`; allocated to the invoice if one is given, under the same number."""
        told = (customer, on, cents, more.pop("currency", "EUR"), None, None, on)
        new = NewPayment(number, f"payment {number}", *told, **more)
        links = [NewAllocation(number, f"link {number}", number, invoice, cents, on, on)] if invoice else []
        self._save(Changes(payments=[new], allocations=links), on)

    def allocate(self, number: int, invoice: int, cents: int, *, on: date) -> None:
        link = NewAllocation(number, f"link {number}", number, invoice, cents, on, on)
        self._save(Changes(allocations=[link]), on)

    def take_back(self, number: int, customer: int, *, on: date, paid_on: date, linked: bool = True) -> None:
        gone = PaymentVersion(number, 1, customer, paid_on, 0, "EUR", on)
        links = [AllocationVersion(number, 1, 0, on)] if linked else []
        self._save(Changes(payment_versions=[gone], allocation_versions=links), on)

    def tell(self, use_case: Callable[..., Any], *about: Any, on: date, **more: Any) -> int:
        """A person does something about a customer: a use case of `ledger.relation`. Returns the case."""
        with self.database.transaction() as session:
            return int(use_case(session, self.act(on), *about, happened_on=on, **more).case)

    def opening(self, siren: str, *, on: date) -> None:
        """A proceeding opens, and is published that day."""
        told = ("collective", "opening_receivership", "RJ", "Paris", False)
        self._register(LEGAL_EVENTS, f"opening {siren}", LegalEventRow(siren, on, on, *told), on)

    # What follows.

    def preview(self, on: date) -> list[Decision]:
        with self.database.read() as session:
            return [one.decision for one in preview(session, self.rules, on=on).decided]

    def dun(self, on: date, *, take_over: bool = False) -> Ran:
        order = DunOrder(self.act(on), self.rules, self.engine, take_over)
        with self.database.transaction() as session:
            return dun(session, order, PRESS)

    def deliver(self, on: date, *, worker: str = "w1", limit: int = 50) -> Delivered:
        """What is ready leaves; each message is decided again just before."""
        senders = dict.fromkeys(Channel, self.post)
        return deliver(
            self.database,
            senders,
            PATIENCE,
            now=lambda: self.at(on),
            worker=worker,
            limit=limit,
            still_wanted=lambda session, message: still_wanted(session, message, self.rules, on=on),
        )

    def day(self, on: date) -> list[Message]:
        """Decide and send; what left."""
        before = len(self.post.got)
        self.dun(on)
        self.deliver(on)
        return self.post.got[before:]

    def days(self, first: date, last: date) -> dict[date, list[Message]]:
        """Every day of a while; the days on which anything left."""
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return {on: sent for on in every if (sent := self.day(on))}

    def approve(self, number: int, on: date) -> None:
        with self.database.transaction() as session:
            acts.approve(session, self.act(on), number, self.rules, PRESS)

    def finish(self, number: int, on: date) -> None:
        with self.database.transaction() as session:
            acts.finish(session, self.act(on), number, told="talked", details={})

    def skip(self, customer: int, invoice: int, on: date, *, why: str = "as agreed") -> int:
        with self.database.transaction() as session:
            return acts.skip(session, self.act(on), f"C-{customer}", f"F-{invoice}", self.rules, why=why)

    # What is there.

    def debtors(self, on: date, *customers: int) -> list[Debtor]:
        with self.database.read() as session:
            return debtors(session, self.rules.policy, on=on, customers=customers or None)

    def actions(self) -> list[Action]:
        with self.database.read() as session:
            return DunningReader(session).actions()

    def of(self, *standings: Standing) -> list[Action]:
        return [one for one in self.actions() if one.standing in standings]

    def state(self, number: int) -> State:
        with self.database.read() as session:
            return story(session, f"dunning:{number}").standing.state

    def passed(self) -> dict[str, list[int]]:
        """Levels written down as passed, by item, in the order in which they were."""
        with self.database.read() as session:
            found: dict[str, list[int]] = {}
            for one in RegisterRepository(session, REMINDERS).versions(as_recorded=None):
                found.setdefault(one.row.item, []).append(one.row.level)
            return found

    def rows(self) -> Mapping[str, list[tuple[Any, ...]]]:
        """Everything that dunning and its outbox hold, table by table."""
        with self.database.read() as session:
            return {name: _rows(session, name) for name in _TABLES}

    def _register(self, register: Any, source_id: str, row: Any, on: date) -> None:
        with self.database.transaction() as session:
            repository = RegisterRepository(session, register)
            known = repository.standing().get(source_id)
            number = repository.next_id() if known is None else known.id
            new = NewVersion(number, 0 if known is None else known.version + 1, source_id, on, row)
            record_act(session, self.act(on), source="test", versions=[(register, [new])])

    def _save(self, changes: Changes, on: date) -> None:
        with self.database.transaction() as session:
            repository = ImportRepository(session)
            repository.lock()
            told = (repository.next_import_id(), "invoices", "test", "a.csv", "", on, self.at(on), on)
            repository.save(Run(*told), _NOTHING, changes, lambda _done, _total: None)


_TABLES = (
    *("dunning_run", "dunning_action", "dunning_item", "dunning_event", "dunning_engine"),
    *("dunning_exemption", "reminder", "outbox_message", "outbox_attempt"),
)


def _table(name: str) -> Any:
    return Base.metadata.tables[name]


def _rows(session: Any, name: str) -> list[tuple[Any, ...]]:
    from_table = _table(name)
    return sorted((tuple(row) for row in session.execute(from_table.select())), key=repr)


def _versions(session: Any, invoice: int) -> list[Any]:
    table = _table("invoice_correction")
    return list(session.execute(table.select().where(table.c.invoice_id == invoice)))
