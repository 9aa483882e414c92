"""Loads what the customer master says, and the invoices whose due dates follow from it."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import FromClause, select

from kernel.days import Terms
from ledger.imports.repository import COMPANY, ImportRepository
from ledger.master.profiles import resolved
from ledger.master.terms import PROVIDED, DatedInvoice, terms_by_customer
from ledger.registers.catalogue import LINKS, PROFILES, CustomerLinkRow, CustomerProfileRow
from ledger.registers.register import Version
from ledger.registers.repository import RegisterRepository
from store.base import Base
from store.session import ReadSession

# Restrict a select to some customers only where it spares work: beyond, reading all costs less.
_FEW = 500
_DATED = ("customer_id", "kind", "issued_on", "due_on", "amount_cents", "currency", "due_on_source")


class Master(NamedTuple):
    """Every version of every profile and link."""

    profiles: list[Version[CustomerProfileRow]]
    links: list[Version[CustomerLinkRow]]

    def on(self, as_of: date) -> dict[int, CustomerProfileRow]:
        return resolved(self.profiles, self.links, as_of)


def load_master(
    session: ReadSession,
    *,
    as_recorded: datetime | None = None,
    customers: Collection[int] | None = None,
) -> Master:
    """All of it, or what concerns a few customers and those of the master they were confirmed to be."""
    profiles, links = RegisterRepository(session, PROFILES), RegisterRepository(session, LINKS)
    linked = links.versions(as_recorded=as_recorded)
    among = []
    if customers is not None and len(customers) <= _FEW:
        theirs = set(customers)
        wanted = theirs | {one.row.master_id for one in linked if one.row.customer_id in theirs}
        among = [profiles.within("customer_id", sorted(wanted))]
    return Master(profiles.versions(as_recorded=as_recorded, among=among), linked)


def profiles_on(
    session: ReadSession,
    as_of: date,
    *,
    as_recorded: datetime | None = None,
    customers: Collection[int] | None = None,
) -> dict[int, CustomerProfileRow]:
    """The profile that holds for each customer on an evening, links of people resolved."""
    return load_master(session, as_recorded=as_recorded, customers=customers).on(as_of)


class KnownCustomer(NamedTuple):
    """A customer by its identifier, its code, and its name as it was known."""

    id: int
    code: str
    name: str | None


def customers_on(
    session: ReadSession, as_of: date, *, among: Collection[int] | None = None
) -> dict[int, KnownCustomer]:
    """The customers known on an evening, by identifier; those of a few, if they are named."""
    base, later = _table("customer").c, _table("customer_correction").c
    few = among is not None and len(among) <= _FEW
    rows = select(base.id, base.code, base.name).where(base.company_id == COMPANY, base.known_on <= as_of)
    rows = rows.where(base.id.in_(sorted(among))) if among is not None and few else rows
    found = {row.id: KnownCustomer(*row) for row in session.execute(rows.order_by(base.id))}
    renamed = (
        select(later.customer_id, later.name)
        .where(later.company_id == COMPANY, later.known_on <= as_of)
        .order_by(later.version)
    )
    for customer_id, name in session.execute(renamed):
        if customer_id in found:
            found[customer_id] = found[customer_id]._replace(name=name)
    return found


class MasterRepository(ImportRepository):
    def terms_by_code(self, on: date) -> dict[str, Terms]:
        """The terms of the master by the customer's code, links of people resolved."""
        terms = terms_by_customer(profiles_on(self._session, on))
        codes = {one.id: code for code, one in self.customers().items()} if terms else {}
        return {codes[customer]: one for customer, one in terms.items()}

    def dated_invoices(self, customers: Collection[int]) -> Iterator[DatedInvoice]:
        """The invoices of some customers whose due date no document told, as they stand."""
        base, later = _table("invoice").c, _table("invoice_correction").c
        undated = (base.company_id == COMPANY, base.due_on_source != PROVIDED)
        corrected = (
            select(later.invoice_id, later.version, *(later[name] for name in _DATED))
            .where(*undated, later.company_id == base.company_id, later.invoice_id == base.id)
            .order_by(later.version)
        )
        latest: dict[int, Any] = {row[0]: row[1:] for row in self._session.execute(corrected)}
        first = select(base.id, base.known_on, *(base[name] for name in _DATED)).where(*undated)
        for invoice_id, known_on, *said in self._session.execute(first.order_by(base.id)):
            version, *standing = latest.get(invoice_id, (0, *said))
            if standing[0] in customers:
                yield DatedInvoice._make((invoice_id, version, *standing, known_on))


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]
