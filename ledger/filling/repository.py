"""Loads what stands beside the ledger, by every version of it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import and_, select

from ledger.beside import COLUMNS, Beside, empty, typed
from ledger.company.identity import identity_on
from ledger.facts import Facts
from ledger.filling.books import books_of
from ledger.filling.companies import (
    event_rows,
    foundings_of,
    last_statements,
    statement_rows,
    told_events,
    told_statements,
)
from ledger.filling.conduct import dispute_rows, hand_over_rows
from ledger.filling.judged import Relation, plan_rows, promise_rows
from ledger.filling.profiles import CompanySpell, companies_of, held_profiles, met_profile_row, profile_rows
from ledger.filling.returns import return_rows
from ledger.filling.versions import Spell
from ledger.imports.repository import COMPANY, utc
from ledger.master.repository import load_master
from ledger.registers.catalogue import (
    BANK_ENTRIES,
    IDENTITIES,
    LEGAL_EVENTS,
    MATCH_ACTS,
    RELATION_ACTS,
    STATEMENTS,
    FinancialStatementRow,
    MatchActRow,
)
from ledger.registers.register import Register, Version
from ledger.registers.repository import RegisterRepository
from ledger.relation.plans import PLAN
from ledger.relation.promises import PROMISE
from ledger.replaced.repository import invoice_moves
from store.base import Base
from store.frames import read_frame
from store.session import ReadSession

# Restrict a select to some companies only where it spares work: beyond, reading all costs less.
_FEW = 500


class BesideRepository:
    """All that the registers tell of customers, or of those whose numbers are given."""

    def __init__(
        self, session: ReadSession, *, customers: Collection[int] | None, as_recorded: datetime | None
    ) -> None:
        self._session = session
        self._customers = None if customers is None else frozenset(customers)
        self._as_recorded = as_recorded

    def beside(self, facts: Facts) -> Beside:
        """`facts` are those of the same customers, without what stands beside them."""
        frames = {**self.companies(), **self._relation(facts)}
        frames["returns"] = _frame("returns", self._mine(return_rows(*self._returns())))
        frames["documents"] = self._documents(facts)
        return Beside(**frames)

    def of_company(self, siren: str, *, customer: int, known_on: date) -> Beside:
        """What is public of a company that is no customer, as of one with that number, met on a day."""
        spell = CompanySpell(customer, siren, Spell(date.min, None))
        statements = told_statements(self._of_companies(STATEMENTS, {siren}))
        events = told_events(self._of_companies(LEGAL_EVENTS, {siren}))
        founding = foundings_of(events).get(siren)
        identity = identity_on(self._of_companies(IDENTITIES, {siren}), known_on)
        row = met_profile_row(
            customer, siren, None if identity is None else identity.row, founding, known_on=known_on
        )
        return Beside(
            profiles=_frame("profiles", [row]),
            statements=_frame("statements", statement_rows(statements, [spell])),
            events=_frame("events", event_rows(events, [spell])),
        )

    def companies(self) -> dict[str, pd.DataFrame]:
        """Who the customers are, and what is public of them: profiles, statements and events."""
        master = load_master(self._session, as_recorded=self._as_recorded, customers=self._customers)
        held = held_profiles(master.profiles, master.links, customers=self._customers)
        companies = companies_of(held)
        sirens = {one.siren for one in companies}
        statements = told_statements(self._of_companies(STATEMENTS, sirens))
        events = told_events(self._of_companies(LEGAL_EVENTS, sirens))
        return {
            "profiles": _frame("profiles", profile_rows(held, foundings_of(events))),
            "statements": _frame("statements", statement_rows(statements, companies)),
            "events": _frame("events", event_rows(events, companies)),
        }

    def last_statements(self, *, as_of: date) -> dict[int, FinancialStatementRow]:
        """Of each customer the statement closed last among those known by an evening and not confidential."""
        master = load_master(self._session, as_recorded=self._as_recorded, customers=self._customers)
        companies = companies_of(held_profiles(master.profiles, master.links, customers=self._customers))
        told = told_statements(self._of_companies(STATEMENTS, {one.siren for one in companies}))
        return last_statements(told, companies, as_of=as_of)

    def _of_companies(self, register: Register[Any], sirens: Collection[str]) -> list[Version[Any]]:
        repository = RegisterRepository(self._session, register)
        if not sirens:
            return []
        among = [repository.within("siren", sorted(sirens))] if len(sirens) <= _FEW else []
        return repository.versions(as_recorded=self._as_recorded, among=among)

    def _relation(self, facts: Facts) -> dict[str, pd.DataFrame]:
        acts = RegisterRepository(self._session, RELATION_ACTS).versions(as_recorded=self._as_recorded)
        if not acts:
            return {}
        moves = invoice_moves(self._session, as_recorded=self._as_recorded)
        # Of disputes and hand-overs the acts tell all; only a word given is judged by what was paid.
        customers = {act.row.customer_id for act in acts if act.row.matter in (PROMISE, PLAN)}
        customers |= {move.from_customer for move in moves} | {move.to_customer for move in moves}
        relation = Relation(acts, books_of(facts, customers), moves)
        return {
            "disputes": _frame("disputes", self._mine(dispute_rows(acts))),
            "promises": _frame("promises", self._mine(promise_rows(relation))),
            "plans": _frame("plans", self._mine(plan_rows(relation))),
            "hand_overs": _frame("hand_overs", self._mine(hand_over_rows(acts))),
        }

    def _returns(self) -> tuple[list[Version[Any]], list[Version[MatchActRow]]]:
        entries = RegisterRepository(self._session, BANK_ENTRIES)
        returned = entries.versions(as_recorded=self._as_recorded, among=[entries.where("returned", True)])
        if not returned:
            return [], []
        acts = RegisterRepository(self._session, MATCH_ACTS)
        ids = sorted({one.id for one in returned})
        among = [acts.within("entry_id", ids)] if len(ids) <= _FEW else []
        return returned, acts.versions(as_recorded=self._as_recorded, among=among)

    def _mine(self, rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        return rows if self._customers is None else (row for row in rows if row[0] in self._customers)

    def _documents(self, facts: Facts) -> pd.DataFrame:
        """The form of a customer's documents wherever it changed; of one evening the last by name counts."""
        document, run = Base.metadata.tables["invoice_document"].c, Base.metadata.tables["import_run"].c
        until = [] if self._as_recorded is None else [run.recorded_at <= utc(self._as_recorded)]
        told = read_frame(
            self._session,
            select(document.invoice_id, document.known_on, document.form)
            .join(run.id.table, and_(run.company_id == document.company_id, run.id == document.import_id))
            .where(document.company_id == COMPANY, *until),
        )
        if told.empty:
            return empty("documents")
        owner = facts.invoices.drop_duplicates("invoice_id").set_index("invoice_id")["customer_id"]
        told = told.assign(customer_id=owner.reindex(told["invoice_id"]).to_numpy())
        told = told.dropna(subset=["customer_id"]).sort_values(["customer_id", "known_on", "form"])
        told = told.drop_duplicates(["customer_id", "known_on"], keep="last")
        same = (told["customer_id"] == told["customer_id"].shift()) & (told["form"] == told["form"].shift())
        return typed("documents", told.loc[~same])


def _frame(name: str, rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """Rows in the order of the columns into a frame, in the order in which they became known."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return empty(name)
    told = {column: _column(values) for column, values in zip(COLUMNS[name], columns, strict=True)}
    return typed(name, pd.DataFrame(told))


def _column(values: tuple[Any, ...]) -> Any:
    return pd.Series(list(values), dtype=object) if None in values else list(values)
