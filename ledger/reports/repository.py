"""What is open on an evening, netted by the database: only what is left leaves it.

A million invoices that are paid cost their sum, not a million rows.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
    union_all,
)

from ledger.imports.repository import COMPANY, utc
from ledger.registers.register import ACT
from ledger.reports.status import Holding
from store.base import Base
from store.engine import summing_in_memory
from store.frames import read_frame
from store.session import ReadSession

# A sum for each of a million facts takes about 100 MiB, twice what a share of memory is named by; with the
# 4 MiB that PostgreSQL gives by itself it would be written to disk and sorted there, three times as slow.
_MIB = 96

_DESCRIPTION = ("kind", "issued_on", "due_on_source", "opening")


class OpenItemsRepository:
    """What an evening knew, as the database held it at an instant if one is given.

    `known_on` decides for every version of every fact; a correction never shows before the fact it corrects.
    """

    def __init__(self, session: ReadSession, *, as_of: date, as_recorded: datetime | None) -> None:
        self._session = session
        self._as_of = as_of
        self._as_recorded = as_recorded

    def holds_any(self) -> bool:
        """Whether any file was imported by then."""
        run = _table("import_run").c
        recorded = [] if self._as_recorded is None else [run.recorded_at <= utc(self._as_recorded)]
        files = select(run.id).where(run.company_id == COMPANY, run.content != ACT, *recorded).limit(1)
        return self._session.scalar(files) is not None

    def customers(self, among: Collection[int] | None = None) -> tuple[dict[int, str], dict[int, str | None]]:
        """Codes and names by customer, as they were known; of all, or of a few."""
        few = [] if among is None else [_table("customer").c.id.in_(sorted(among))]
        base, later = _table("customer"), self._last("customer")
        rows = (
            select(base.c.id, base.c.code, func.coalesce(later.c.name, base.c.name))
            .select_from(base)
            .outerjoin(later, later.c.customer_id == base.c.id)
            .where(base.c.company_id == COMPANY, *few)
        )
        found = [tuple(row) for row in self._session.execute(rows)]
        return {key: code for key, code, _ in found}, {key: name for key, _, name in found}

    def items(self) -> pd.DataFrame:
        """Whatever is not settled to the cent, positive when the customer owes it.

        Columns: invoice_id (0 for money that no invoice took), customer_id, account_class, currency, due_on
        (the day it was paid, for money), left_cents.
        """
        return _signed(*self._read(of_invoices=(), of_money=()))

    def described_items(self) -> pd.DataFrame:
        """The same with kind, issued_on, due_on_source and opening; money has only its kind."""
        invoices, money = self._read(of_invoices=_DESCRIPTION, of_money=("kind",))
        invoices = invoices.astype({"opening": bool})
        return _signed(invoices, money.assign(issued_on=money["due_on"], due_on_source="", opening=False))

    def listed_items(self) -> pd.DataFrame:
        """As `items`, with number, issued_on, opening and amount_cents; money has none of them."""
        invoices, money = self._read(
            of_invoices=("number", "issued_on", "opening", "amount_cents"), of_money=()
        )
        told = money.assign(
            number="", issued_on=money["due_on"], opening=False, amount_cents=money["left_cents"]
        )
        return _signed(invoices.astype({"opening": bool}), told)

    def issued_between(self, first: date, last: date) -> pd.DataFrame:
        """Invoices and credit notes of some days as they stood: customer_id, currency, issued_on, due_on,
        amount_cents, negative on credit notes.
        """
        base, later = _table("invoice"), self._last("invoice")
        names = ("customer_id", "currency", "issued_on", "due_on", "amount_cents")
        value = {name: func.coalesce(later.c[name], base.c[name], type_=base.c[name].type) for name in names}
        rows = (
            select(*(value[name].label(name) for name in names))
            .select_from(base)
            .outerjoin(later, later.c.invoice_id == base.c.id)
            .where(base.c.company_id == COMPANY, *self._known(base.c))
            .where(value["issued_on"] >= first, value["issued_on"] <= last, value["amount_cents"] != 0)
        )
        return read_frame(self._session, rows)

    def first_issued(self) -> dict[int, date]:
        """The day of each customer's first invoice, as first recorded."""
        base = _table("invoice").c
        rows = (
            select(base.customer_id, func.min(base.issued_on))
            .where(base.company_id == COMPANY, *self._known(base))
            .group_by(base.customer_id)
        )
        return {int(key): day for key, day in self._session.execute(rows)}

    def _read(
        self, *, of_invoices: Sequence[str], of_money: Sequence[str]
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        with summing_in_memory(self._session.connection(), mib=_MIB):
            return (
                read_frame(self._session, self._open("invoice", "due_on", more=of_invoices)),
                read_frame(self._session, self._open("payment", "paid_on", more=of_money)),
            )

    def _open(self, fact: str, day: str, *, more: Sequence[str]) -> Select[Any]:
        """The facts of a kind whose amount is not allocated in full, with their values of that evening."""
        base, later = _table(fact), self._last(fact)
        left = self._left(fact)

        def value(name: str) -> ColumnElement[Any]:
            if name not in later.c:  # no correction can change it
                return base.c[name]
            return func.coalesce(later.c[name], base.c[name], type_=base.c[name].type)

        return (
            select(
                base.c.id,
                value("customer_id").label("customer_id"),
                base.c.account_class,
                value("currency").label("currency"),
                value(day).label("due_on"),
                left.c.left_cents,
                *(value(name).label(name) for name in more),
            )
            .select_from(left)
            .join(base, and_(base.c.company_id == COMPANY, base.c.id == left.c.id))
            .outerjoin(later, later.c[f"{fact}_id"] == base.c.id)
        )

    def _left(self, fact: str) -> FromClause:
        """Amounts and what was allocated of them, as one sum a fact; what comes to nothing is left out."""
        parts = union_all(
            *self._amounts(fact),
            *self._amounts("allocation", of=f"{fact}_id", sign=-1),
            self._of_voided(fact),
        ).subquery()
        left = cast(func.sum(parts.c.cents), BigInteger)
        return select(parts.c.id, left.label("left_cents")).group_by(parts.c.id).having(left != 0).subquery()

    def _amounts(self, fact: str, *, of: str = "id", sign: int = 1) -> tuple[Select[Any], Select[Any]]:
        """First amounts, and by how much the version of that evening differs from them."""
        base, later = _table(fact).c, self._last(fact).c
        first = select(base[of].label("id"), (sign * base.amount_cents).label("cents"))
        change = select(base[of], sign * (later.amount_cents - base.amount_cents))
        known = [base.company_id == COMPANY, *self._known(base)]
        # Every id is above zero: said, it makes SQLite read rows as they lie on disk, by their key. By any
        # other index of the company it takes three times as long.
        return first.where(base.id > 0, *known), change.where(*known, later[f"{fact}_id"] == base.id)

    def _of_voided(self, fact: str) -> Select[Any]:
        """What payments taken back had settled, which is owed again."""
        base, later, void = _table("allocation"), self._last("allocation"), self._last("payment")
        standing = func.coalesce(later.c.amount_cents, base.c.amount_cents, type_=BigInteger())
        return (
            select(base.c[f"{fact}_id"], standing)
            .select_from(void)
            .join(base, and_(base.c.company_id == COMPANY, base.c.payment_id == void.c.payment_id))
            .outerjoin(later, later.c.allocation_id == base.c.id)
            .where(void.c.amount_cents == 0, *self._known(base.c))
        )

    def _last(self, fact: str) -> FromClause:
        """The last correction known that evening of each fact that has any."""
        name = f"{fact}_correction"
        correction = _table(name)
        key = correction.c[f"{fact}_id"]
        mine = [correction.c.company_id == COMPANY, *self._known(correction.c)]
        last = (
            select(key.label("fact"), func.max(correction.c.version).label("version"))
            .where(*mine)
            .group_by(key)
            .subquery()
        )
        return (
            select(correction)
            .join(last, and_(key == last.c.fact, correction.c.version == last.c.version))
            .where(correction.c.company_id == COMPANY)
            .subquery()
        )

    def _known(self, columns: Any) -> list[ColumnElement[bool]]:
        known: list[ColumnElement[bool]] = [columns.known_on <= self._as_of]
        if self._as_recorded is not None:
            run = _table("import_run").c
            recorded = select(run.id).where(
                run.company_id == COMPANY, run.recorded_at <= utc(self._as_recorded)
            )
            known.append(columns.import_id.in_(recorded))
        return known


class StatusRepository:
    """What the database holds, as it held it at an instant if one is given."""

    def __init__(self, session: ReadSession, *, as_recorded: datetime | None) -> None:
        self._session = session
        self._as_recorded = as_recorded

    def holdings(self) -> list[Holding]:
        """By content and source, what was imported; acts of people are no imports."""
        run = _table("import_run").c
        names = ("content", "source", "imported_on", "recorded_at", "file_name", "horizon", "rejected")
        rows = self._session.execute(
            select(*(run[name] for name in names))
            .where(run.content != ACT, *self._recorded())
            .order_by(run.id)
        )
        grouped: dict[tuple[str, str], list[Any]] = {}
        for row in rows:
            grouped.setdefault((row.content, row.source), []).append(row)
        return [
            Holding(
                *key,
                imports=len(runs),
                last_on=runs[-1].imported_on,
                last_recorded_at=utc(runs[-1].recorded_at),
                last_file=runs[-1].file_name,
                horizon=max((one.horizon for one in runs if one.horizon is not None), default=None),
                set_aside=runs[-1].rejected,
            )
            for key, runs in sorted(grouped.items())
        ]

    def acts(self) -> int:
        run = _table("import_run").c
        counted = select(func.count()).where(run.content == ACT, *self._recorded())
        return self._session.scalar(counted) or 0

    def counts(self, as_of: date) -> dict[str, int]:
        """How many customers, invoices (credit notes among them), payments and allocations were known."""
        facts = ("invoice", "payment", "allocation")
        told = {f"{fact}s": self._number(self._known(fact, as_of)) for fact in facts}
        return {"customers": self._number([self._met(as_of)]), **told}

    def _number(self, known: Sequence[ColumnElement[bool]]) -> int:
        return self._session.scalar(select(func.count()).where(*known)) or 0

    def _met(self, as_of: date) -> ColumnElement[bool]:
        """Customers known by then, or met on an invoice or a payment: a master may come years after them."""
        customer = _table("customer").c
        met = [
            exists().where(_table(fact).c.customer_id == customer.id, *self._known(fact, as_of))
            for fact in ("invoice", "payment")
        ]
        return and_(customer.company_id == COMPANY, or_(and_(*self._known("customer", as_of)), *met))

    def _known(self, fact: str, as_of: date) -> list[ColumnElement[bool]]:
        base, run = _table(fact).c, _table("import_run").c
        known = [base.company_id == COMPANY, base.known_on <= as_of]
        if self._as_recorded is not None:
            known.append(base.import_id.in_(select(run.id).where(*self._recorded())))
        return known

    def _recorded(self) -> list[ColumnElement[bool]]:
        run = _table("import_run").c
        until = [] if self._as_recorded is None else [run.recorded_at <= utc(self._as_recorded)]
        return [run.company_id == COMPANY, *until]


def _signed(invoices: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    owed = invoices.rename(columns={"id": "invoice_id"})
    held = money.assign(invoice_id=np.int64(0), left_cents=-money["left_cents"])
    return pd.concat([owed, held[owed.columns]], ignore_index=True)


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]
