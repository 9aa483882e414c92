"""Reads what the queue knows beyond what is owed: actions, outcomes, promises, disputes, plans."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dunning.actions import Action
from dunning.claims import Through
from dunning.contacts.contact import Spoken, in_force
from dunning.contacts.repository import ContactReader
from dunning.passed.usecases import TAKEN_BACK
from dunning.queue_policy import QueuePolicy
from dunning.repository import DunningReader
from dunning.today.routing import objected
from dunning.today.work import Exchange, Known, Objected, Word
from ledger.registers.catalogue import REMINDERS, ReminderRow
from ledger.registers.register import standing_on
from ledger.registers.repository import RegisterRepository
from ledger.relation.disputes import disputes_on
from ledger.relation.plans import ALIVE, plans_on
from ledger.relation.promises import CANCELLED, SUPERSEDED, promises_on
from ledger.relation.repository import Known as Relations
from ledger.relation.repository import RelationRepository
from store.session import ReadSession


class Gathering:
    """Of all customers at once, or of a few; as known on the evening of `on`."""

    def __init__(
        self, session: ReadSession, policy: QueuePolicy, *, on: date, customers: Collection[int] | None = None
    ) -> None:
        self._session, self._policy, self._on, self._few = session, policy, on, customers
        reader = DunningReader(session)
        self._owned = reader.owner() is not None
        self._actions = _by_customer(reader.open_actions(customers=customers))
        self.spoken = ContactReader(session).spoken(until=on, customers=customers)
        self.relations = self._relations()
        self._promises = _promises(self.relations, on)
        self._disputes = _disputes(self.relations, policy, on)
        self._plans = _plans(self.relations, on)
        self._contacts = self._counted()

    def known(self, customer: int) -> Known:
        return Known(
            actions=tuple(self._actions.get(customer, ())),
            spoken=tuple(self.spoken.get(customer, ())),
            promise=self._promises.get(customer),
            disputes=tuple(self._disputes.get(customer, ())),
            planned=self._plans.get(customer),
            contacts=len(self._contacts.get(customer, ())),
            owned=self._owned,
        )

    def handed(self) -> dict[int, str]:
        """To which collector customers were handed over."""
        found = ContactReader(self._session).handed(until=self._on)
        return {key: one.collector for key, one in found.items()}

    def _relations(self) -> Relations:
        repository = RelationRepository(self._session, as_recorded=None)
        if self._few is not None and len(self._few) == 1:
            return repository.of_customer(next(iter(self._few)), as_of=self._on)
        return repository.of_all(as_of=self._on)

    def _counted(self) -> Mapping[int, set[date]]:
        """Days of the last weeks on which each customer was reached, or a message was sent to it."""
        most = self._policy.fatigue_days
        found: defaultdict[int, set[date]] = defaultdict(set)
        for row in _reminders(self._session, self._on, self._few):
            if (self._on - row.passed_on).days < most and row.through != Through.SKIPPED:
                found[row.customer_id].add(row.passed_on)
        for customer, history in self.spoken.items():
            found[customer] |= {
                one.on for one in in_force(history) if one.outcome.reached and (self._on - one.on).days < most
            }
        return found


def exchanges(
    session: ReadSession, spoken: Mapping[int, Sequence[Spoken]], *, on: date, customers: Collection[int]
) -> Mapping[int, Sequence[Exchange]]:
    """Reminders and outcomes of these customers, the last first; those of one day once."""
    found: defaultdict[int, set[Exchange]] = defaultdict(set)
    for row in _reminders(session, on, customers):
        found[row.customer_id].add(Exchange(row.passed_on, row.through, row.way, row.level))
    for customer in customers:
        for one in in_force(spoken.get(customer, ())):
            found[customer].add(Exchange(one.on, one.outcome.value, "call", None, one.author, one.note))
    return {
        customer: sorted(told, key=lambda one: (one.on, one.level or 0, one.what), reverse=True)
        for customer, told in found.items()
    }


def _reminders(session: ReadSession, on: date, customers: Collection[int] | None) -> list[ReminderRow]:
    register = RegisterRepository(session, REMINDERS)
    among = [] if customers is None else [register.within("customer_id", sorted(customers))]
    rows = standing_on(register.versions(as_recorded=None, among=among), on)
    return [one.row for one in rows if one.row.through != TAKEN_BACK]


def _by_customer(actions: Sequence[Action]) -> Mapping[int, Sequence[Action]]:
    found: defaultdict[int, list[Action]] = defaultdict(list)
    for one in actions:
        found[one.customer_id].append(one)
    return found


def _promises(relations: Relations, on: date) -> Mapping[int, Word]:
    """The last promise of each customer that was neither called off nor replaced."""
    found: dict[int, Word] = {}
    for one in promises_on(relations.acts, relations.accounts, as_of=on):
        word = one.case.terms
        if word is not None and one.state not in (CANCELLED, SUPERSEDED):
            found[one.case.customer_id] = Word(
                *(one.case.id, one.state, word.promised_on, word.cents, word.currency),
                one.received_cents,
                one.case.opened_on,
            )
    return found


def _disputes(relations: Relations, policy: QueuePolicy, on: date) -> Mapping[int, Sequence[Objected]]:
    found: defaultdict[int, list[Objected]] = defaultdict(list)
    items = relations.accounts.items
    for case in disputes_on(relations.acts, as_of=on):
        if case.ending is None and case.terms is not None and case.terms.items:
            cents = sum(one.cents for one in case.terms.items)
            item = items.get(case.terms.items[0].invoice_id)
            currency = "" if item is None else item.currency
            told = objected(
                case.id, case.terms.reason, cents, currency, opened_on=case.opened_on, policy=policy
            )
            found[case.customer_id].append(told)
    return found


def _plans(relations: Relations, on: date) -> Mapping[int, tuple[date, int, str]]:
    """Of each living plan the next instalment: its day, what is open of it, its currency."""
    found: dict[int, tuple[date, int, str]] = {}
    for plan in plans_on(relations.acts, relations.accounts, as_of=on):
        following = plan.next
        if plan.state == ALIVE and following is not None and plan.case.terms is not None:
            told = (following.day, following.open_cents, plan.case.terms.currency)
            found[plan.case.customer_id] = told
    return found


def open_disputes(session: ReadSession, policy: QueuePolicy, *, on: date) -> list[tuple[str, Objected]]:
    """Every dispute that stands, by the code of its customer: the first to be answered first."""
    relations = RelationRepository(session, as_recorded=None).of_all(as_of=on)
    codes = relations.accounts.codes
    found = [
        (codes.get(customer, str(customer)), one)
        for customer, among in _disputes(relations, policy, on).items()
        for one in among
    ]
    return sorted(found, key=lambda pair: (pair[1].deadline_on, pair[1].case))
