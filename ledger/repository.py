"""Reads the ledger: facts as frames, invoices by number, imports and what they set aside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Select, and_, func, select, union

from ledger import tables
from ledger.facts import Facts, allocation_versions, in_order
from ledger.history import ImportedFile, InvoiceIdentity, RejectedLine
from ledger.imports.repository import COMPANY, utc
from ledger.registers.register import ACT
from store.base import Base
from store.frames import read_frame
from store.many import in_parts, listed
from store.session import ReadSession

_INVOICE = (
    *("customer_id", "kind", "issued_on", "due_on", "due_on_source", "amount_cents", "currency"),
    *("known_on", "import_id"),
)
_PAYMENT = ("customer_id", "paid_on", "amount_cents", "currency", "known_on", "import_id")
_ALLOCATION = ("amount_cents", "known_on", "import_id")


class FactsRepository:
    """The facts of all customers or of some, as the database held them at an instant or as it holds them."""

    def __init__(self, session: ReadSession, *, as_recorded: datetime | None) -> None:
        self._session = session
        self._as_recorded = as_recorded
        self._runs = self._recorded_runs()

    def horizon(self) -> date | None:
        """The last day the ledger tells of, None when it is empty."""
        return max((horizon for _, horizon in self._runs.values() if horizon is not None), default=None)

    def customer_ids(self, codes: Sequence[str]) -> dict[str, int]:
        customer = _table("customer").c
        rows = select(customer.code, customer.id).where(
            customer.company_id == COMPANY, *self._recorded(customer)
        )
        return {
            row.code: row.id
            for some in in_parts(list(codes))
            for row in self._session.execute(rows.where(customer.code.in_(some)))
        }

    def facts(self, *, customers: Sequence[int] | None, horizon: date) -> Facts:
        among = _Among(customers) if customers is not None else _All()
        links = ("payment_id", "invoice_id", "how", "confidence")
        whose = ("number", "account_class", "opening")
        invoices = self._versions("invoice", _INVOICE, among.invoices(), fixed=whose)
        payments = self._versions("payment", _PAYMENT, among.payments(), fixed=("kind", "account_class"))
        allocations = self._versions("allocation", _ALLOCATION, among.allocations(), fixed=links)
        linked = allocation_versions(allocations, payments)
        return Facts(
            customers=self._customers(customers),
            invoices=self._dated(invoices.astype({"opening": bool})),
            allocations=self._dated(linked),
            payments=self._dated(payments),
            horizon=horizon,
        )

    def _versions(
        self,
        fact: str,
        values: Sequence[str],
        among: CompoundSelect[Any] | None,
        *,
        fixed: Sequence[str] = (),
    ) -> pd.DataFrame:
        """All versions of a kind of fact; what no correction can change is repeated on each."""
        base, correction = _table(fact), _table(f"{fact}_correction")
        key = correction.c[f"{fact}_id"]
        where = [base.c.company_id == COMPANY, *([] if among is None else [base.c.id.in_(among)])]
        kept = [base.c[name] for name in fixed]
        first = read_frame(
            self._session,
            select(base.c.id.label(key.name), *kept, *(base.c[name] for name in values))
            .where(*where, *self._recorded(base.c))
            # As they lie on disk: by any other index SQLite takes three times as long.
            .order_by(base.c.company_id, base.c.id),
        ).assign(version=np.int32(0))
        later = read_frame(
            self._session,
            select(key, correction.c.version, *kept, *(correction.c[name] for name in values))
            .where(correction.c.company_id == base.c.company_id, key == base.c.id)
            .where(*where, *self._recorded(correction.c)),
        ).astype({"version": "int32"})
        every = pd.concat([first, later], ignore_index=True) if len(later) else first
        return in_order(every, key.name)

    def _customers(self, ids: Sequence[int] | None) -> pd.DataFrame:
        base, correction = _table("customer").c, _table("customer_correction").c
        among = [] if ids is None else [base.id.in_(listed(ids))]
        found = read_frame(
            self._session,
            select(base.id.label("customer_id"), base.code, base.name)
            .where(base.company_id == COMPANY, *among, *self._recorded(base))
            .order_by(base.id),
        )
        renamed = read_frame(
            self._session,
            select(correction.customer_id, correction.name)
            .where(correction.company_id == COMPANY, *self._recorded(correction))
            .order_by(correction.version),
        ).drop_duplicates("customer_id", keep="last")
        names = found["customer_id"].map(renamed.set_index("customer_id")["name"]).astype("str")
        return found.assign(name=names.fillna(found["name"]))

    def _recorded_runs(self) -> dict[int, tuple[datetime, date | None]]:
        run = tables.ImportRun
        rows = select(run.id, run.recorded_at, run.horizon).where(run.company_id == COMPANY)
        runs = {row.id: (utc(row.recorded_at), row.horizon) for row in self._session.execute(rows)}
        if self._as_recorded is None:
            return runs
        until = utc(self._as_recorded)
        return {key: value for key, value in runs.items() if value[0] <= until}

    def _recorded(self, columns: Any) -> list[ColumnElement[bool]]:
        return [] if self._as_recorded is None else [columns.import_id.in_(listed(self._runs))]

    def _dated(self, versions: pd.DataFrame) -> pd.DataFrame:
        instants = {key: at.replace(tzinfo=None) for key, (at, _) in self._runs.items()}
        keys = np.array(sorted(instants), dtype="int64")
        values = np.array([instants[key] for key in sorted(instants)], dtype="datetime64[us]")
        place = np.searchsorted(keys, versions["import_id"].to_numpy())
        return versions.drop(columns="import_id").assign(recorded_at=values[place])


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]


class _All:
    """No restriction."""

    def invoices(self) -> None:
        return None

    payments = allocations = invoices


class _Among:
    """Which facts concern some customers; by their keys, which lets both databases use their indexes."""

    def __init__(self, customers: Sequence[int]) -> None:
        self._customers = listed(customers)

    def invoices(self) -> CompoundSelect[Any]:
        """Invoices that any of their versions gives to one of them."""
        return union(*self._once_theirs("invoice"))

    def payments(self) -> CompoundSelect[Any]:
        """Their payments, and those of others that settle their invoices."""
        allocation = _table("allocation").c
        settling = select(allocation.payment_id).where(
            allocation.company_id == COMPANY, allocation.invoice_id.in_(self.invoices())
        )
        return union(*self._once_theirs("payment"), settling)

    def allocations(self) -> CompoundSelect[Any]:
        """What settles their invoices, and what their payments settle."""
        allocation = _table("allocation").c
        mine = select(allocation.id).where(allocation.company_id == COMPANY)
        return union(
            mine.where(allocation.invoice_id.in_(self.invoices())),
            mine.where(allocation.payment_id.in_(union(*self._once_theirs("payment")))),
        )

    def _once_theirs(self, fact: str) -> tuple[Select[Any], Select[Any]]:
        base, correction = _table(fact).c, _table(f"{fact}_correction").c
        return (
            select(base.id).where(base.company_id == COMPANY, base.customer_id.in_(self._customers)),
            select(correction[f"{fact}_id"]).where(
                correction.company_id == COMPANY, correction.customer_id.in_(self._customers)
            ),
        )


class HistoryRepository:
    """Imports, what they set aside, and invoices by number."""

    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def imports(self) -> int:
        """Files brought in; what people did is recorded beside them and is none."""
        run = tables.ImportRun
        files = (run.company_id == COMPANY, run.content != ACT)
        return self._session.scalar(select(func.count()).where(*files)) or 0

    def last_import(self) -> int:
        """The number of the last run, of a file or of what people did; 0 before the first."""
        run = tables.ImportRun
        return self._session.scalar(select(func.max(run.id)).where(run.company_id == COMPANY)) or 0

    def latest(self, limit: int, *, before: int | None = None) -> list[ImportedFile]:
        """Files brought in, the latest first; those with a lower number only."""
        run = tables.ImportRun
        lower = [] if before is None else [run.id < before]
        told = (run.id, run.content, run.file_name, run.recorded_at, run.author)
        rows = (
            select(*told, run.read, run.accepted, run.unchanged, run.rejected)
            .where(run.company_id == COMPANY, run.content != ACT, *lower)
            .order_by(run.id.desc())
            .limit(limit)
        )
        found = [ImportedFile(*row) for row in self._session.execute(rows)]
        return [replace(one, recorded_at=utc(one.recorded_at)) for one in found]

    def rejections(self, *, import_id: int | None) -> list[RejectedLine]:
        line, run = tables.RejectedLine, tables.ImportRun
        among = [] if import_id is None else [line.import_id == import_id]
        rows = (
            select(line.import_id, run.file_name, line.line, line.why, line.raw)
            .join(run, and_(run.company_id == line.company_id, run.id == line.import_id))
            .where(line.company_id == COMPANY, *among)
            .order_by(line.import_id, line.position)
        )
        return [RejectedLine(*row) for row in self._session.execute(rows)]

    def invoices_numbered(self, number: str) -> list[InvoiceIdentity]:
        """Each with the customer of its latest version; void ones only where no other has the number."""
        invoice, later, customer = tables.Invoice, tables.InvoiceCorrection, tables.Customer
        corrected = self._corrected(later.customer_id)
        cents = func.coalesce(self._corrected(later.amount_cents), invoice.amount_cents)
        holder = and_(
            customer.company_id == invoice.company_id,
            customer.id == func.coalesce(corrected, invoice.customer_id),
        )
        rows = (
            select(invoice.id, customer.code, invoice.source, cents)
            .join(customer, holder)
            .where(invoice.company_id == COMPANY, invoice.number == number)
            .order_by(invoice.id)
        )
        found = [tuple(row) for row in self._session.execute(rows)]
        stand = [row for row in found if row[3]] or found
        return [InvoiceIdentity(key, number, code, source) for key, code, source, _ in stand]

    @staticmethod
    def _corrected(value: Any) -> Any:
        """What the last correction of an invoice says, None where there is none."""
        invoice, later = tables.Invoice, tables.InvoiceCorrection
        return (
            select(value)
            .where(later.company_id == invoice.company_id, later.invoice_id == invoice.id)
            .order_by(later.version.desc())
            .limit(1)
            .scalar_subquery()
        )
