"""Loads the facts of many customers at once, and what became known of which since a run."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select

from ledger.facts import Facts, allocation_versions, in_order
from ledger.filling.repository import BesideRepository
from ledger.imports.repository import COMPANY
from ledger.relation.promises import PROMISE
from ledger.repository import FactsRepository
from store.base import Base
from store.frames import read_frame
from store.many import listed
from store.session import ReadSession

_INVOICE = ("customer_id", "kind", "issued_on", "due_on", "due_on_source", "amount_cents", "currency")
_PAYMENT = ("customer_id", "paid_on", "amount_cents", "currency")
_FIXED = {
    "invoice": ("number", "account_class", "opening"),
    "payment": ("kind", "account_class"),
    "allocation": ("payment_id", "invoice_id", "how", "confidence"),
}
_VALUES = {"invoice": _INVOICE, "payment": _PAYMENT, "allocation": ("amount_cents",)}
_WRITTEN = ("known_on", "import_id")
# Tables that name a customer, and by which column.
_NAMING = (
    *(("customer", "id"), ("customer_correction", "customer_id"), ("sales_order", "customer_id")),
    *(("relation_act", "customer_id"), ("match_act", "customer_id"), ("customer_profile", "customer_id")),
    *(("customer_link", "customer_id"), ("customer_link", "master_id")),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Up to where a run read: its day, the last import, the last invoice, payment and allocation, and whether
    anything written down was to become known only after that day.
    """

    on: date
    import_id: int
    ids: Mapping[str, int]
    waiting: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """Customers to read as a whole, and those of whom a day's new invoices and payments say all."""

    whole: set[int]
    changed: set[int]


@dataclass(frozen=True, slots=True)
class Changed:
    """Facts around some invoices and payments; `fresh` are the invoices written down since the last run."""

    facts: Facts
    payments: frozenset[int]
    fresh: frozenset[int]


class GatheringRepository:
    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def seen(self, on: date, *, before: Seen | None) -> Seen:
        """Up to where a run of a day reads; `before` is what the run before it had seen."""
        ids = {name: self._last(name) for name in _BASES}
        waiting = any(self._waits(name, on, before) for name in (*_LEDGER, *_REGISTERS))
        return Seen(on, self._last("import_run"), ids, waiting)

    def _last(self, name: str) -> int:
        columns = _table(name).c
        return self._session.scalar(select(func.max(columns.id)).where(columns.company_id == COMPANY)) or 0

    def _waits(self, name: str, on: date, before: Seen | None) -> bool:
        """Whether a table holds what is known only after a day; what a run saw waiting may still do so."""
        columns = _table(name).c
        fresh = () if before is None or before.waiting else _written(name, before)
        rows = select(columns.known_on).where(columns.company_id == COMPANY, columns.known_on > on, *fresh)
        return self._session.execute(rows.limit(1)).first() is not None

    def touched(self, seen: Seen, *, on: date) -> Touched:
        """Customers of whom something was written down after a run, or became known since its day."""
        told: set[int] = set()
        for name, column in _NAMING:
            told |= self._of(select(_table(name).c[column]).where(*_new(name, seen, on)))
        for fact in ("invoice", "payment"):
            told |= self._of_corrected(fact, seen, on)
        told |= self._of_announcements(seen, on)
        told |= self._of_settling("allocation_correction", seen, on)
        billed = self._of_settling("allocation", seen, on)
        for fact in ("invoice", "payment"):
            billed |= self._of(select(_table(fact).c.customer_id).where(*_new(fact, seen, on)))
        if seen.waiting:
            return Touched(told | billed, set())
        told |= billed & self._promising()
        return Touched(told, billed - told)

    def _promising(self) -> set[int]:
        """Customers whose promises a payment may keep."""
        act = _table("relation_act").c
        return self._of(select(act.customer_id).where(act.company_id == COMPANY, act.matter == PROMISE))

    def _of_corrected(self, fact: str, seen: Seen, on: date) -> set[int]:
        """Whose it is now, and whose it was by any version: the one before the last lost it."""
        later = _table(f"{fact}_correction")
        keys = self._of(select(later.c[f"{fact}_id"]).where(*_new(later.name, seen, on)))
        return self._owners(fact, keys)

    def _owners(self, fact: str, keys: Collection[int]) -> set[int]:
        """Whose facts these ever were."""
        base, later = _table(fact).c, _table(f"{fact}_correction").c
        first = select(base.customer_id).where(base.company_id == COMPANY, base.id.in_(listed(keys)))
        theirs = (later.company_id == COMPANY, later[f"{fact}_id"].in_(listed(keys)))
        return self._of(first) | self._of(select(later.customer_id).where(*theirs))

    def _of(self, rows: Select[Any]) -> set[int]:
        return {int(key) for key in self._session.scalars(rows) if key is not None}

    def _of_settling(self, name: str, seen: Seen, on: date) -> set[int]:
        """Both sides: a payment may settle what another customer was invoiced."""
        owners: set[int] = set()
        for fact, keys in zip(("invoice", "payment"), self._pairs(name, seen, on), strict=True):
            owners |= self._owners(fact, keys)
        return owners

    def _pairs(self, name: str, seen: Seen, on: date) -> tuple[set[int], set[int]]:
        """Invoices and payments of new allocations, or of those that were corrected."""
        base, table = _table("allocation"), _table(name)
        pair = select(base.c.invoice_id, base.c.payment_id)
        if table is not base:
            same = and_(base.c.company_id == table.c.company_id, base.c.id == table.c.allocation_id)
            pair = pair.join(table, same)
        found = list(self._session.execute(pair.where(*_new(name, seen, on))))
        return {int(row[0]) for row in found}, {int(row[1]) for row in found}

    def _of_announcements(self, seen: Seen, on: date) -> set[int]:
        """Customers of the master with such a SIREN, and those of the accounts linked to them."""
        event, profile, link = (_table(one).c for one in ("legal_event", "customer_profile", "customer_link"))
        sirens = list(
            self._session.scalars(select(event.siren).where(*_new("legal_event", seen, on)).distinct())
        )
        if not sirens:
            return set()
        named = self._of(
            select(profile.customer_id).where(profile.company_id == COMPANY, profile.siren.in_(sirens))
        )
        linked = select(link.customer_id).where(link.company_id == COMPANY, link.master_id.in_(listed(named)))
        return named | self._of(linked)

    def changed(self, seen: Seen, *, on: date) -> Changed:
        """The invoices and payments that new facts are about, each with all that settles it."""
        invoices, payments = self._pairs("allocation", seen, on)
        fresh = self._of(select(_table("invoice").c.id).where(*_new("invoice", seen, on)))
        payments |= self._of(select(_table("payment").c.id).where(*_new("payment", seen, on)))
        facts = _FactsOf(self._session, ()).around(invoices | fresh, payments, horizon=on)
        return Changed(facts, frozenset(payments), frozenset(fresh))

    def facts(self, customers: Collection[int] | None, *, horizon: date) -> Facts:
        """Every version, with what stands beside; of `customers`, or of all."""
        if customers is None:
            facts = FactsRepository(self._session, as_recorded=None).facts(customers=None, horizon=horizon)
        else:
            facts = _FactsOf(self._session, customers).facts(horizon)
        beside = BesideRepository(self._session, customers=customers, as_recorded=None).beside(facts)
        return Facts(
            *(facts.customers, facts.invoices, facts.allocations, facts.payments, facts.horizon), beside
        )


