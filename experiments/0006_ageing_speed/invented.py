"""A large ledger written straight into a database, past the files that would bring it in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from ledger.imports.repository import COMPANY
from store.base import Base
from store.bulk import insert_rows
from store.session import Database

LAST_DAY = date(2024, 1, 1)
_SEED, _DAYS, _INVOICES_A_CUSTOMER, _REDATED = 20_240_306, 1_826, 50, 100
_FIRST = LAST_DAY - timedelta(days=_DAYS)
_CHUNK = 50_000


def invent(database: Database, *, invoices: int) -> None:
    """Five years of invoices, a payment and an allocation for each but the last ones, and a few corrections.

    One invoice in a hundred was given another due date later, and one payment in a hundred was taken back.
    """
    chance = np.random.default_rng(_SEED)
    customer = chance.integers(1, invoices // _INVOICES_A_CUSTOMER + 1, invoices)
    issued = np.sort(chance.integers(0, _DAYS, invoices))
    due = issued + chance.choice([15, 30, 45, 60], invoices)
    paid = np.maximum(due + np.round(chance.normal(5, 12, invoices)).astype(np.int64), issued)
    cents = np.round(np.exp(chance.normal(11, 1, invoices))).astype(np.int64) + 1
    settled = np.flatnonzero((paid < _DAYS) & (chance.random(invoices) < 0.98))  # noqa: PLR2004
    days = [_FIRST + timedelta(days=n) for n in range(_DAYS + 1_000)]
    known = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, tzinfo=UTC)
    run = ("invoices", "csv", "big.csv", "", LAST_DAY, known, LAST_DAY, *(0,) * 5, "{}", "")
    ids = np.arange(1, invoices + 1)

    def of_invoices() -> Iterator[tuple[Any, ...]]:
        columns = (ids.tolist(), customer.tolist(), issued.tolist(), due.tolist(), cents.tolist())
        for n, who, start, end, amount in zip(*columns, strict=True):
            told = (f"F{n}", who, "invoice", days[start], days[end], amount, "EUR", days[start])
            yield COMPANY, n, "csv", f"number F{n}", *told, 1, "provided", "411", False

    def of_payments() -> Iterator[tuple[Any, ...]]:
        for n in settled.tolist():
            told = (int(customer[n]), days[paid[n]], int(cents[n]), "EUR", days[paid[n]])
            yield COMPANY, n + 1, "csv", f"P{n}", *told, 1, "payment", "411"

    def of_allocations() -> Iterator[tuple[Any, ...]]:
        for n in settled.tolist():
            told = (n + 1, n + 1, int(cents[n]), days[paid[n]], days[paid[n]])
            yield COMPANY, n + 1, "csv", f"P{n}", *told, 1, "told", 100

    def redated() -> Iterator[tuple[Any, ...]]:
        for n in range(0, invoices, _REDATED):
            later = (int(customer[n]), "invoice", days[issued[n]], days[due[n] + 15], int(cents[n]), "EUR")
            yield COMPANY, n + 1, 1, *later, LAST_DAY, 1, "terms"

    def taken_back() -> Iterator[tuple[Any, ...]]:
        for n in settled[::_REDATED].tolist():
            yield COMPANY, n + 1, 1, int(customer[n]), days[paid[n]], 0, "EUR", LAST_DAY, 1

    people = ((COMPANY, n, f"C{n:05}", f"Customer {n}", _FIRST, 1) for n in range(1, int(customer.max()) + 1))
    _write(database, "import_run", _RUN, iter([(COMPANY, 1, *run)]))
    _write(database, "customer", "company_id id code name known_on import_id", people)
    _write(database, "invoice", _INVOICE, of_invoices())
    _write(database, "payment", _PAYMENT, of_payments())
    _write(database, "allocation", _ALLOCATION, of_allocations())
    _write(database, "invoice_correction", _INVOICE_CORRECTION, redated())
    _write(database, "payment_correction", _PAYMENT_CORRECTION, taken_back())


_RUN = (
    "company_id id content source file_name sha256 imported_on recorded_at horizon read accepted unchanged "
    "rejected corrected settings author"
)
_INVOICE = (
    "company_id id source source_id number customer_id kind issued_on due_on amount_cents currency known_on "
    "import_id due_on_source account_class opening"
)
_PAYMENT = (
    "company_id id source source_id customer_id paid_on amount_cents currency known_on import_id kind "
    "account_class"
)
_ALLOCATION = (
    "company_id id source source_id payment_id invoice_id amount_cents allocated_on known_on import_id how "
    "confidence"
)
_INVOICE_CORRECTION = (
    "company_id invoice_id version customer_id kind issued_on due_on amount_cents currency known_on "
    "import_id due_on_source"
)
_PAYMENT_CORRECTION = (
    "company_id payment_id version customer_id paid_on amount_cents currency known_on import_id"
)


def _write(database: Database, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with database.transaction() as session:
        insert_rows(session, Base.metadata.tables[table], columns=columns.split(), rows=rows)
