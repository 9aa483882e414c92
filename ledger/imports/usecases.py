"""Import a file: read it, compare it with the ledger, save what is new."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from ledger.files.allocations import allocation_line, open_allocations
from ledger.files.invoices import doubts, invoice_line, open_invoices, tells_payments
from ledger.files.payments import open_payments, payment_line
from ledger.files.table import Table, with_raw
from ledger.imports.allocations import AllocationState, decide_allocations
from ledger.imports.changes import Changes, Knowledge
from ledger.imports.invoices import InvoiceState, decide_invoices
from ledger.imports.payments import PaymentState, decide_payments
from ledger.imports.repository import ImportRepository, Run
from ledger.report import ImportReport, settings_as_json
from store.session import WriteSession

Progress = Callable[[int, int], None]
_DEFAULT_SOURCE = "csv"


@dataclass(frozen=True, slots=True)
class _Delivery:
    """A file as it arrived."""

    content: bytes
    kind: str
    name: str
    source: str
    on: date
    recorded_at: datetime
    progress: Progress | None


def import_invoices(
    session: WriteSession,
    content: bytes,
    *,
    name: str,
    mapping: Mapping[str, object] | None,
    source: str | None,
    on: date,
    recorded_at: datetime,
    progress: Progress | None,
) -> ImportReport:
    """Record the invoices of a file, and the payments it tells. `progress` hears of steps done and steps in
    all.

    Raises ImportRefused, one of its kinds, when the file as a whole cannot be read.
    """
    delivery = _Delivery(content, "invoices", name, source or _DEFAULT_SOURCE, on, recorded_at, progress)
    table = open_invoices(content, mapping)
    lines, rejections = table.read(invoice_line, progress)
    repository = ImportRepository(session)
    repository.lock()
    state = InvoiceState(
        repository.customers(),
        repository.invoices(source=delivery.source),
        _knowledge(repository, delivery),
        repository.next_ids(),
    )
    paid_told = tells_payments(table)
    changes = decide_invoices(lines, state, tells_payments=paid_told)
    set_aside = {rejection.line for rejection in changes.rejections}
    kept = [line for line in lines if line.line not in set_aside]
    changes.rejections += rejections
    changes.doubts += doubts(kept, on=on, paid_told=paid_told)
    days = [day for line in lines for day in (line.issued_on, line.paid_on) if day is not None]
    return _record(repository, delivery, table, changes, days)


def import_payments(
    session: WriteSession,
    content: bytes,
    *,
    name: str,
    mapping: Mapping[str, object] | None,
    source: str | None,
    on: date,
    recorded_at: datetime,
    progress: Progress | None,
) -> ImportReport:
    """Record the payments of a file. Raises ImportRefused when the file as a whole cannot be read."""
    delivery = _Delivery(content, "payments", name, source or _DEFAULT_SOURCE, on, recorded_at, progress)
    table = open_payments(content, mapping)
    lines, rejections = table.read(payment_line, progress)
    repository = ImportRepository(session)
    repository.lock()
    state = PaymentState(
        repository.customers(),
        repository.payments(source=delivery.source),
        _knowledge(repository, delivery),
        repository.next_ids(),
    )
    changes = decide_payments(lines, state)
    changes.rejections += rejections
    return _record(repository, delivery, table, changes, [line.paid_on for line in lines])


def import_allocations(
    session: WriteSession,
    content: bytes,
    *,
    name: str,
    mapping: Mapping[str, object] | None,
    source: str | None,
    on: date,
    recorded_at: datetime,
    progress: Progress | None,
) -> ImportReport:
    """Record which payment settles which invoice. Raises ImportRefused when the file cannot be read."""
    delivery = _Delivery(content, "allocations", name, source or _DEFAULT_SOURCE, on, recorded_at, progress)
    table = open_allocations(content, mapping)
    lines, rejections = table.read(allocation_line, progress)
    repository = ImportRepository(session)
    repository.lock()
    state = AllocationState(
        repository.named_payments(),
        repository.numbered_invoices(),
        repository.allocations(source=delivery.source),
        _knowledge(repository, delivery),
        repository.next_ids(),
    )
    changes = decide_allocations(lines, state)
    changes.rejections += rejections
    days = [line.allocated_on for line in lines if line.allocated_on is not None]
    return _record(repository, delivery, table, changes, days)


def _knowledge(repository: ImportRepository, delivery: _Delivery) -> Knowledge:
    covered = repository.covered_until(content=delivery.kind, source=delivery.source)
    return Knowledge(delivery.on, covered)


def _record(
    repository: ImportRepository, delivery: _Delivery, table: Table, changes: Changes, days: Iterable[date]
) -> ImportReport:
    changes.rejections[:] = with_raw(changes.rejections, table)
    run = Run(
        id=repository.next_import_id(),
        content=delivery.kind,
        source=delivery.source,
        file_name=delivery.name,
        sha256=sha256(delivery.content).hexdigest(),
        imported_on=delivery.on,
        recorded_at=delivery.recorded_at,
        horizon=table.settings.extracted_on or max(days, default=None),
    )
    report = _report(run.id, table, changes)
    read = len(table.body)
    told = settings_as_json(report.settings)
    summary = {
        name: getattr(report, name) for name in ("read", "accepted", "unchanged", "rejected", "corrected")
    }

    def saved(done: int, total: int) -> None:
        if delivery.progress is not None:
            delivery.progress(read + read * done // max(total, 1), 2 * read)

    repository.save(run, {**summary, "settings": told}, changes, saved)
    saved(1, 1)
    return report


def _report(import_id: int, table: Table, changes: Changes) -> ImportReport:
    credit_notes = sum(invoice.kind == "credit_note" for invoice in changes.invoices)
    return ImportReport(
        import_id=import_id,
        read=len(table.body),
        accepted=changes.accepted,
        unchanged=changes.unchanged,
        rejected=len(changes.rejections),
        corrected=changes.corrected,
        new_customers=len(changes.customers),
        new_invoices=len(changes.invoices) - credit_notes,
        new_credit_notes=credit_notes,
        new_payments=len(changes.payments),
        new_allocations=len(changes.allocations),
        voided=changes.voided,
        rejections=tuple(changes.rejections),
        warnings=tuple(sorted(changes.doubts)),
        settings=table.settings,
    )