_BASES = ("invoice", "payment", "allocation")
_LEDGER = (
    *("customer", "customer_correction", "invoice", "invoice_correction", "payment", "payment_correction"),
    *("allocation", "allocation_correction"),
)
_REGISTERS = (
    *("sales_order", "relation_act", "match_act", "customer_profile", "customer_link", "legal_event"),
)


class _FactsOf:
    """The facts of some customers, by the ways that cost least for thousands among millions of facts."""

    def __init__(self, session: ReadSession, customers: Collection[int]) -> None:
        self._session = session
        self._customers = sorted(customers)

    def facts(self, horizon: date) -> Facts:
        invoices = self._theirs("invoice")
        payments = self._theirs("payment")
        keys = invoices["invoice_id"].unique().tolist()
        allocations = self._settling(keys)
        allocations = self._others_settled(allocations, payments)
        missing = set(allocations["payment_id"]) - set(payments["payment_id"])
        payments = in_order(pd.concat([payments, self._by_key("payment", missing)]), "payment_id")
        return _facts(self._names(), invoices, allocations, payments, horizon)

    def around(self, invoices: Collection[int], payments: Collection[int], *, horizon: date) -> Facts:
        """Some invoices and payments, with all that settles them and all that they settle."""
        base = _table("allocation").c
        mine = [(base.invoice_id, invoices), (base.payment_id, payments)]
        found = [
            read_frame(
                self._session, _first("allocation").where(base.company_id == COMPANY, key.in_(listed(ids)))
            )
            for key, ids in mine
        ]
        both = pd.concat(found, ignore_index=True).drop_duplicates("allocation_id")
        allocations = self._with_corrections("allocation", both, ())
        billed = self._by_key("invoice", invoices)
        paid = self._by_key("payment", {*payments, *allocations["payment_id"].tolist()})
        return _facts(self._names(), billed, allocations, paid, horizon)

    def _names(self) -> pd.DataFrame:
        customer = _table("customer").c
        rows = select(customer.id.label("customer_id"), customer.code, customer.name).where(
            customer.company_id == COMPANY, customer.id.in_(listed(self._customers))
        )
        return read_frame(self._session, rows)

    def _theirs(self, fact: str) -> pd.DataFrame:
        """Facts that any version gives to one of them, with every version."""
        base, later = _table(fact).c, _table(f"{fact}_correction").c
        moved = select(later[f"{fact}_id"]).where(
            later.company_id == COMPANY, later.customer_id.in_(listed(self._customers))
        )
        mine = read_frame(
            self._session,
            _first(fact).where(base.company_id == COMPANY, base.customer_id.in_(listed(self._customers))),
        )
        key = f"{fact}_id"
        beside = {int(one) for one in self._session.scalars(moved.distinct())} - set(mine[key])
        return self._with_corrections(fact, mine, beside)

    def _by_key(self, fact: str, keys: Collection[int]) -> pd.DataFrame:
        none = read_frame(self._session, _first(fact).where(_table(fact).c.id < 0))
        return self._with_corrections(fact, none, keys)

    def _with_corrections(self, fact: str, mine: pd.DataFrame, more: Collection[int]) -> pd.DataFrame:
        """`mine`, the facts with the keys `more`, and the later versions of both."""
        base, later, key = _table(fact).c, _table(f"{fact}_correction").c, f"{fact}_id"
        if more:
            rows = _first(fact).where(base.company_id == COMPANY, base.id.in_(listed(more)))
            mine = pd.concat([mine, read_frame(self._session, rows)], ignore_index=True)
        values = (later[name] for name in (*_VALUES[fact], *_WRITTEN))
        corrected = read_frame(
            self._session,
            select(later[key], later.version, *(base[name] for name in _FIXED[fact]), *values)
            .join(base.id.table, and_(base.company_id == later.company_id, base.id == later[key]))
            .where(later.company_id == COMPANY),
        ).astype({"version": "int32"})
        corrected = corrected.loc[corrected[key].isin(mine[key])]
        mine = mine.assign(version=0).astype({"version": "int32"})
        return in_order(pd.concat([mine, corrected[mine.columns]], ignore_index=True), key)

    def _settling(self, invoices: Sequence[int]) -> pd.DataFrame:
        """What settles their invoices: read by the customers of the invoices, in the order of an index."""
        base, invoice = _table("allocation").c, _table("invoice").c
        rows = _first("allocation").join(
            invoice.id.table, and_(invoice.company_id == base.company_id, invoice.id == base.invoice_id)
        )
        mine = read_frame(
            self._session,
            rows.where(invoice.company_id == COMPANY, invoice.customer_id.in_(listed(self._customers))),
        )
        others = self._moved_to_them(invoices)
        if others:
            more = _first("allocation").where(base.company_id == COMPANY, base.invoice_id.in_(listed(others)))
            mine = pd.concat([mine, read_frame(self._session, more)], ignore_index=True)
        return self._with_corrections("allocation", mine, ())

    def _moved_to_them(self, invoices: Sequence[int]) -> set[int]:
        """Those of the invoices that began as somebody else's."""
        base = _table("invoice").c
        own = select(base.id).where(base.company_id == COMPANY, base.customer_id.in_(listed(self._customers)))
        return set(invoices) - {int(key) for key in self._session.scalars(own)}

    def _others_settled(self, allocations: pd.DataFrame, payments: pd.DataFrame) -> pd.DataFrame:
        """With what their payments settle of others: to be sought only where a payment has something left."""
        used = allocations.groupby("payment_id")["amount_cents"].sum()
        first = payments.loc[payments["version"] == 0]
        left = first["amount_cents"] - first["payment_id"].map(used).fillna(0)
        seen = set(allocations["allocation_id"])
        keys = set(first.loc[left != 0, "payment_id"]) | set(
            payments.loc[payments["version"] > 0, "payment_id"]
        )
        keys |= set(allocations.loc[allocations["version"] > 0, "payment_id"])
        if not keys:
            return allocations
        base = _table("allocation").c
        rows = _first("allocation").where(base.company_id == COMPANY, base.payment_id.in_(listed(keys)))
        more = read_frame(self._session, rows)
        more = more.loc[~more["allocation_id"].isin(seen)]
        if more.empty:
            return allocations
        return in_order(
            pd.concat([allocations, self._with_corrections("allocation", more, ())], ignore_index=True),
            "allocation_id",
        )


