"""Loads invoices, payments and shares of all sources as they stand, whatever day they are known from."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, or_, select

from ledger.documents.held import Bill, Held, Money, Origin, Parties, Share
from ledger.documents.moving import PEOPLE
from ledger.einvoice.claims import TOTALS
from ledger.files.einvoice import EParty, Said, compact
from ledger.imports.repository import COMPANY, ImportRepository
from ledger.master.profiles import linked
from ledger.master.repository import load_master
from ledger.registers.catalogue import DOCUMENTS, InvoiceDocumentRow
from ledger.registers.register import ACT, Version
from ledger.registers.repository import RegisterRepository
from ledger.replaced.invoices import Replaced
from ledger.replaced.repository import replaced_invoices
from store.base import Base

_ACCOUNTS, _EINVOICES, _TABLES = "fec", "einvoices", "invoices"  # contents of runs
_BILL = ("customer_id", "issued_on", "due_on", "due_on_source", "amount_cents", "currency")
_OF_BILL = ("source", "import_id", "number", "account_class", "opening")
_MONEY = ("customer_id", "paid_on", "amount_cents", "currency")
_OF_MONEY = ("source", "import_id", "kind", "account_class")
_OF_SHARE = ("source", "import_id", "payment_id", "invoice_id", "allocated_on", "how", "confidence")


class DocumentsRepository(ImportRepository):
    def told_twice(self) -> bool:
        """Whether the accounts tell what another source told: reading all for nothing takes long."""
        return self._any_run(_table("import_run").c.content == _ACCOUNTS) and self.told_elsewhere()

    def told_elsewhere(self) -> bool:
        """Whether another source than accounts told invoices, or a person did something about one."""
        run = _table("import_run").c
        acts = and_(run.content == ACT, run.source == PEOPLE)
        return self._any_run(or_(run.content.in_((_EINVOICES, _TABLES)), acts))

    def _any_run(self, such: ColumnElement[bool]) -> bool:
        run = _table("import_run").c
        rows = select(run.id).where(run.company_id == COMPANY, such).limit(1)
        return self._session.scalar(rows) is not None

    def held(self) -> Held:
        self._runs = self._told_by()
        documents = self._documents()
        bills = self._bills(documents)
        every = replaced_invoices(self._session, as_of=date.max).by
        # One that the accounts took back stands for nothing; told again, it is met like a new one.
        replaced = Replaced({key: by for key, by in every.items() if not bills[key].origin.accounts})
        shares = self._shares()
        return Held(
            *(bills, self._money(), shares, self._parties(bills)),
            *(replaced, documents, self._covered_until()),
        )

    def _bills(self, documents: dict[int, Version[InvoiceDocumentRow]]) -> dict[int, Bill]:
        totals = self._totals()
        said = {fact.id: fact.values[0] for fact in self._standing("invoice", ("amount_cents",), said=True)}
        bills = {}
        for fact in self._standing("invoice", _BILL, fixed=_OF_BILL):
            customer, issued, due, due_source, cents, currency, source, run, number, of, opening = fact.values
            paper = documents.get(fact.id)
            claims = {said[fact.id], *totals.get(paper.source_id if paper else "", ())}
            company = paper.row.buyer_siren if paper else None
            rest: Any = (
                said[fact.id],
                frozenset(claims),
                currency,
                of,
                bool(opening),
                fact.known_on,
                company,
            )
            origin = self._origin(source, fact.source_id, run)
            bills[fact.id] = Bill(
                *(fact.id, fact.version, origin, number or "", customer, issued, due, due_source, cents),
                *rest,
            )
        return bills

    def _money(self) -> dict[int, Money]:
        money = {}
        for fact in self._standing("payment", _MONEY, fixed=_OF_MONEY):
            customer, paid, cents, currency, source, run, kind, of = fact.values
            origin = self._origin(source, fact.source_id, run)
            money[fact.id] = Money(
                *(fact.id, fact.version, origin, kind, customer, paid, cents, currency, of, fact.known_on)
            )
        return money

    def _shares(self) -> dict[int, Share]:
        shares = {}
        for fact in self._standing("allocation", ("amount_cents",), fixed=_OF_SHARE):
            cents, source, run, payment, invoice, day, how, sure = fact.values
            origin = self._origin(source, fact.source_id, run)
            shares[fact.id] = Share(
                *(fact.id, fact.version, origin, payment, invoice, cents, day, how, sure, fact.known_on)
            )
        return shares

    def next_document_id(self) -> int:
        return RegisterRepository(self._session, DOCUMENTS).next_id()

    def _documents(self) -> dict[int, Version[InvoiceDocumentRow]]:
        """The last version of each document, by the invoice it came with."""
        versions = RegisterRepository(self._session, DOCUMENTS).versions(as_recorded=None)
        last = {one.id: one for one in versions}
        return {one.row.invoice_id: last[one.id] for one in versions if not one.version}

    def _totals(self) -> dict[str, set[int]]:
        """Totals of documents of which a part was paid before, by the name of the document."""
        run = _table("import_run").c
        rows = select(run.settings).where(run.company_id == COMPANY, run.content == _EINVOICES)
        found: dict[str, set[int]] = {}
        for settings in self._session.scalars(rows):
            for name, cents in settings.get(TOTALS, {}).items():
                found.setdefault(name, set()).add(cents)
        return found

    def _told_by(self) -> dict[int, tuple[str, date]]:
        run = _table("import_run").c
        rows = select(run.id, run.content, run.imported_on).where(run.company_id == COMPANY)
        return {key: (content, on) for key, content, on in self._session.execute(rows)}

    def _origin(self, source: str, source_id: str, run: int) -> Origin:
        content, on = self._runs[run]
        return Origin(source, source_id, run, on, content == _ACCOUNTS)

    def _covered_until(self) -> date | None:
        run = _table("import_run").c
        mine = (run.company_id == COMPANY, run.content == _ACCOUNTS)
        return self._session.scalar(select(func.max(run.horizon)).where(*mine))

    def _parties(self, bills: dict[int, Bill]) -> Parties:
        customer = _table("customer").c
        rows = select(customer.id, customer.code, customer.import_id).where(customer.company_id == COMPANY)
        codes, documented = {}, set()
        for key, code, run in self._session.execute(rows):
            codes[key] = code
            if self._runs[run][0] == _EINVOICES:
                documented.add(key)
        for one in bills.values():
            if self._runs[one.origin.run][0] not in (_EINVOICES, ACT):
                documented.discard(one.customer_id)
        master = load_master(self._session)
        profiles, companies = master.on(date.max), {}
        for key, code in codes.items():
            profile = profiles.get(key)
            documented.discard(key if profile is not None else -1)
            written: Any = (compact(code),) * 2
            if profile is not None:
                written = (compact(profile.siren), compact(profile.vat))
            elif key not in documented:
                continue  # a code of the accounts may look like a company number
            company = EParty(Said(siren=written[0], vat=written[1])).company
            if company is not None:
                companies[key] = company
        return Parties(linked(master.links, date.max), companies, codes, frozenset(documented))


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]
