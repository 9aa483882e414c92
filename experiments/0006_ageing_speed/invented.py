"""A large ledger written straight into a database, past the files that would bring it in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ledger.imports.repository import COMPANY
from store.base import Base
from store.bulk import insert_rows
from store.session import Database

LAST_DAY = date(2024, 1, 1)
_SEED, _DAYS, _INVOICES_A_CUSTOMER = 20_240_306, 1_826, 50
_PAID, _CORRECTED = 0.98, 100
_FIRST = LAST_DAY - timedelta(days=_DAYS)


def invent(database: Database, *, invoices: int, each: int = _INVOICES_A_CUSTOMER) -> None:
    """Five years of invoices, a payment and an allocation for each but the last ones, and a few corrections.

    A customer has about `each` of them. One invoice in a hundred was given another due date later, and one
    payment in a hundred was taken back.
    """
    drawn = _drawn(invoices, each)
    known = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, tzinfo=UTC)
    run = ("invoices", "csv", "big.csv", "", LAST_DAY, known, LAST_DAY, *(0,) * 5, "{}", "")
    people = range(1, int(drawn.customer.max()) + 1)
    _write(database, "import_run", _RUN, iter([(COMPANY, 1, *run)]))
    _write(
        database,
        "customer",
        _CUSTOMER,
        ((COMPANY, n, f"C{n:05}", f"Customer {n}", _FIRST, 1) for n in people),
    )
    _write(database, "invoice", _INVOICE, _invoices(drawn))
    _write(database, "payment", _PAYMENT, _payments(drawn))
    _write(database, "allocation", _ALLOCATION, _allocations(drawn))
    _write(database, "invoice_correction", _INVOICE_CORRECTION, _redated(drawn))
    _write(database, "payment_correction", _PAYMENT_CORRECTION, _taken_back(drawn))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Days count from the first; `settled` are the places of paid invoices."""

    customer: NDArray[np.int64]
    issued: NDArray[np.int64]
    due: NDArray[np.int64]
    paid: NDArray[np.int64]
    cents: NDArray[np.int64]
    settled: NDArray[np.int64]


def _drawn(invoices: int, each: int) -> _Drawn:
    chance = np.random.default_rng(_SEED)
    customer = chance.integers(1, invoices // each + 1, invoices)
    issued = np.sort(chance.integers(0, _DAYS, invoices))
    due = issued + chance.choice([15, 30, 45, 60], invoices)
    paid = np.maximum(due + np.round(chance.normal(5, 12, invoices)).astype(np.int64), issued)
    cents = np.round(np.exp(chance.normal(11, 1, invoices))).astype(np.int64) + 1
    settled = np.flatnonzero((paid < _DAYS) & (chance.random(invoices) < _PAID))
    return _Drawn(customer, issued, due, paid, cents, settled)


def _day(number: int) -> date:
    return _FIRST + timedelta(days=int(number))


def _invoices(drawn: _Drawn) -> Iterator[tuple[Any, ...]]:
    columns = (one.tolist() for one in (drawn.customer, drawn.issued, drawn.due, drawn.cents))
    for n, (who, issued, due, cents) in enumerate(zip(*columns, strict=True), start=1):
        told = (f"F{n}", who, "invoice", _day(issued), _day(due), cents, "EUR", _day(issued))
        yield COMPANY, n, "csv", f"number F{n}", *told, 1, "provided", "411", False


def _payments(drawn: _Drawn) -> Iterator[tuple[Any, ...]]:
    for n in drawn.settled.tolist():
        paid, who, cents = _day(drawn.paid[n]), int(drawn.customer[n]), int(drawn.cents[n])
        yield COMPANY, n + 1, "csv", f"P{n}", who, paid, cents, "EUR", paid, 1, "payment", "411"


def _allocations(drawn: _Drawn) -> Iterator[tuple[Any, ...]]:
    for n in drawn.settled.tolist():
        paid = _day(drawn.paid[n])
        yield COMPANY, n + 1, "csv", f"P{n}", n + 1, n + 1, int(drawn.cents[n]), paid, paid, 1, "told", 100


def _redated(drawn: _Drawn) -> Iterator[tuple[Any, ...]]:
    for n in range(0, len(drawn.issued), _CORRECTED):
        days = (_day(drawn.issued[n]), _day(drawn.due[n] + 15))
        told = (int(drawn.customer[n]), "invoice", *days, int(drawn.cents[n]), "EUR")
        yield COMPANY, n + 1, 1, *told, LAST_DAY, 1, "terms"


def _taken_back(drawn: _Drawn) -> Iterator[tuple[Any, ...]]:
    for n in drawn.settled[::_CORRECTED].tolist():
        yield COMPANY, n + 1, 1, int(drawn.customer[n]), _day(drawn.paid[n]), 0, "EUR", LAST_DAY, 1


_CUSTOMER = "company_id id code name known_on import_id"
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