def _facts(
    customers: pd.DataFrame,
    invoices: pd.DataFrame,
    allocations: pd.DataFrame,
    payments: pd.DataFrame,
    horizon: date,
) -> Facts:
    linked = allocation_versions(allocations, payments)
    return Facts(
        customers=customers,
        invoices=invoices.astype({"opening": bool}).drop(columns="import_id"),
        allocations=linked.drop(columns="import_id"),
        payments=payments.drop(columns="import_id"),
        horizon=horizon,
    )


def _first(fact: str) -> Select[Any]:
    base = _table(fact).c
    names = (*_FIXED[fact], *_VALUES[fact], *_WRITTEN)
    return select(base.id.label(f"{fact}_id"), *(base[name] for name in names))


def _new(name: str, seen: Seen, on: date) -> Iterator[ColumnElement[bool]]:
    """Written down after a run; or written before, and known only after its day."""
    columns = _table(name).c
    yield columns.company_id == COMPANY
    if seen.waiting:
        known = and_(columns.known_on > seen.on, columns.known_on <= on)
        yield or_(columns.import_id > seen.import_id, known)
    else:
        yield from _written(name, seen)


def _written(name: str, seen: Seen) -> Iterator[ColumnElement[bool]]:
    """Written down after a run: ids rise from import to import, and their index spares reading all others."""
    columns = _table(name).c
    yield columns.import_id > seen.import_id
    if name in seen.ids:
        yield columns.id > seen.ids[name]


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
