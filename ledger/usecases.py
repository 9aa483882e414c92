"""What can be asked of the ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pandas as pd

from ledger.as_known import as_known
from ledger.bank.usecases import import_bank
from ledger.beside import Beside
from ledger.errors import AmbiguousInvoice, EmptyLedger, UnknownCustomer, UnknownImport, UnknownInvoice
from ledger.facts import Facts
from ledger.fec.usecases import FecContent, import_fec
from ledger.filling.repository import BesideRepository
from ledger.history import ImportedFile, InvoiceIdentity, RejectedLine
from ledger.imports.usecases import import_allocations, import_invoices, import_payments
from ledger.repository import FactsRepository, HistoryRepository
from ledger.summary import LedgerSummary, empty_summary, summary_of
from store.memory import remembered
from store.session import ReadSession

__all__ = [
    "FecContent",
    "company_beside",
    "facts_known",
    "horizon",
    "import_allocations",
    "import_bank",
    "import_fec",
    "import_invoices",
    "import_payments",
    "invoice_by_number",
    "last_change",
    "ledger_summary",
    "list_rejections",
    "load_book",
    "load_facts",
    "with_company",
]


def load_facts(
    session: ReadSession, *, customers: Sequence[str] | None = None, as_recorded: datetime | None = None
) -> Facts:
    """All facts, or those of the customers with these codes; as the database held them then, if asked.

    Beside invoices and payments they hold what the registers tell of these customers, companies and conduct.

    Raises UnknownCustomer for a code nobody has, EmptyLedger before the first import.
    """
    if customers is None and as_recorded is None:
        return remembered(
            *(session, "facts", lambda: last_change(session)), lambda: _loaded(session, None, None)
        )
    return _loaded(session, customers, as_recorded)


def facts_known(session: ReadSession, as_of: date) -> Facts:
    """All facts as that evening knew them. Raises EmptyLedger."""
    return remembered(
        *(session, ("known facts", as_of), lambda: last_change(session)),
        lambda: as_known(load_facts(session), as_of),
    )


def last_change(session: ReadSession) -> int:
    """The number of the last import: every fact of the ledger, and every act, belongs to one."""
    return HistoryRepository(session).last_import()


def _loaded(session: ReadSession, customers: Sequence[str] | None, as_recorded: datetime | None) -> Facts:
    repository = FactsRepository(session, as_recorded=as_recorded)
    last_day = repository.horizon()
    if last_day is None:
        raise EmptyLedger("The ledger is empty. Import invoices first.")
    if customers is None:
        return _whole(session, repository.facts(customers=None, horizon=last_day), None, as_recorded)
    found = repository.customer_ids(customers)
    for code in customers:
        if code not in found:
            raise UnknownCustomer(
                f"No customer has the code “{code}”. Check it, or import their invoices first."
            )
    ids = sorted(found.values())
    return _whole(session, repository.facts(customers=ids, horizon=last_day), ids, as_recorded)


def load_book(session: ReadSession, *, as_of: date) -> Facts:
    """All facts, also when customers are known and no invoice yet; then up to `as_of`.

    Nothing at all gives empty frames.
    """
    repository = FactsRepository(session, as_recorded=None)
    if repository.horizon() is not None:
        return load_facts(session)
    facts = repository.facts(customers=None, horizon=as_of)
    return _whole(session, facts, None, None)


def with_company(session: ReadSession, book: Facts, siren: str, *, as_of: date) -> tuple[Facts, int]:
    """The book with a customer more, which is the company of this SIREN, met that evening; and its number."""
    number = int(book.customers["customer_id"].max()) + 1 if len(book.customers) else 1
    repository = BesideRepository(session, customers=None, as_recorded=None)
    told = repository.of_company(siren, customer=number, known_on=as_of)
    met = pd.DataFrame({"customer_id": [number], "code": [siren], "name": [""]})
    customers = pd.concat([book.customers, met.astype(book.customers.dtypes)], ignore_index=True)
    return replace(book, customers=customers, beside=book.beside.joined(told)), number


def company_beside(session: ReadSession, siren: str, *, customer: int, as_of: date) -> Beside:
    """What registers hold of a company that is no customer, as of one with that number, met that evening."""
    repository = BesideRepository(session, customers=None, as_recorded=None)
    return repository.of_company(siren, customer=customer, known_on=as_of).known(as_of)


def _whole(
    session: ReadSession, facts: Facts, customers: Sequence[int] | None, as_recorded: datetime | None
) -> Facts:
    repository = BesideRepository(session, customers=customers, as_recorded=as_recorded)
    return replace(facts, beside=repository.beside(facts))


def horizon(session: ReadSession) -> date | None:
    """The last day the ledger tells of; None while it is empty."""
    return FactsRepository(session, as_recorded=None).horizon()


def ledger_summary(session: ReadSession) -> LedgerSummary:
    imports = HistoryRepository(session).imports()
    try:
        return summary_of(load_facts(session), imports=imports)
    except EmptyLedger:
        return empty_summary(imports=imports)


def list_rejections(session: ReadSession, *, import_id: int | None) -> list[RejectedLine]:
    """Lines set aside by one import, or by all."""
    return HistoryRepository(session).rejections(import_id=import_id)


def list_imports(session: ReadSession, *, limit: int, before: int | None = None) -> list[ImportedFile]:
    """The files brought in, the latest first; those with a lower number than `before` only."""
    return HistoryRepository(session).latest(limit, before=before)


def import_numbered(session: ReadSession, number: int) -> ImportedFile:
    """Raises UnknownImport."""
    found = HistoryRepository(session).latest(1, before=number + 1)
    if not found or found[0].import_id != number:
        raise UnknownImport(f"No import has the number {number}. GET /v1/imports lists those there are.")
    return found[0]


def invoice_by_number(session: ReadSession, number: str) -> InvoiceIdentity:
    """The one invoice with this number. Raises UnknownInvoice or AmbiguousInvoice."""
    found = HistoryRepository(session).invoices_numbered(number)
    if not found:
        raise UnknownInvoice(f"No invoice has the number “{number}”. Check it, or import it first.")
    if len(found) > 1:
        holders = ", ".join(f"{one.customer} (from {one.source})" for one in found)
        raise AmbiguousInvoice(f"The number “{number}” is used for {holders}. Say which customer is meant.")
    return found[0]
