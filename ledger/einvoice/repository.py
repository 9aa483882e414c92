"""Loads what the ledger holds that a document may be, lower or replace."""

from collections import defaultdict
from datetime import date

from kernel.days import MonthEnd, Terms
from ledger.einvoice.customers import Buyers, KnownCustomer
from ledger.einvoice.state import EInvoiceState, HeldInvoice, Invoices
from ledger.files.einvoice import EParty, Said, compact
from ledger.imports.changes import Knowledge
from ledger.imports.customers import RecordedCustomer
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import DOCUMENTS, LINKS, PROFILES, CustomerProfileRow
from ledger.registers.register import standing_on
from ledger.registers.repository import RegisterRepository
from store.session import WriteSession

CONTENT = "einvoices"
_INVOICE = ("customer_id", "issued_on", "due_on", "due_on_source", "amount_cents", "currency")


class EInvoiceRepository(ImportRepository):
    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._documents = RegisterRepository(session, DOCUMENTS)
        self._profiles = RegisterRepository(session, PROFILES)
        self._links = RegisterRepository(session, LINKS)

    def state(self, *, source: str, on: date) -> EInvoiceState:
        customers = self.customers()
        return EInvoiceState(
            source=source,
            customers=customers,
            buyers=self._buyers(customers),
            invoices=Invoices.of(self._held()),
            documents=self._documents.standing(source=source),
            next_document_id=self._documents.next_id(),
            settled=frozenset(fact.source_id for fact in self._standing("payment", (), source=source)),
            knowledge=Knowledge(on, self.covered_until(content=CONTENT, source=source)),
            ids=self.next_ids(),
        )

    def _held(self) -> list[HeldInvoice]:
        """Of any source; those without a number cannot be found again by one."""
        taken = self._allocated("invoice_id")
        found = []
        for fact in self._standing("invoice", _INVOICE, fixed=("number", "source")):
            customer_id, issued_on, due_on, due_source, cents, currency, number, source = fact.values
            if number:
                found.append(
                    HeldInvoice(
                        *(fact.id, fact.version, source, fact.source_id, number, customer_id),
                        *(
                            issued_on,
                            due_on,
                            due_source,
                            cents,
                            cents - taken[fact.id],
                            currency,
                            fact.known_on,
                        ),
                    )
                )
        return found

    def _buyers(self, customers: dict[str, RecordedCustomer]) -> Buyers:
        profiles = standing_on(self._profiles.versions(as_recorded=None), date.max)
        said = {one.row.customer_id: one.row for one in profiles}
        same = defaultdict(list)
        for one in standing_on(self._links.versions(as_recorded=None), date.max):
            if one.row.same:
                same[one.row.master_id].append(one.row.customer_id)
        known = {held.id: _known(code, held, said.get(held.id)) for code, held in customers.items()}
        return Buyers(known, {master: tuple(accounts) for master, accounts in same.items()})


def _known(code: str, held: RecordedCustomer, said: CustomerProfileRow | None) -> KnownCustomer:
    """A customer that came with a document has its company number or VAT number as its code."""
    if said is None:
        written = compact(code)
        party = EParty(Said(siren=written, vat=written))
        return KnownCustomer(held.id, code, held.name, party.company, None, None)
    party = EParty(Said(siren=compact(said.siren), siret=compact(said.siret), vat=compact(said.vat)))
    terms = None
    if said.terms_days is not None:
        terms = Terms(said.terms_days, MonthEnd(said.terms_month_end or MonthEnd.NONE))
    return KnownCustomer(held.id, code, held.name or said.name, party.company, party.vat, terms)
