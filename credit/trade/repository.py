"""Reads what customers owe and buy, of all at once or of a few without reading anybody else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from kernel.period import Period, months_ended
from ledger.as_known import as_known
from ledger.relation.disputes import disputed_cents
from ledger.relation.repository import RelationRepository
from ledger.reports.ageing import split
from ledger.reports.positions import open_positions
from ledger.reports.repository import OpenItemsRepository
from ledger.repository import FactsRepository
from ledger.summary import standing
from store.session import ReadSession

MONTHS = 12
# Beyond, the database nets the whole ledger faster than facts of customers are loaded one by one.
FEW = 500

Account = tuple[int, str]


class Owed(NamedTuple):
    """Cents by account, and the days that its oldest item past due and not disputed is late."""

    owed_cents: int
    overdue_cents: int
    disputed_cents: int
    days_late: int


NOTHING = Owed(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Trade:
    """By account: what is owed, cents invoiced by month, days of terms; by customer: its first invoice."""

    owed: Mapping[Account, Owed]
    months: Mapping[Account, tuple[int, ...]]
    terms: Mapping[Account, int]
    first: Mapping[int, date]


class _Rows(NamedTuple):
    """Open items; invoices and credit notes of the last whole months; first invoices."""

    items: pd.DataFrame
    issued: pd.DataFrame
    first: Mapping[int, date]


def trade(session: ReadSession, *, as_of: date, customers: Collection[int] | None) -> Trade:
    """As known on an evening, of these customers or of all."""
    months = months_ended(as_of, MONTHS)
    few = customers is not None and len(customers) <= FEW
    read = (
        _of_few(session, as_of, months, customers) if few and customers else _of_all(session, as_of, months)
    )
    issued = pd.to_datetime(read.issued["issued_on"])
    rows = read.issued.assign(
        place=(issued.dt.year - months[0].start.year) * 12 + issued.dt.month - months[0].start.month,
        terms=(pd.to_datetime(read.issued["due_on"]) - issued).dt.days,
    )
    return Trade(_owed(session, read.items, as_of=as_of), _by_month(rows), _terms(rows), read.first)


def owed_by_account(session: ReadSession, *, as_of: date) -> dict[Account, int]:
    """The ledger's balance of every account in cents, netted by the database."""
    items = OpenItemsRepository(session, as_of=as_of, as_recorded=None).items()
    sums = items.groupby(["customer_id", "currency"], observed=True)["left_cents"].sum().reset_index()
    return {
        (int(key), str(currency)): int(cents)
        for key, currency, cents in sums.itertuples(index=False, name=None)
    }


def _of_all(session: ReadSession, as_of: date, months: tuple[Period, ...]) -> _Rows:
    repository = OpenItemsRepository(session, as_of=as_of, as_recorded=None)
    last = months[-1].end - timedelta(days=1)
    return _Rows(
        repository.items(), repository.issued_between(months[0].start, last), repository.first_issued()
    )


def _of_few(
    session: ReadSession, as_of: date, months: tuple[Period, ...], customers: Collection[int]
) -> _Rows:
    """Facts of these customers hold what others settle of theirs too, which is left out again."""
    repository = FactsRepository(session, as_recorded=None)
    facts = repository.facts(customers=sorted(customers), horizon=repository.horizon() or as_of)
    known = as_known(facts, as_of)
    items, invoices = open_positions(known), standing(known.invoices, "invoice_id")
    day = pd.to_datetime(invoices["issued_on"])
    within = (day >= pd.Timestamp(months[0].start)) & (day < pd.Timestamp(months[-1].end))
    told = within & (invoices["amount_cents"] != 0) & invoices["customer_id"].isin(customers)
    first = known.invoices.loc[known.invoices["version"] == 0].groupby("customer_id")["issued_on"].min()
    return _Rows(
        items.loc[items["customer_id"].isin(customers)],
        invoices.loc[told],
        {int(str(key)): pd.Timestamp(day).date() for key, day in first.items()},
    )


def _owed(session: ReadSession, items: pd.DataFrame, *, as_of: date) -> dict[Account, Owed]:
    acts = RelationRepository(session, as_recorded=None).acts(as_of=as_of)
    parts = split(items, as_of=as_of, disputed=disputed_cents(acts, as_of=as_of))
    late = (pd.Timestamp(as_of) - pd.to_datetime(parts["due_on"])).dt.days
    parts = parts.assign(late=late.where(parts["overdue_cents"] > 0, 0))
    sums = parts.groupby(["customer_id", "currency"], observed=True).agg(
        owed_cents=("exposure_cents", "sum"),
        overdue_cents=("overdue_cents", "sum"),
        disputed_cents=("disputed_cents", "sum"),
        days_late=("late", "max"),
    )
    return {
        (int(key), str(currency)): Owed(*map(int, values))
        for key, currency, *values in sums.reset_index().itertuples(index=False, name=None)
    }


def _by_month(rows: pd.DataFrame) -> dict[Account, tuple[int, ...]]:
    sums = rows.groupby(["customer_id", "currency", "place"], observed=True)["amount_cents"].sum()
    found: dict[Account, list[int]] = {}
    for key, currency, at, cents in sums.reset_index().itertuples(index=False, name=None):
        found.setdefault((int(key), str(currency)), [0] * MONTHS)[int(at)] = int(cents)
    return {account: tuple(cents) for account, cents in found.items()}


def _terms(rows: pd.DataFrame) -> dict[Account, int]:
    billed = rows.loc[rows["amount_cents"] > 0]
    usual = billed.groupby(["customer_id", "currency"], observed=True)["terms"].median().reset_index()
    return {
        (int(key), str(currency)): round(days)
        for key, currency, days in usual.itertuples(index=False, name=None)
    }
