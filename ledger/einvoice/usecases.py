"""Import electronic invoices, each file told on its own; and tell what the open ones lack."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from ledger.as_known import as_known
from ledger.einvoice.claims import TOTALS, document_key
from ledger.einvoice.decision import decide_einvoices
from ledger.einvoice.document import Document
from ledger.einvoice.gateway import read_document
from ledger.einvoice.lacking import Lacking, lacking
from ledger.einvoice.outcome import REFUSED, Outcome
from ledger.einvoice.repository import CONTENT, EInvoiceRepository
from ledger.errors import EmptyLedger, FileUnreadable
from ledger.files.rejection import Doubt, Rejection
from ledger.registers.catalogue import DOCUMENTS
from ledger.registers.register import standing_on
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Delivery, Reading, record_import
from ledger.repository import FactsRepository
from store.session import ReadSession, WriteSession

_DEFAULT_SOURCE = "einvoice"
_NAMES = 3  # of files, to call an import by
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class EInvoiceFile:
    """A file by its name and its bytes; None when the disk did not give them."""

    name: str
    content: bytes | None


def import_einvoices(
    session: WriteSession,
    files: Iterable[EInvoiceFile],
    *,
    source: str | None,
    on: date,
    recorded_at: datetime,
    author: str,
    progress: Progress | None,
) -> RegisterReport:
    """Record the invoices that files hold; one that holds none is told as a rejection and hinders no other.

    `files` are read one after the other, so that a folder need not fit into memory.
    """
    read, outcomes, names, sums = _read(files, progress)
    repository = EInvoiceRepository(session)
    repository.lock()
    source = source or _DEFAULT_SOURCE
    decided = decide_einvoices(read, repository.state(source=source, on=on))
    days = [document.invoice.issued_on for document, outcome in read if outcome.status != REFUSED]
    refused = [one for one in outcomes if one.status == REFUSED]
    reading = Reading(
        read=len(outcomes),
        rejections=[Rejection(one.place, f"{one.file}: {one.why}", one.file) for one in refused],
        doubts=[
            Doubt(one.place, f"{one.file}: {why}", f"{one.file} {why}")
            for one in outcomes
            for why in one.doubts
        ],
        settings={
            TOTALS: {
                document_key(document.invoice): outcome.total_cents
                for document, outcome in read
                if outcome.status != REFUSED and outcome.prepaid_cents
            }
        },
        horizon=max((day for day in days if day <= on), default=None),
    )
    delivery = Delivery(
        content=sums, kind=CONTENT, name=names, source=source, on=on, recorded_at=recorded_at, author=author
    )
    return record_import(
        session,
        delivery,
        reading,
        entered=[(DOCUMENTS, decided.entered)],
        changes=decided.changes,
        told={"files": [one.as_json() for one in outcomes]},
    )


def _read(
    files: Iterable[EInvoiceFile], progress: Progress | None
) -> tuple[list[tuple[Document, Outcome]], list[Outcome], str, bytes]:
    """Documents with their outcomes, all outcomes, what to call the import by, and the sums of the files."""
    read: list[tuple[Document, Outcome]] = []
    outcomes: list[Outcome] = []
    sums: list[bytes] = []
    for place, file in enumerate(files, start=1):
        outcome = Outcome(place, file.name)
        outcomes.append(outcome)
        sums.append(sha256(file.content or b"").digest())
        try:
            read.append((_document(file), outcome))
        except FileUnreadable as error:
            outcome.refuse(str(error))
        if progress is not None:
            progress(place, place + 1)
    names = [one.file for one in outcomes[:_NAMES]]
    more = len(outcomes) - len(names)
    return read, outcomes, ", ".join(names) + (f" and {more} more" if more else ""), b"".join(sums)


def _document(file: EInvoiceFile) -> Document:
    if file.content is None:
        raise FileUnreadable(
            "The file cannot be read from its place. Check that it is there and yours to read."
        )
    return read_document(file.content)


def missing_in_einvoices(session: ReadSession, *, as_of: date) -> list[Lacking]:
    """Invoices open that evening whose documents, as known then, lack something."""
    repository = FactsRepository(session, as_recorded=None)
    horizon = repository.horizon()
    if horizon is None:
        raise EmptyLedger("The ledger is empty. Import invoices first.")
    facts = as_known(repository.facts(customers=None, horizon=horizon), as_of)
    documents = standing_on(RegisterRepository(session, DOCUMENTS).versions(as_recorded=None), as_of)
    return lacking(facts, (one.row for one in documents))
