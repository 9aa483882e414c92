"""Loads what an order is checked against, of one customer only, and saves the decision."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import FromClause, select

from credit.orders.held import KIND, SOURCE, Decision, Listed, listed_on, plain
from credit.overruled import OVERRULED, Words, last_words
from credit.repository import standings
from credit.standing import Standing, in_currency
from ledger.errors import UnknownCustomer
from ledger.imports.repository import COMPANY
from ledger.registers.catalogue import (
    CREDIT_DECISIONS,
    DOCUMENTS,
    ORDERS,
    RELATION_ACTS,
    CreditDecisionRow,
)
from ledger.registers.register import NewVersion, standing_on
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from ledger.relation.hand_overs import hand_overs_on
from store.base import Base
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Account:
    """A customer, by its number in the ledger and by its code."""

    customer_id: int
    code: str


class OrderRepository:
    """What concerns one customer, by its code."""

    def __init__(self, session: ReadSession) -> None:
        self._session = session
        self._decisions: RegisterRepository[CreditDecisionRow] = RegisterRepository(session, CREDIT_DECISIONS)

    def account(self, code: str) -> Account:
        """Raises UnknownCustomer."""
        customer = _table("customer").c
        rows = select(customer.id).where(customer.company_id == COMPANY, customer.code == code)
        found = self._session.scalar(rows)
        if found is None:
            raise UnknownCustomer(
                f"No customer has the code “{code}”. Check it, or import their invoices first."
            )
        return Account(found, code)

    def decided_since(self, account: Account, since: date) -> list[Decision]:
        """What was decided of the customer's orders from a day on: older answers weigh nothing."""
        mine = [self._decisions.where("subject", account.code), self._decisions.where("kind", KIND)]
        lately = _table("credit_decision").c.decided_on >= since
        return self._decisions.versions(as_recorded=None, among=[*mine, lately])

    def words(self, account: Account) -> Words:
        """The last that a person decided of each of the customer's orders."""
        mine = [self._decisions.where("subject", account.code), self._decisions.where("kind", OVERRULED)]
        return last_words(self._decisions.versions(as_recorded=None, among=mine))

    def last_decision(self, name: str) -> Decision | None:
        """The last version of the decision that bears this name."""
        same = [self._decisions.where("source", SOURCE), self._decisions.where("source_id", name)]
        found = self._decisions.versions(as_recorded=None, among=same)
        return found[-1] if found else None

    def decision(self, number: int) -> Decision | None:
        """The last version of the decision with this number, whatever it is about."""
        found = self._decisions.versions(as_recorded=None, among=[self._decisions.where("id", number)])
        return found[-1] if found else None

    def listed(self, customer_id: int, *, as_of: date) -> Listed:
        orders = RegisterRepository(self._session, ORDERS)
        mine = orders.versions(as_recorded=None, among=[orders.where("customer_id", customer_id)])
        return listed_on(mine, as_of=as_of)

    def invoiced(self, customer_id: int, numbers: Collection[str], *, as_of: date) -> set[str]:
        """Which of these orders an invoice of the customer refers to."""
        if not numbers:
            return set()
        invoice, documents = _table("invoice").c, RegisterRepository(self._session, DOCUMENTS)
        theirs = select(invoice.id).where(invoice.company_id == COMPANY, invoice.customer_id == customer_id)
        among = [_table("invoice_document").c.invoice_id.in_(theirs)]
        known = standing_on(documents.versions(as_recorded=None, among=among), as_of)
        named = {plain(one.row.order_reference) for one in known if one.row.order_reference}
        return named & set(numbers)

    def handed_over(self, customer_id: int, *, as_of: date) -> bool:
        """Whether a third party collects all or a part of what this customer owes."""
        acts = RegisterRepository(self._session, RELATION_ACTS)
        mine = acts.versions(as_recorded=None, among=[acts.where("customer_id", customer_id)])
        return any(case.stands for case in hand_overs_on(mine, as_of=as_of))

    def standing(self, account: Account, *, currency: str, as_of: date) -> Standing:
        """Where the customer stands in one currency, also one nobody had heard of by that evening."""
        told = standings(self._session, as_of=as_of, customers=[account.customer_id])
        bare = Standing.bare(account.customer_id, account.code, as_of=as_of, currency=currency)
        return in_currency(told or (bare,), currency)

    def next_id(self) -> int:
        return self._decisions.next_id()


def record_decision(session: WriteSession, act: Act, version: NewVersion) -> None:
    record_act(session, act, source=SOURCE, versions=[(CREDIT_DECISIONS, [version])])


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]
