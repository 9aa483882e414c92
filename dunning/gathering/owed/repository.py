"""Reads open invoices and credits, of all customers at once or of a few without reading anybody else."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from dunning.receivable.held import held, used
from dunning.receivable.money.repository import found_among
from dunning.receivable.receivable import PenaltyAct
from dunning.receivable.repository import PenaltyReader
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.imports.repository import COMPANY
from ledger.reports.positions import open_positions
from ledger.reports.repository import OpenItemsRepository
from ledger.repository import FactsRepository, HistoryRepository
from ledger.summary import standing
from store.base import Base
from store.memory import remembered
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class Owed:
    """Open invoices by customer, and what each customer holds against them by currency.

    Money that was pointed at penalties is held against no invoice.
    """

    rows: Mapping[int, Sequence[tuple[Any, ...]]]
    credits: Mapping[int, Mapping[str, int]]


_COLUMNS = (
    "invoice_id",
    "number",
    "issued_on",
    "due_on",
    "amount_cents",
    "left_cents",
    "currency",
    "account_class",
)


def of_all(session: ReadSession, on: date) -> Owed:
    """Netted by the database: only what is left leaves it."""
    last = HistoryRepository(session).last_import
    return remembered(session, ("owed", on), last, lambda: _of_all(session, on))


def _of_all(session: ReadSession, on: date) -> Owed:
    items = OpenItemsRepository(session, as_of=on, as_recorded=None).listed_items()
    return _without(_split(items.assign(issued_on=_issued(items))), PenaltyReader(session).held(on=on))


def of_few(session: ReadSession, on: date, customers: Sequence[int]) -> Owed:
    repository = FactsRepository(session, as_recorded=None)
    facts = repository.facts(customers=customers, horizon=repository.horizon() or on)
    return _owed(facts, on, customers, PenaltyReader(session).acts(customers))


class OwedOverTime:
    """What was open on many evenings, of all, from facts read once: a third of the time of asking anew."""

    def __init__(self, session: ReadSession) -> None:
        repository = FactsRepository(session, as_recorded=None)
        self._facts = repository.facts(customers=None, horizon=repository.horizon() or date.max)
        self._acts = PenaltyReader(session).acts()

    def on(self, as_of: date) -> Owed:
        return _owed(self._facts, as_of, None, self._acts)


def _owed(
    facts: Facts, on: date, customers: Sequence[int] | None, acts: Mapping[int, Sequence[PenaltyAct]]
) -> Owed:
    known = as_known(facts, on)
    items = open_positions(known)
    if customers is not None:
        items = items.loc[items["customer_id"].isin(customers)]
    told = standing(known.invoices, "invoice_id")[
        ["invoice_id", "number", "issued_on", "opening", "amount_cents"]
    ]
    both = items.merge(told, on="invoice_id", how="left")
    both = both.assign(opening=both["opening"].fillna(False).astype(bool))
    return _without(_split(both.assign(issued_on=_issued(both))), _held(known, acts, on))


def _held(
    known: Facts, acts: Mapping[int, Sequence[PenaltyAct]], on: date
) -> Mapping[int, Sequence[PenaltyAct]]:
    told = {key: [one for one in mine if one.on <= on] for key, mine in acts.items()}
    paying = [key for key, mine in told.items() if any(one.payment_id for one in mine)]
    if not paying:
        return {}
    found = found_among(known, paying)
    free = {key: {one.id: one.unallocated_cents for one in found.get(key, {}).values()} for key in paying}
    return {key: held(told[key], free[key]) for key in paying}


def _without(owed: Owed, acts: Mapping[int, Sequence[PenaltyAct]]) -> Owed:
    """What settled penalties is no credit any more."""
    less = used(acts)
    changed = {
        key: {code: cents - less[key].get(code, 0) for code, cents in told.items()}
        for key, told in owed.credits.items()
        if key in less
    }
    return Owed(owed.rows, {**owed.credits, **changed})


def holders(session: ReadSession, invoices: Sequence[int]) -> set[int]:
    """The customers who ever had one of these invoices: a correction may give it to another."""
    base, later = Base.metadata.tables["invoice"].c, Base.metadata.tables["invoice_correction"].c
    first = select(base.customer_id).where(base.company_id == COMPANY, base.id.in_(invoices))
    then = select(later.customer_id).where(later.company_id == COMPANY, later.invoice_id.in_(invoices))
    return {*session.scalars(first), *session.scalars(then)}


def _issued(items: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(items["issued_on"]).where(~items["opening"].astype(bool))


def _split(items: pd.DataFrame) -> Owed:
    """Invoices that are owed, and everything that the customer holds against them."""
    owed = items.loc[(items["left_cents"] > 0) & (items["invoice_id"] > 0)].sort_values("invoice_id")
    held = items.loc[items["left_cents"] < 0]
    rows: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    columns = [owed["customer_id"].tolist(), *(_plain(owed[name]) for name in _COLUMNS)]
    for key, *row in zip(*columns, strict=True):
        rows[int(key)].append(tuple(row))
    credit: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for key, currency, cents in zip(held["customer_id"], held["currency"], held["left_cents"], strict=True):
        told = credit[int(key)]
        told[str(currency)] = told.get(str(currency), 0) - int(cents)
    return Owed(rows, credit)


def _plain(column: pd.Series) -> list[Any]:
    """Days as days, numbers as whole numbers, texts as texts; None where nothing is known."""
    if column.name in ("issued_on", "due_on"):
        days: list[date | None] = pd.to_datetime(column).to_numpy().astype("datetime64[D]").tolist()
        return days
    if column.name in ("number", "currency", "account_class"):
        return column.astype("str").fillna("").tolist()
    return column.astype("int64").tolist()
