"""Loads what a source already told, saves what an import adds."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Table as SqlTable
from sqlalchemy import func, insert, select

from ledger import tables
from ledger.erased.repository import doubt_of_erased, erased_customers
from ledger.files.rejection import Doubt, Rejection
from ledger.imports.allocations import Party, RecordedAllocation
from ledger.imports.changes import Changes, NextIds
from ledger.imports.customers import RecordedCustomer
from ledger.imports.invoices import PAYMENT_OF, RecordedInvoice, Settlement
from ledger.imports.payments import RecordedPayment
from store.base import Base, table_of
from store.bulk import insert_rows
from store.session import WriteSession

MEETINGS = "documents"  # the source of what follows from invoices that the accounts tell too
MASTER = "customers"  # the content of a run that a customer master brought
COMPANY = 1  # the only one until groups of companies are served
_CHUNK = 10_000  # rows sent at a time: enough to be fast, few enough to report progress
_INVOICE = ("customer_id", "issued_on", "due_on", "amount_cents", "currency")
_PAYMENT = ("customer_id", "paid_on", "amount_cents", "currency")
_ALLOCATION = ("amount_cents",)


@dataclass(frozen=True, slots=True)
class Run:
    """One import as it will be remembered."""

    id: int
    content: str
    source: str
    file_name: str
    sha256: str
    imported_on: date
    recorded_at: datetime
    horizon: date | None
    author: str = ""


class _Standing(NamedTuple):
    source_id: str
    id: int
    version: int
    known_on: date
    values: tuple[Any, ...]


class ImportRepository:
    def __init__(self, session: WriteSession) -> None:
        self._session = session

    def lock(self) -> None:
        """Imports of a company wait for each other: they hand out identifiers and compare with what is
        there.
        """
        company = table_of(tables.Company)
        self._session.execute(select(company.c.id).where(company.c.id == COMPANY).with_for_update())

    def next_import_id(self) -> int:
        return self._next(tables.ImportRun)

    def next_ids(self) -> NextIds:
        return NextIds(
            customer=self._next(tables.Customer),
            invoice=self._next(tables.Invoice),
            payment=self._next(tables.Payment),
            allocation=self._next(tables.Allocation),
        )

    def covered_until(self, *, content: str, source: str) -> date | None:
        """Up to which day earlier files of this kind and source told what happened."""
        run = tables.ImportRun
        mine = (run.company_id == COMPANY, run.content == content, run.source == source)
        return self._session.scalar(select(func.max(run.horizon)).where(*mine))

    def last_told(self, *, content: str, source: str) -> str | None:
        """The digest of the last files of this kind and source, None before the first."""
        run = tables.ImportRun
        mine = (run.company_id == COMPANY, run.content == content, run.source == source)
        return self._session.scalar(select(run.sha256).where(*mine).order_by(run.id.desc()).limit(1))

    def customers(self) -> dict[str, RecordedCustomer]:
        base, correction = table_of(tables.Customer).c, table_of(tables.CustomerCorrection).c
        masters = self._runs_of(MASTER)
        found = {
            row.id: (row.code, RecordedCustomer(row.id, 0, row.name, row.import_id in masters))
            for row in self._session.execute(
                select(base.id, base.code, base.name, base.import_id).where(base.company_id == COMPANY)
            )
        }
        corrections = (
            select(correction.customer_id, correction.version, correction.name, correction.import_id)
            .where(correction.company_id == COMPANY)
            .order_by(correction.version)
        )
        for customer_id, version, name, run in self._session.execute(corrections):
            standing = RecordedCustomer(customer_id, version, name, run in masters)
            found[customer_id] = (found[customer_id][0], standing)
        return dict(found.values())

    def _runs_of(self, content: str) -> set[int]:
        run = tables.ImportRun
        rows = select(run.id).where(run.company_id == COMPANY, run.content == content)
        return set(self._session.scalars(rows))

    def invoices(self, *, source: str) -> dict[str, RecordedInvoice]:
        """The invoices of a source as they stand, with the payment that the same file told."""
        settlements = self._settlements(source)
        return {
            fact.source_id: RecordedInvoice._make(
                (fact.id, fact.version, *fact.values, fact.known_on, settlements.get(fact.source_id))
            )
            for fact in self._standing("invoice", _INVOICE, source=source, said=True)
        }

    def payments(self, *, source: str) -> dict[str, RecordedPayment]:
        """The payments of a source as they stand."""
        return {
            fact.source_id: RecordedPayment._make((fact.id, fact.version, *fact.values, fact.known_on))
            for fact in self._standing("payment", _PAYMENT, source=source, said=True)
        }

    def allocations(self, *, source: str) -> dict[str, RecordedAllocation]:
        """The allocations of a source as they stand."""
        return {
            fact.source_id: RecordedAllocation._make((fact.id, fact.version, *fact.values))
            for fact in self._standing("allocation", _ALLOCATION, source=source, said=True)
        }

    def named_payments(self) -> dict[str, list[Party]]:
        """Payments of any source by reference and by number; those that invoice files told have neither."""
        base, taken = table_of(tables.Payment).c, self._allocated("payment_id")
        rows = select(base.id, base.reference).where(base.company_id == COMPANY, base.reference.is_not(None))
        references = {row.id: row.reference for row in self._session.execute(rows)}
        found: dict[str, list[Party]] = {}
        for fact in self._standing("payment", _PAYMENT):
            _, paid_on, cents, currency = fact.values
            party = Party(fact.id, paid_on, cents, currency, fact.known_on, taken[fact.id])
            for name in {references.get(fact.id), _number(fact.source_id)}:
                if name is not None:
                    found.setdefault(name, []).append(party)
        return found

    def numbered_invoices(self) -> dict[str, list[Party]]:
        """Invoices of any source by number, those taken back left out."""
        taken = self._allocated("invoice_id")
        found: dict[str, list[Party]] = {}
        for fact in self._standing("invoice", _INVOICE, fixed=("number",)):
            _, issued_on, _, cents, currency, number = fact.values
            if number is not None and cents:
                party = Party(fact.id, issued_on, cents, currency, fact.known_on, taken[fact.id])
                found.setdefault(number, []).append(party)
        return found

    def _allocated(self, party: str) -> Counter[int]:
        """Cents allocated by now, by payment or by invoice."""
        base = table_of(tables.Allocation).c
        rows = select(base.id, base[party]).where(base.company_id == COMPANY)
        parties = {row[0]: row[1] for row in self._session.execute(rows)}
        total: Counter[int] = Counter()
        for fact in self._standing("allocation", _ALLOCATION):
            total[parties[fact.id]] += fact.values[0]
        return total

    def _settlements(self, source: str) -> dict[str, Settlement]:
        """Payments in full told by invoice lines, by the name the source gives the invoice."""
        allocations = {
            fact.source_id: fact
            for fact in self._standing("allocation", _ALLOCATION, source=source, said=True)
        }
        return {
            fact.source_id.removeprefix(PAYMENT_OF): Settlement._make(
                (fact.id, fact.version, *fact.values, allocated.id, allocated.version, *allocated.values)
            )
            for fact in self._standing("payment", _PAYMENT, source=source, said=True)
            if fact.source_id.startswith(PAYMENT_OF) and (allocated := allocations.get(fact.source_id))
        }

    def _standing(
        self,
        fact: str,
        values: Sequence[str],
        *,
        source: str | None = None,
        but: str | None = None,
        fixed: Sequence[str] = (),
        said: bool = False,
    ) -> Iterator[_Standing]:
        """The facts of one kind, each with the values of its latest version, then its `fixed` ones; of one
        source, of all `but` one, or of all.

        With `said`, the values are those that were told last, whatever they came to since the accounts told
        the same: a file that repeats them says nothing new.
        """
        base, correction = _named(fact), _named(f"{fact}_correction")
        key = correction.c[f"{fact}_id"]
        mine = [base.c.company_id == COMPANY]
        if source is not None:
            mine.append(base.c.source == source)
        if but is not None:
            mine.append(base.c.source != but)
        corrected = (
            select(
                key, correction.c.version, correction.c.import_id, *(correction.c[name] for name in values)
            )
            .where(*mine, correction.c.company_id == base.c.company_id, key == base.c.id)
            .order_by(correction.c.version)
        )
        meetings = self._meetings() if said else frozenset()
        versions, latest = {}, {}
        for fact_id, version, run, *told in self._session.execute(corrected):
            versions[fact_id] = version
            if run not in meetings:
                latest[fact_id] = tuple(told)
        columns = (base.c[name] for name in (*values, *fixed))
        first = select(base.c.source_id, base.c.id, base.c.known_on, *columns)
        for source_id, fact_id, known_on, *told in self._session.execute(first.where(*mine)):
            version, standing = versions.get(fact_id, 0), latest.get(fact_id, told[: len(values)])
            yield _Standing(source_id, fact_id, version, known_on, (*standing, *told[len(values) :]))

    def _meetings(self) -> frozenset[int]:
        run = tables.ImportRun
        rows = select(run.id).where(run.company_id == COMPANY, run.source == MEETINGS)
        return frozenset(self._session.scalars(rows))

    def save(
        self, run: Run, summary: Mapping[str, Any], changes: Changes, saved: Callable[[int, int], None]
    ) -> None:
        """Write the import and all it adds; `saved` is told how many rows of how many are done."""
        self._leave_out_erased(changes)
        self._insert(table_of(tables.ImportRun), [{"company_id": COMPANY, **_run(run), **summary}])
        total = sum(len(rows) for _, rows in _facts(changes))
        done = 0
        for table, rows in _facts(changes):
            common = {"company_id": COMPANY, "import_id": run.id, "source": run.source}
            common = {name: value for name, value in common.items() if name in table.c}
            for chunk in _chunks(rows):
                columns = (*common, *chunk[0]._fields)
                filled = ((*common.values(), *row) for row in chunk)
                insert_rows(self._session, table, columns=columns, rows=filled)
                done += len(chunk)
                saved(done, total)
        self._remarks(table_of(tables.RejectedLine), run.id, sorted(changes.rejections))
        self._remarks(table_of(tables.DoubtfulLine), run.id, sorted(changes.doubts))

    def _leave_out_erased(self, changes: Changes) -> None:
        """A file may still name a person that was erased here: it is not taken, and that is said."""
        erased = erased_customers(self._session)
        told = {one.customer_id for one in changes.customer_versions if one.customer_id in erased}
        doubts = [doubt_of_erased(number, erased[number]) for number in sorted(told)]
        changes.doubts += [one for one in doubts if one not in changes.doubts]
        changes.customer_versions[:] = [
            one for one in changes.customer_versions if one.customer_id not in erased
        ]

    def _remarks(self, table: SqlTable, import_id: int, rows: Sequence[Rejection | Doubt]) -> None:
        common = {"company_id": COMPANY, "import_id": import_id}
        placed = ({**common, "position": place, **row._asdict()} for place, row in enumerate(rows))
        for chunk in _chunks(placed):
            self._insert(table, chunk)

    def _insert(self, table: SqlTable, rows: list[dict[str, Any]]) -> None:
        self._session.connection().execute(insert(table), rows)

    def _next(self, table: type[tables.Numbered]) -> int:
        return (self._session.scalar(select(func.max(table.id)).where(table.company_id == COMPANY)) or 0) + 1


def _number(source_id: str) -> str | None:
    kind, _, number = source_id.partition(" ")
    return number if kind == "number" else None


def _named(table: str) -> SqlTable:
    return Base.metadata.tables[table]


def _run(run: Run) -> dict[str, Any]:
    told = asdict(run)
    told["recorded_at"] = utc(run.recorded_at)  # SQLite keeps no time zone: all its instants are UTC
    return told


def utc(instant: datetime) -> datetime:
    """An instant without a time zone, as SQLite gives it back, is UTC."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _facts(changes: Changes) -> list[tuple[SqlTable, Sequence[Any]]]:
    """Each table before those that refer to it."""
    return [
        (table_of(tables.Customer), changes.customers),
        (table_of(tables.CustomerCorrection), changes.customer_versions),
        (table_of(tables.Invoice), changes.invoices),
        (table_of(tables.InvoiceCorrection), changes.invoice_versions),
        (table_of(tables.Payment), changes.payments),
        (table_of(tables.PaymentCorrection), changes.payment_versions),
        (table_of(tables.Allocation), changes.allocations),
        (table_of(tables.AllocationCorrection), changes.allocation_versions),
    ]


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        yield chunk
