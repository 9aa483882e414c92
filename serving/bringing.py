"""Files of every kind into the ledger: each by the use case that `encours import` calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger import usecases
from ledger.accounts.usecases import import_accounts, meet_and_match
from ledger.company import usecases as company
from ledger.documents.usecases import meet_invoices
from ledger.einvoice.usecases import EInvoiceFile, import_einvoices
from ledger.imports.repository import MASTER
from ledger.master import usecases as master
from ledger.orders import usecases as orders
from ledger.registers.usecases import Act, Delivery
from store.session import WriteSession

_DEFAULT_SOURCE = "csv"


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it was sent. `partial`: it only adds, what it does not name stays."""

    content: bytes
    name: str
    source: str | None = None
    partial: bool = False
    mapping: Mapping[str, object] | None = None

    def signed(self, act: Act) -> dict[str, Any]:
        return {"source": self.source, "on": act.on, "recorded_at": act.recorded_at, "progress": None}


def bring(session: WriteSession, kind: str, file: Brought, act: Act) -> dict[str, Any]:
    """The report of an import, ready for JSON. Raises ImportRefused where the file as a whole is no use."""
    return _KINDS[kind](session, file, act)


def _lines(usecase: Callable[..., Any]) -> Callable[[WriteSession, Brought, Act], dict[str, Any]]:
    def brought(session: WriteSession, file: Brought, act: Act) -> dict[str, Any]:
        report = usecase(session, file.content, name=file.name, mapping=file.mapping, **file.signed(act))
        return {**report.as_json(), "documents": meet_invoices(session, act).as_json()}

    return brought


def _register(
    usecase: Callable[..., Any], kind: str, *, whole: bool = True
) -> Callable[[WriteSession, Brought, Act], dict[str, Any]]:
    def brought(session: WriteSession, file: Brought, act: Act) -> dict[str, Any]:
        source = file.source or _DEFAULT_SOURCE
        delivery = Delivery(file.content, kind, file.name, source, act.on, act.recorded_at, author=act.author)
        said = {"whole": not file.partial} if whole else {}
        told: dict[str, Any] = usecase(session, delivery, mapping=file.mapping, **said).as_json()
        return told

    return brought


def _fec(session: WriteSession, file: Brought, act: Act) -> dict[str, Any]:
    files = [usecases.FecContent(file.name, file.content)]
    report = import_accounts(session, files, terms=None, source=file.source, act=act, progress=None)
    return report.as_json()


def _bank(session: WriteSession, file: Brought, act: Act) -> dict[str, Any]:
    files = [(file.name, file.content)]
    report = usecases.import_bank(session, files, author=act.author, **file.signed(act))
    met, matched = meet_and_match(session, act)
    return {**report.as_json(), "meeting": met.as_json(), "matching": matched.as_json()}


def _einvoice(session: WriteSession, file: Brought, act: Act) -> dict[str, Any]:
    files = [EInvoiceFile(file.name, file.content)]
    report = import_einvoices(session, files, author=act.author, **file.signed(act))
    return {**report.as_json(), "documents": meet_invoices(session, act).as_json()}


def _statements(session: WriteSession, file: Brought, act: Act) -> dict[str, Any]:
    report = company.import_statements(
        *(session, file.content),
        name=file.name,
        mapping=file.mapping,
        author=act.author,
        **file.signed(act),
    )
    return report.as_json()


def _bodacc(session: WriteSession, file: Brought, act: Act) -> dict[str, Any]:
    files = [company.NamedContent(file.name, file.content)]
    return company.import_bodacc(session, files, author=act.author, **file.signed(act)).as_json()


_KINDS: Mapping[str, Callable[[WriteSession, Brought, Act], dict[str, Any]]] = {
    "customers": _register(master.import_customers, MASTER, whole=False),
    "contacts": _register(master.import_contacts, "contacts"),
    "fec": _fec,
    "invoices": _lines(usecases.import_invoices),
    "payments": _lines(usecases.import_payments),
    "allocations": _lines(usecases.import_allocations),
    "orders": _register(orders.import_orders, "orders"),
    "bank": _bank,
    "einvoice": _einvoice,
    "statements": _statements,
    "bodacc": _bodacc,
}
KINDS = tuple(_KINDS)
